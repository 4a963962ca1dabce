package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.market.Mark;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Places within bounds: at their corners, on their edges and anywhere. */
final class Places {

    private static final long SECOND = 1_000_000_000L;

    private final Random random;

    Places(Random random) {
        this.random = random;
    }

    /** What a decision says that bounds promise to stay as it is. */
    record Said(Outcome outcome, Map<String, Outcome> accounts, Set<String> called) {

        static Said of(Decision decision) {
            Map<String, Outcome> accounts = new TreeMap<>();
            for (MarginAccountDecision account : decision.marginAccounts()) {
                accounts.put(account.id().toString(), account.outcome());
            }
            Set<String> called = new TreeSet<>();
            for (MarginCall call : decision.marginCalls()) {
                if (decision.outcome() != Outcome.HOLD && !call.askedBy().isEmpty()) {
                    called.add(call.marginAccount().toString());
                }
            }
            return new Said(decision.outcome(), accounts, called);
        }
    }

    /** The same account at a place within its bounds. */
    Case within(OutcomeBounds bounds, Case given) {
        Instant asOf = given.evaluatedAt();
        long left = Math.min(bounds.until() - nanos(asOf), 400L * 86_400 * SECOND);
        Instant now =
                asOf.plusNanos(Math.min(left, (long) (left * part()))); // doubles of so many nanoseconds are rounded
        AccountSnapshot snapshot = given.snapshot();
        for (OutcomeBounds.Instrument along : bounds.instruments()) {
            Mark mark = snapshot.positions().stream()
                    .filter(position -> position.instrument().equals(along.name()))
                    .findFirst()
                    .map(Position::mark)
                    .orElseThrow();
            BigDecimal price = between(new BigDecimal(along.low()), new BigDecimal(along.high()), mark.price());
            BigDecimal index = index(along, mark, price);
            long oldest = Math.min(along.oldest(), 1_000L * SECOND);
            long age = bounds.youngest() + (long) ((oldest - bounds.youngest()) * part());
            snapshot = snapshot.withMark(along.name(), new Mark(price, index, now.minusNanos(age)));
        }
        return new Case(
                snapshot,
                given.snapshotDigest(),
                given.openCalls(),
                given.lastDecisions(),
                given.fills(),
                Trigger.WHAT_IF,
                now);
    }

    private @Nullable BigDecimal index(OutcomeBounds.Instrument along, Mark mark, BigDecimal price) {
        BigDecimal index = mark.indexPrice();
        if (index == null) {
            return null;
        }
        BigDecimal ratio = between(
                new BigDecimal(along.basisLow()),
                new BigDecimal(along.basisHigh()),
                index.divide(mark.price(), Decimals.QUOTIENT));
        return ratio.multiply(price);
    }

    private BigDecimal between(BigDecimal low, BigDecimal high, BigDecimal now) {
        return switch (random.nextInt(5)) {
            case 0 -> now;
            case 1 -> low;
            case 2 -> high;
            default -> low.add(high.subtract(low).multiply(BigDecimal.valueOf(random.nextDouble())));
        };
    }

    private double part() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> random.nextDouble();
        };
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano();
    }
}
