package io.plimsoll.live;

import io.plimsoll.policy.bounds.OutcomeBounds;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a million accounts with three positions each take in the index, and how long a tick takes that touches some of them. */
public final class TriggerIndexFootprint {

    private static final int INSTRUMENTS = 100;
    private static final int POSITIONS = 3;
    private static final double[] SHARES = {0.0001, 0.01, 0.1};

    private TriggerIndexFootprint() {}

    /** @param accounts how many */
    public static void main(String... accounts) {
        int count = Integer.parseInt(accounts[0]);
        long before = used();
        TriggerIndex index = new TriggerIndex();
        Random random = new Random(1);
        long began = System.nanoTime();
        for (int account = 0; account < count; account++) {
            index.put(account, bounds(random), instrument -> 0);
        }
        long puts = System.nanoTime() - began;
        System.out.printf(
                "%d accounts of %d positions: %d bytes each, %.1f us to put%n",
                count, POSITIONS, (used() - before) / count, puts / 1e3 / count);
        for (double share : SHARES) {
            tick(index, share);
        }
        System.out.println(index.hashCode() == 0 ? "" : "done");
    }

    /** Three instruments next to one another; bounds so that a fall by a share of the price touches that share of the accounts. */
    private static OutcomeBounds bounds(Random random) {
        int first = random.nextInt(INSTRUMENTS);
        return new OutcomeBounds(
                List.of(along(first, random), along(first + 1, random), along(first + 2, random)),
                -1_000_000_000L,
                Long.MAX_VALUE,
                null,
                1);
    }

    private static OutcomeBounds.Instrument along(int number, Random random) {
        return new OutcomeBounds.Instrument(
                "I" + number % INSTRUMENTS,
                100 * (1 - random.nextDouble()),
                100 * (1 + random.nextDouble()),
                0.98,
                1.02,
                60_000_000_000L);
    }

    private static void tick(TriggerIndex index, double share) {
        long[] took = new long[200];
        int[] touched = new int[1];
        for (int i = 0; i < took.length; i++) {
            double price = 100 * (1 - share);
            long began = System.nanoTime();
            index.tick("I" + i % INSTRUMENTS, price, price, 1_000L + i, 0, account -> touched[0]++);
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        System.out.printf(
                "a tick that touches %.2f %% of an instrument's accounts, %d of them: median %d us, p99 %d us%n",
                share * 100,
                touched[0] / took.length,
                took[took.length / 2] / 1_000,
                took[took.length * 99 / 100] / 1_000);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
