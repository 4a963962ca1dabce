package io.plimsoll.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What marks do to the accounts that this instance looks after. */
final class LiveMetrics {

    private final Counter ticks;
    private final Counter badMarks;
    private final Counter badAccounts;
    private final Counter evaluated;
    private final Counter decided;
    private final Counter failures;
    private final Timer tickToDecision;
    private final AtomicLong accounts;
    private final AtomicLong lag;
    private final AtomicLong waiting;
    private final AtomicLong withoutBounds;

    LiveMetrics(MeterRegistry registry) {
        ticks = counter(registry, "plimsoll.live.ticks", "Marks that came in");
        badMarks = counter(registry, "plimsoll.live.marks.bad", "Records of marks that are none");
        badAccounts = counter(registry, "plimsoll.live.accounts.bad", "Records of accounts that are none");
        evaluated = counter(
                registry,
                "plimsoll.live.evaluated",
                "Accounts evaluated because a mark, or the time, left their bounds");
        decided = counter(
                registry, "plimsoll.live.decided", "Of those, decisions that said anything new and were logged");
        failures =
                counter(registry, "plimsoll.live.failures", "Accounts that could not be evaluated and are tried again");
        tickToDecision = Timer.builder("plimsoll.live.tick.to.decision")
                .description("From the arrival of a mark to the durable decision of an account that it touched")
                .publishPercentileHistogram()
                .register(registry);
        accounts = gauge(registry, "plimsoll.live.accounts", "Accounts that this instance looks after");
        lag = gauge(registry, "plimsoll.live.lag", "Records of accounts that are not yet read");
        waiting = gauge(registry, "plimsoll.live.waiting", "Accounts that were touched and are not decided yet");
        withoutBounds = gauge(registry, "plimsoll.live.unbounded", "Accounts that every mark has evaluated again");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static AtomicLong gauge(MeterRegistry registry, String name, String description) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .strongReference(true)
                .register(registry);
        return value;
    }

    void tick() {
        ticks.increment();
    }

    void badMark() {
        badMarks.increment();
    }

    void badAccount() {
        badAccounts.increment();
    }

    void accounts(long held, long unread) {
        accounts.set(held);
        lag.set(unread);
    }

    void evaluated() {
        evaluated.increment();
    }

    void decided(long nanosSinceTick) {
        decided.increment();
        tickToDecision.record(nanosSinceTick, TimeUnit.NANOSECONDS);
    }

    void failed() {
        failures.increment();
    }

    void waiting(long touched, long unbounded) {
        waiting.set(touched);
        withoutBounds.set(unbounded);
    }
}
