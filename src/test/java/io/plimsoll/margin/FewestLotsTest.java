package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fewest lots of one position, against trying every lot; which position first; and hedges, which go together. */
class FewestLotsTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final PositionId SHORT = crossId("BTC", Side.SHORT);

    /** Small amounts of money and lots far below a cent, where rounding decides. */
    @Test
    void everySmallerNumberOfLotsWasTriedAndDoesNotRestore() {
        Random random = new Random(77);
        int partly = 0;
        int skippedOver = 0;
        for (int round = 0; round < 900; round++) {
            Brackets brackets = round % 2 == 0
                    ? Brackets.continuous("3:0.02", "9:0.05", "0:0.1")
                    : Brackets.stepped("3:0.02", "9:0.05", "0:0.1");
            brackets = brackets.withClosingCost(
                    BigDecimal.valueOf(random.nextInt(700), 4).toPlainString());
            String size = BigDecimal.valueOf(1 + random.nextInt(4_000), 1).toPlainString();
            MarginAccount account = rounded(
                    round < 600 ? Accounts.CENTS : anyRounding(random),
                    Accounts.cross(
                            BigDecimal.valueOf(random.nextInt(150), 2).toPlainString(),
                            brackets,
                            cross("BTC", random.nextBoolean() ? size : "-" + size, "0.04", "0.04")));
            PositionId id = account.positions().getFirst().id();
            ClosingTerms terms = new ClosingTerms(
                    BigDecimal.ONE,
                    BigDecimal.valueOf(random.nextInt(3) * 20L),
                    BigDecimal.ZERO,
                    BigDecimal.valueOf(random.nextInt(3), 2),
                    null);
            ClosingRules rules = new ClosingRules(Map.of(id, terms), ClosingOrder.MARGIN_PER_COST, brackets);
            MarginTarget target = new MarginTarget(
                    BigDecimal.valueOf(100 + random.nextInt(60), 2), BigDecimal.valueOf(random.nextInt(120), 2));

            Closing closing = Closing.of(account).reduceUntil(target, rules);

            Optional<BigDecimal> expected = smallestTried(account, id, terms, target, rules);
            BigDecimal held = Closing.of(account).held(id);
            assertEquals(
                    expected.orElse(target.isMetBy(account) ? BigDecimal.ZERO : held)
                            .stripTrailingZeros(),
                    closing.closed().getOrDefault(id, BigDecimal.ZERO).stripTrailingZeros(),
                    () -> account + " " + terms + " " + target);
            partly += closing.account().hasPositions() && !closing.parts().isEmpty() ? 1 : 0;
            skippedOver += expected.isEmpty() ? 1 : 0;
        }
        assertTrue(partly > 50 && skippedOver > 50, partly + " " + skippedOver);
    }

    private static Rounding anyRounding(Random random) {
        Direction[] directions = Direction.values();
        return new Rounding(
                2,
                2,
                6,
                directions[random.nextInt(directions.length)],
                directions[random.nextInt(directions.length)],
                Direction.HALF_UP);
    }

    private static MarginAccount rounded(Rounding rounding, MarginAccount account) {
        return new MarginAccount(
                account.id(), account.wallet(), account.positions(), account.addOn(), account.orderMargin(), rounding);
    }

    /** Every quantity that may be closed, smallest first. */
    private static Optional<BigDecimal> smallestTried(
            MarginAccount account, PositionId id, ClosingTerms terms, MarginTarget target, ClosingRules rules) {
        if (target.isMetBy(account)) {
            return Optional.of(BigDecimal.ZERO);
        }
        BigDecimal held = Closing.of(account).held(id);
        for (BigDecimal quantity = BigDecimal.ONE;
                quantity.compareTo(held) < 0;
                quantity = quantity.add(BigDecimal.ONE)) {
            boolean allowed = quantity.compareTo(terms.quantityMin()) >= 0
                    && held.subtract(quantity).compareTo(terms.quantityMin()) >= 0;
            if (allowed
                    && target.isMetBy(
                            Closing.of(account).close(id, quantity, rules).account())) {
                return Optional.of(quantity);
            }
        }
        return target.isMetBy(Closing.of(account).closeWhole(id, rules).account())
                ? Optional.of(held)
                : Optional.empty();
    }

    @ParameterizedTest(name = "a minimum of {0} and of {1} notional: {2} of 100")
    @CsvSource({
        "0, 0, 33",
        "33, 0, 33",
        "34, 0, 34",
        "67, 0, 100",
        "0, 3135, 33",
        "0, 3135.01, 34",
        "0, 6365.01, 100",
        "100, 0, 100"
    })
    void nothingSmallerThanTheMinimumIsClosedOrLeft(String quantity, String notional, String closed) {
        Brackets brackets = Brackets.flat("0.05").withClosingCost("0.005");
        MarginAccount g1b = Accounts.cross("900", brackets, cross("BTC", "100", "100", "95"));
        ClosingTerms terms =
                new ClosingTerms(BigDecimal.ONE, decimal(quantity), decimal(notional), BigDecimal.ZERO, null);

        Closing closing = Closing.of(g1b)
                .reduceUntil(
                        MarginTarget.ratio(decimal("1.2")),
                        new ClosingRules(Map.of(BTC, terms), ClosingOrder.MARGIN_PER_COST, brackets));

        assertEquals(decimal(closed), closing.closed().get(BTC));
    }

    @Test
    void alg5whereALotFreesLessThanItCostsNoPartIsClosed() {
        // Given: τ·m of 6 %, cost and fee of 6.5 %
        Brackets brackets = Brackets.flat("0.05").withClosingCost("0.06");
        MarginAccount account = Accounts.cross("550", brackets, cross("BTC", "100", "100", "100"));
        ClosingTerms terms = new ClosingTerms(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO, decimal("0.005"), null);
        ClosingRules rules = new ClosingRules(Map.of(BTC, terms), ClosingOrder.MARGIN_PER_COST, brackets);

        // When
        Closing closing = Closing.of(account).reduceUntil(MarginTarget.ratio(decimal("1.2")), rules);

        // Then
        assertEquals(Map.of(BTC, decimal("100")), closing.closed());
        assertEquals(decimal("-100.00"), closing.account().equity());
    }

    @ParameterizedTest(name = "LMX-4 A frees 300 for {0}, B 500 for 100: {1} first")
    @CsvSource({"30, A", "59, A", "60, A", "61, B", "0, A"})
    void lmx4whatFreesMostForItsCostIsClosedFirst(String costOfA, String first) {
        // Given: 3,000 of A and 5,000 of B at 10 %, 500 of equity, so that 300 are to be freed
        TermsAt termsAt =
                costs(Map.of("A", decimal(costOfA).divide(decimal("3000"), Decimals.QUOTIENT), "B", decimal("0.02")));
        MarginAccount account =
                Accounts.cross("530", termsAt, cross("A", "30", "100", "100"), cross("B", "50", "100", "100"));

        // When
        Closing closing = Closing.of(account)
                .reduceUntil(MarginTarget.ratio(BigDecimal.ONE), ClosingRules.inLots(account, BigDecimal.ONE, termsAt));

        // Then
        assertEquals(first, closing.parts().getFirst().position().instrument());
    }

    @Test
    void lmx4whereOneLegIsEnoughTheOtherIsLeftAlone() {
        TermsAt termsAt = costs(Map.of("A", decimal("0.01"), "B", decimal("0.02")));
        MarginAccount account =
                Accounts.cross("530", termsAt, cross("A", "30", "100", "100"), cross("B", "50", "100", "100"));

        Closing closing = Closing.of(account)
                .reduceUntil(MarginTarget.ratio(BigDecimal.ONE), ClosingRules.inLots(account, BigDecimal.ONE, termsAt));

        assertEquals(Map.of(crossId("A", Side.LONG), decimal("30")), closing.closed());
        assertEquals(decimal("500.00"), closing.account().maintenanceMargin());
    }

    @Test
    void aRankComesBeforeWhatAClosingFrees() {
        TermsAt termsAt = costs(Map.of("A", decimal("0.01"), "B", decimal("0.02")));
        MarginAccount account =
                Accounts.cross("530", termsAt, cross("A", "30", "100", "100"), cross("B", "50", "100", "100"));
        Map<PositionId, ClosingTerms> terms = new HashMap<>();
        terms.put(crossId("A", Side.LONG), ClosingTerms.inLots(BigDecimal.ONE));
        terms.put(
                crossId("B", Side.LONG),
                new ClosingTerms(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.TEN));

        Closing closing = Closing.of(account)
                .reduceUntil(
                        MarginTarget.ratio(BigDecimal.ONE),
                        new ClosingRules(terms, ClosingOrder.MARGIN_PER_COST, termsAt));

        assertEquals("B", closing.parts().getFirst().position().instrument());
    }

    @ParameterizedTest(name = "{0}: {1} first")
    @CsvSource({"MARGIN_PER_COST, A", "LARGEST_MARGIN, B", "LARGEST_NOTIONAL, B", "LARGEST_LOSS, A"})
    void theOrderCanBeChosen(ClosingOrder order, String first) {
        TermsAt termsAt = costs(Map.of("A", decimal("0.01"), "B", decimal("0.02")));
        MarginAccount account =
                Accounts.cross("560", termsAt, cross("A", "30", "101", "100"), cross("B", "50", "100", "100"));
        Map<PositionId, ClosingTerms> terms = Map.of();

        Closing closing = Closing.of(account).closeAll(new ClosingRules(terms, order, termsAt));

        assertEquals(first, closing.parts().getFirst().position().instrument());
    }

    @Test
    void hedgesAreClosedTogetherBecauseEachAloneOpensRisk() {
        // Given: 10 long against 10 short require 1 % of both, and 10 % of what is not hedged
        Netted netted = new Netted();
        MarginAccount account =
                Accounts.cross("15", netted, cross("BTC", "10", "100", "100"), cross("BTC", "-10", "100", "100"));
        ClosingRules rules = ClosingRules.inLots(account, BigDecimal.ONE, netted);

        // When: 20 are required, 15 are there
        Closing closing = Closing.of(account).reduceUntil(MarginTarget.ratio(BigDecimal.ONE), rules);

        // Then: 7 of each are left and require 14
        assertEquals(Map.of(BTC, decimal("3"), SHORT, decimal("3")), closing.closed());
        assertEquals(
                List.of(false, true),
                closing.parts().stream().map(Closing.Part::together).toList());
        assertEquals(decimal("14.00"), closing.account().maintenanceMargin());
    }

    @ParameterizedTest(name = "10 long, {0} short: {1} first, together {2}, {3} after it")
    @CsvSource({"-2, LONG, false, 20.00", "-6, LONG, true, 60.00", "-60, SHORT, false, 100.00"})
    void noPartOfAClosingRaisesTheMaintenanceMarginUnlessTheNextGoesTogetherWithIt(
            String quantity, Side first, boolean together, BigDecimal after) {
        Netted netted = new Netted();
        MarginAccount account =
                Accounts.cross("15", netted, cross("BTC", "10", "100", "100"), cross("BTC", quantity, "100", "100"));

        Closing closing = Closing.of(account).closeAll(ClosingRules.inLots(account, BigDecimal.ONE, netted));

        assertEquals(first, closing.parts().getFirst().position().side());
        assertEquals(together, closing.parts().getLast().together());
        assertEquals(after, closing.parts().getFirst().after().maintenanceMargin());
    }

    /** Of 10 long, against 2 short, only a half is closed: closing the short as well would leave more unhedged than before. */
    @ParameterizedTest(name = "10 long, {0} short, at most {1} and {2}: {3} and {4}")
    @CsvSource({"-2, 0.5, 1, 5, 0", "-2, 1, 0.5, 10, 1", "-6, 0.5, 0.5, 5, 3", "-6, 0.5, 1, 5, 3", "-6, 1, 1, 10, 6"})
    void whatIsClosedAtOnceOpensNoRiskEither(
            String quantity, BigDecimal ofLong, BigDecimal ofShort, BigDecimal longs, BigDecimal shorts) {
        Netted netted = new Netted();
        MarginAccount account =
                Accounts.cross("15", netted, cross("BTC", "10", "100", "100"), cross("BTC", quantity, "100", "100"));
        ClosingRules rules = ClosingRules.inLots(account, BigDecimal.ONE, netted);

        Closing cut = Closing.of(account).closeAll(rules).within(Map.of(BTC, ofLong, SHORT, ofShort), rules);

        assertEquals(0, longs.compareTo(cut.closed().getOrDefault(BTC, BigDecimal.ZERO)));
        assertEquals(0, shorts.compareTo(cut.closed().getOrDefault(SHORT, BigDecimal.ZERO)));
        assertFalse(cut.raisesMaintenanceOf(Closing.of(account)));
    }

    /** Maintenance 10 %, and what closing each instrument costs. */
    private static TermsAt costs(Map<String, BigDecimal> rates) {
        RequirementLine line = new RequirementLine(decimal("0.1"), BigDecimal.ZERO);
        return positions -> {
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            positions.forEach(position -> terms.put(
                    position.id(),
                    new PositionTerms(
                            line,
                            line,
                            BigDecimal.ONE,
                            BigDecimal.ZERO,
                            rates.get(position.id().instrument()))));
            return terms;
        };
    }

    /** One long and one short: 1 % of each, and 10 % of the larger side's excess. */
    private static final class Netted implements TermsAt {
        @Override
        public boolean dependOnOthers() {
            return true;
        }

        @Override
        public Map<PositionId, PositionTerms> ask(List<PricedPosition> positions) {
            BigDecimal net = positions.stream()
                    .map(position -> position.position().quantity().multiply(position.price()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            for (PricedPosition position : positions) {
                boolean exposed = position.position().quantity().signum() == net.signum();
                BigDecimal unhedged = exposed ? net.abs().multiply(decimal("0.09")) : BigDecimal.ZERO;
                RequirementLine line = new RequirementLine(decimal("0.01"), BigDecimal.ZERO);
                terms.put(
                        position.id(),
                        new PositionTerms(
                                line, line, BigDecimal.ONE, unhedged.setScale(2, RoundingMode.UP), BigDecimal.ZERO));
            }
            return terms;
        }
    }
}
