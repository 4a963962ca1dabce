package io.plimsoll.margin;

import static io.plimsoll.fixtures.Accounts.CENTS;
import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.option;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** LMX-5: a short gamma book is hedged by a future where that lowers its worst cell. */
class HedgeTest {

    private static final BigDecimal ZERO = BigDecimal.ZERO;

    /** The rules require nothing but the grid, except of an instrument that they name. */
    private static TermsAt requiring(Map<String, String> rates) {
        return positions -> {
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            positions.forEach(position -> Optional.ofNullable(
                            rates.get(position.position().instrument()))
                    .ifPresent(rate -> terms.put(
                            position.id(),
                            new PositionTerms(
                                    new RequirementLine(decimal(rate), ZERO),
                                    new RequirementLine(decimal(rate), ZERO),
                                    BigDecimal.ONE,
                                    ZERO,
                                    ZERO))));
            return terms;
        };
    }

    private static final TermsAt GRID_ALONE = requiring(Map.of());

    private static PricedPosition future(String quantity) {
        Position position = new Position(
                "FUTURE",
                ContractKind.LINEAR,
                MarginMode.CROSS,
                decimal(quantity),
                decimal("40000"),
                new Mark(decimal("40000"), null, NOON),
                BigDecimal.ONE,
                null,
                null,
                "BTC",
                null,
                null);
        return new PricedPosition(position, decimal("40000"), PriceSource.MARK);
    }

    private static PricedPosition call(String quantity) {
        Position position = option(ContractKind.OPTION, OptionType.CALL, "40000", quantity, "2746", "40000", "0.6");
        return new PricedPosition(position, decimal("2746"), PriceSource.MARK);
    }

    private static List<Scenario> moves(String... moves) {
        return Stream.of(moves)
                .map(move -> new Scenario("BTC", move, decimal(move), VolatilityMove.NONE, BigDecimal.ONE))
                .toList();
    }

    private static MarginAccount account(List<Scenario> scenarios, PricedPosition... positions) {
        return account(1, scenarios, positions);
    }

    private static MarginAccount account(int meanOf, List<Scenario> scenarios, PricedPosition... positions) {
        var portfolio = PortfolioMargin.of(
                new PortfolioMargin.Terms(
                        scenarios,
                        Map.of("BTC", meanOf),
                        Map.of(),
                        Spreads.Terms.NONE,
                        ZERO,
                        ZERO,
                        BigDecimal.ONE,
                        NOON),
                List.of(positions));
        return new MarginAccount(
                MarginAccountId.CROSS,
                decimal("100000"),
                Stream.of(positions)
                        .map(position -> new MarginedPosition(position, PositionTerms.NONE))
                        .toList(),
                ZERO,
                ZERO,
                CENTS,
                Balances.ofMoney(decimal("100000"), CENTS),
                portfolio,
                Conversions.NONE);
    }

    @Test
    void lmx5AShortCallIsHedgedByAFutureAndKept() {
        // Given: two calls owed; up 10 % they lose 5124.21, down 10 % they gain 3338.75
        MarginAccount account = account(moves("-0.1", "0", "0.1"), call("-2"));
        BigDecimal before = account.maintenanceExact();

        // When
        Hedge hedge = Hedge.best(account, future("0.1"), decimal("0.0005"), GRID_ALONE)
                .orElseThrow();

        // Then: a tenth more or less requires more
        assertEquals(decimal("1.1"), hedge.quantity());
        assertEquals(decimal("1061.25"), hedge.account().maintenanceExact().setScale(2, RoundingMode.HALF_UP));
        assertEquals(decimal("0.7929"), hedge.relief().setScale(4, RoundingMode.HALF_UP));
        assertEquals(0, before.compareTo(hedge.requiredBefore()));
        BigDecimal paid = hedge.quantity().multiply(decimal("40000")).multiply(decimal("0.0005"));
        assertEquals(
                0,
                account.equityExact().subtract(paid).compareTo(hedge.account().equityExact()));
        assertTrue(hedge.account().holds(call("-2").id()), "the calls are kept");
    }

    @Test
    void noOtherNumberOfLotsRequiresLess() {
        Random random = new Random(5);
        int hedged = 0;
        for (int i = 0; i < 60; i++) {
            // Given: one to three options and perhaps a future, in a grid of five moves
            List<PricedPosition> book = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int leg = 0; leg < count; leg++) {
                String strike = Integer.toString(36000 + 1000 * random.nextInt(9));
                Position option = option(
                        ContractKind.OPTION,
                        OptionType.values()[random.nextInt(2)],
                        strike,
                        Integer.toString(random.nextBoolean() ? 1 + random.nextInt(3) : -1 - random.nextInt(3)),
                        "2746",
                        "40000",
                        "0.6");
                PricedPosition priced = new PricedPosition(option, decimal("2746"), PriceSource.MARK);
                if (book.stream().noneMatch(held -> held.id().equals(priced.id()))) {
                    book.add(priced);
                }
            }
            if (random.nextBoolean()) {
                book.add(future(random.nextBoolean() ? "1.5" : "-1.5"));
            }
            int meanOf = 1 + random.nextInt(3);
            MarginAccount account =
                    account(meanOf, moves("-0.2", "-0.1", "0", "0.1", "0.2"), book.toArray(PricedPosition[]::new));

            // When
            Optional<Hedge> found = Hedge.best(account, future("0.5"), ZERO, GRID_ALONE);

            // Then: tried one by one, as a book with that many lots of another future
            BigDecimal least = account.maintenanceExact();
            for (int lots = -40; lots <= 40; lots++) {
                if (lots != 0) {
                    List<PricedPosition> tried = new ArrayList<>(book);
                    Position one = future("1").position();
                    tried.add(new PricedPosition(
                            new Position(
                                    "OTHER",
                                    one.contract(),
                                    one.mode(),
                                    BigDecimal.valueOf(lots).multiply(decimal("0.5")),
                                    one.entryPrice(),
                                    one.mark(),
                                    one.multiplier(),
                                    null,
                                    null,
                                    "BTC",
                                    null,
                                    null),
                            decimal("40000"),
                            PriceSource.MARK));
                    least = least.min(account(
                                    meanOf,
                                    moves("-0.2", "-0.1", "0", "0.1", "0.2"),
                                    tried.toArray(PricedPosition[]::new))
                            .maintenanceExact());
                }
            }
            BigDecimal ours =
                    found.map(hedge -> hedge.account().maintenanceExact()).orElse(account.maintenanceExact());
            assertEquals(0, least.compareTo(ours), "book " + i + ": " + book);
            hedged += found.isPresent() ? 1 : 0;
        }
        assertTrue(hedged > 20, "hedged " + hedged);
    }

    @Test
    void whatIsHeldOfTheContractIsTradedAgainst() {
        // Given: a future alone is best hedged by selling it
        MarginAccount account = account(moves("-0.1", "0", "0.1"), future("2"));

        Hedge hedge = Hedge.best(account, future("1"), ZERO, GRID_ALONE).orElseThrow();

        assertEquals(decimal("-2"), hedge.quantity());
        assertFalse(hedge.account().hasPositions());
        assertEquals(0, BigDecimal.ONE.compareTo(hedge.relief()));
    }

    @Test
    void noHedgeWhereTheRulesRequireMoreOfItThanItTakesAway() {
        MarginAccount account = account(moves("-0.1", "0", "0.1"), call("-2"));

        assertTrue(Hedge.best(account, future("1"), ZERO, requiring(Map.of("FUTURE", "0.06")))
                .isPresent());
        assertTrue(Hedge.best(account, future("1"), ZERO, requiring(Map.of("FUTURE", "0.2")))
                .isEmpty());
    }

    @Test
    void noHedgeWhereNoGridSpeaksOrNothingIsLost() {
        assertTrue(Hedge.best(account(List.of(), call("-2")), future("1"), ZERO, GRID_ALONE)
                .isEmpty());
        assertTrue(Hedge.best(account(moves("0"), call("-2")), future("1"), ZERO, GRID_ALONE)
                .isEmpty());
        assertTrue(Hedge.best(account(moves("-0.1", "0.1"), call("-2")), future("100"), ZERO, GRID_ALONE)
                .isEmpty());
    }

    @Test
    void aLotIsLongEnteredAtItsPriceAndNoOption() {
        MarginAccount account = account(moves("-0.1", "0", "0.1"), call("-2"));

        for (PricedPosition lot : List.of(future("-1"), call("1"), future("1").atPrice(decimal("40001")))) {
            assertThrows(IllegalArgumentException.class, () -> Hedge.best(account, lot, ZERO, GRID_ALONE));
        }
    }
}
