package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.bounds.PackCases.PackCase;
import io.plimsoll.policy.bounds.Places.Said;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How near the bounds of accounts like those of a pack's cases come to the prices at which they are really decided otherwise, when all prices fall
 * or rise together; how many reckonings and how much time they take; and why those with positions that have no bounds have none.
 */
public final class BoundsSharpness {

    private static final int BOOKS = Integer.getInteger("plimsoll.books", 400);
    private static final double FARTHEST = 0.99;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private BoundsSharpness() {}

    /** @param packs names of packs, separated by commas */
    public static void main(String... packs) throws Exception {
        for (String pack : packs[0].split(",")) {
            measure(pack);
        }
    }

    private static void measure(String pack) throws Exception {
        Random random = new Random(7);
        PackCases cases = PackCases.of(pack);
        List<Double> down = new ArrayList<>();
        List<Double> up = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        Map<String, Integer> open = new TreeMap<>();
        int bounded = 0;
        int held = 0;
        long reckonings = 0;
        for (int i = 0; i < BOOKS; i++) {
            PackCase book = cases.anyOf(random);
            Decision decision = decide(book, book.given());
            OutcomeAlone due = DecisionService.outcomeAlone(book.given(), book.policy());
            long began = THREADS.getCurrentThreadCpuTime();
            OutcomeBounds bounds = OutcomeBounds.of(book.given(), due, book.policy(), book.rules());
            micros.add((THREADS.getCurrentThreadCpuTime() - began) / 1_000);
            held += book.given().snapshot().positions().isEmpty() ? 0 : 1;
            if (bounds.isOpen()) {
                open.merge(String.valueOf(bounds.open()), 1, Integer::sum);
            }
            if (bounds.isOpen() || bounds.instruments().isEmpty()) {
                continue;
            }
            bounded++;
            reckonings += bounds.reckonings();
            add(down, book, decision, bounds, -1);
            add(up, book, decision, bounds, 1);
        }
        System.out.printf(
                "%s: %d accounts with positions, %d of them with bounds, %d reckonings each%n",
                pack, held, bounded, reckonings / Math.max(bounded, 1));
        open.forEach((why, count) -> System.out.printf("  without bounds %d: %s%n", count, why));
        print("  bound over crossing, all prices falling", down);
        print("  bound over crossing, all prices rising", up);
        micros.sort(null);
        System.out.printf(
                "  microseconds of processor time: median %d, p90 %d%n",
                micros.get(micros.size() / 2), micros.get(micros.size() * 9 / 10));
    }

    private static void print(String what, List<Double> ratios) {
        ratios.sort(null);
        if (!ratios.isEmpty()) {
            System.out.printf(
                    "%s: p10 %.3f, median %.3f, p90 %.3f of %d%n",
                    what,
                    ratios.get(ratios.size() / 10),
                    ratios.get(ratios.size() / 2),
                    ratios.get(ratios.size() * 9 / 10),
                    ratios.size());
        }
    }

    /** Distances from today's prices: of the bound over that of the first change of the decision. */
    private static void add(List<Double> ratios, PackCase book, Decision decision, OutcomeBounds bounds, int sign) {
        double bound = Double.MAX_VALUE;
        for (OutcomeBounds.Instrument along : bounds.instruments()) {
            double price = price(book, along.name());
            bound = Math.min(bound, (sign < 0 ? price - along.low() : along.high() - price) / price);
        }
        double crossing = crossing(book, decision, bound, sign);
        if (crossing < FARTHEST) {
            ratios.add(bound / crossing);
        }
    }

    private static double crossing(PackCase book, Decision decision, double from, int sign) {
        double good = Math.min(from, FARTHEST);
        double bad = Math.max(good, 1e-6);
        while (isSame(book, decision, sign * bad)) {
            good = bad;
            if (bad >= FARTHEST) {
                return 1;
            }
            bad = Math.min(bad * 1.02, FARTHEST);
        }
        for (int i = 0; i < 20; i++) {
            double middle = (good + bad) / 2;
            if (isSame(book, decision, sign * middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return bad;
    }

    private static boolean isSame(PackCase book, Decision decision, double moved) {
        Case given = book.given();
        AccountSnapshot snapshot = given.snapshot();
        for (Position position : given.snapshot().positions()) {
            BigDecimal factor = BigDecimal.valueOf(1 + moved);
            BigDecimal index = position.mark().indexPrice();
            snapshot = snapshot.withMark(
                    position.instrument(),
                    new Mark(
                            position.mark().price().multiply(factor),
                            index == null ? null : index.multiply(factor),
                            position.mark().time()));
        }
        Case there = new Case(
                snapshot,
                given.snapshotDigest(),
                given.openCalls(),
                given.lastDecisions(),
                given.fills(),
                Trigger.WHAT_IF,
                given.evaluatedAt());
        return Said.of(decision).equals(Said.of(decide(book, there)));
    }

    private static double price(PackCase book, String instrument) {
        return book.given().snapshot().positions().stream()
                .filter(position -> position.instrument().equals(instrument))
                .findFirst()
                .orElseThrow()
                .mark()
                .price()
                .doubleValue();
    }

    private static Decision decide(PackCase book, Case given) {
        return DecisionService.evaluate(given, book.policy(), given.evaluatedAt());
    }
}
