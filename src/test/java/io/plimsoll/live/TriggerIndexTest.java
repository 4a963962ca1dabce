package io.plimsoll.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.bounds.OutcomeBounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The index names whom a look at every account names. */
class TriggerIndexTest {

    private static final long SEED = 20_261_123;
    private static final List<String> INSTRUMENTS = List.of("BTC", "ETH", "SOL");
    private static final int STEPS = 40_000;
    private static final int ACCOUNTS = 60;

    /** An account as the naive list keeps it. */
    private record Plain(OutcomeBounds bounds, Map<String, Long> markTimes) {}

    private final Random random = new Random(SEED);
    private final TriggerIndex index = new TriggerIndex();
    private final Map<Integer, Plain> plain = new HashMap<>();
    private final Map<String, Long> markTimes = new HashMap<>();
    private long now = 1_000;
    private long named;

    @Test
    void eachMarkAndInstantNamesTheAccountsWhoseBoundsItLeaves() {
        for (int i = 0; i < STEPS; i++) {
            now += random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0, 1 -> put();
                case 2 -> remove();
                case 3, 4, 5 -> tick();
                case 6 -> basis();
                default -> now();
            }
        }
        assertTrue(named > STEPS / 10, "only " + named + " were named");
    }

    private void put() {
        int account = random.nextInt(ACCOUNTS);
        List<OutcomeBounds.Instrument> instruments = new ArrayList<>();
        Map<String, Long> times = new HashMap<>();
        for (String instrument : INSTRUMENTS) {
            if (random.nextBoolean()) {
                double low = 50 + random.nextInt(50);
                boolean hasIndex = random.nextBoolean();
                instruments.add(new OutcomeBounds.Instrument(
                        instrument,
                        low,
                        low + random.nextInt(60),
                        hasIndex ? 0.9 + random.nextInt(10) / 100.0 : 0,
                        hasIndex ? 1.0 + random.nextInt(10) / 100.0 : Double.POSITIVE_INFINITY,
                        random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextInt(200)));
                times.put(instrument, Math.max(now - random.nextInt(40), markTimes.getOrDefault(instrument, 0L)));
            }
        }
        long until = random.nextInt(4) == 0 ? Long.MAX_VALUE : now + random.nextInt(400);
        OutcomeBounds bounds = new OutcomeBounds(instruments, -random.nextInt(5), until, null, 1);
        index.put(account, bounds, times::get);
        plain.put(account, new Plain(bounds, times));
    }

    private void remove() {
        int account = random.nextInt(ACCOUNTS);
        index.remove(account);
        plain.remove(account);
    }

    private void tick() {
        String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
        double low = 40 + random.nextInt(80);
        double high = low + random.nextInt(20);
        long time = now - random.nextInt(8) + 4;
        long age = now - time;
        markTimes.merge(instrument, time, Math::max);
        same(
                touched -> index.tick(instrument, low, high, time, age, touched),
                account -> along(account, instrument).stream()
                        .anyMatch(of -> of.low() > low
                                || of.high() < high
                                || age < plain.get(account).bounds().youngest()));
    }

    private void basis() {
        String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
        double low = 0.9 + random.nextInt(10) / 100.0;
        double high = low + random.nextInt(10) / 100.0;
        same(
                touched -> index.basis(instrument, low, high, touched),
                account -> along(account, instrument).stream()
                        .anyMatch(of -> of.basisLow() > low || of.basisHigh() < high));
    }

    private void now() {
        same(due -> index.now(now, due), account -> {
            Plain of = plain.get(account);
            return of.bounds().until() < now
                    || of.bounds().instruments().stream().anyMatch(along -> {
                        long time = Math.max(
                                of.markTimes().get(along.name()), markTimes.getOrDefault(along.name(), Long.MIN_VALUE));
                        return now - time > along.oldest();
                    });
        });
    }

    private List<OutcomeBounds.Instrument> along(int account, String instrument) {
        return plain.get(account).bounds().instruments().stream()
                .filter(of -> of.name().equals(instrument))
                .toList();
    }

    private void same(Consumer<IntConsumer> byIndex, IntPredicate leaves) {
        List<Integer> found = new ArrayList<>();
        byIndex.accept(found::add);
        TreeSet<Integer> expected = new TreeSet<>();
        plain.keySet().stream().filter(leaves::test).forEach(expected::add);
        assertEquals(expected, new TreeSet<>(found));
        assertEquals(expected.size(), found.size(), "some are named twice");
        named += expected.size();
    }
}
