package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What positions on one underlying do together. */
class UnderlyingGreeksTest {

    private static final Instant AS_OF = Instant.parse("2026-11-22T19:00:00Z");
    private static final Greeks GREEKS = new Greeks(decimal("0.5"), decimal("0.01"), decimal("7"), decimal("-3"));

    @Test
    void anOptionCountsQuantityTimesMultiplierTimesConversion() {
        // When
        List<UnderlyingGreeks> all = UnderlyingGreeks.of(List.of(
                new PricedPosition(option("A", "-2", "10", GREEKS), decimal("5"), PriceSource.MARK, decimal("3"))));

        // Then
        assertEquals(List.of(greeks("-30", "-0.6", "180")), all);
    }

    @Test
    void lgm4AFutureTakesDeltaAwayAndLeavesGamma() {
        // Given
        Position option =
                option("A", "-5", "1", new Greeks(decimal("1"), decimal("0.01"), decimal("0"), decimal("-2")));
        Position future = position("F", ContractKind.LINEAR, "1", "1", null);

        // When
        List<UnderlyingGreeks> all = UnderlyingGreeks.of(List.of(priced(option, "5"), priced(future, "40000")));

        // Then
        assertEquals(List.of(greeks("-4", "-0.05", "10")), all);
        assertEquals(
                new BigDecimal("135.41"),
                all.getFirst().breach(decimal("1000")).up().setScale(2, RoundingMode.HALF_UP));
    }

    @Test
    void anInverseFutureFollowsTheReciprocalOfThePrice() {
        // Given
        Greeks none = new Greeks(decimal("0"), decimal("0"), decimal("0"), decimal("0"));
        Position future = position("F", ContractKind.INVERSE, "-1000", "10", null);

        // When
        List<UnderlyingGreeks> all =
                UnderlyingGreeks.of(List.of(priced(option("A", "1", "1", none), "5"), priced(future, "100")));

        // Then: 10,000 · 1/100², 10,000 · 2/100³
        assertEquals(List.of(greeks("-1", "0.02", "0")), all);
    }

    @Test
    void aPositionBringsItsUnitsTimesTheGreeksOfOne() {
        Position future = cross("BTC-PERP", "-30", "40000", "40000");

        assertEquals(
                Optional.of(new Greeks(decimal("-30"), decimal("-0.6"), decimal("-420"), decimal("180"))),
                UnderlyingGreeks.of(priced(option("A", "-6", "10", GREEKS), "5")));
        assertEquals(
                Optional.of(new Greeks(decimal("-30"), decimal("0"), decimal("0"), decimal("0"))),
                UnderlyingGreeks.of(priced(future, "40000")));
        assertEquals(Optional.empty(), UnderlyingGreeks.of(priced(option("A", "1", "1", null), "5")));
    }

    @Test
    void anUnderlyingWithoutOptionsOrWithoutGreeksHasNone() {
        Position future = position("F", ContractKind.LINEAR, "1", "1", null);
        Position unknown = option("B", "1", "1", null);

        assertEquals(List.of(), UnderlyingGreeks.of(List.of(priced(future, "1"))));
        assertEquals(
                List.of(),
                UnderlyingGreeks.of(List.of(priced(option("A", "1", "1", GREEKS), "5"), priced(unknown, "5"))));
    }

    private static UnderlyingGreeks greeks(String delta, String gamma, String theta) {
        return new UnderlyingGreeks("BTC", decimal(delta), decimal(gamma), decimal(theta));
    }

    private static PricedPosition priced(Position position, String price) {
        return new PricedPosition(position, decimal(price), PriceSource.MARK);
    }

    private static Position option(String instrument, String quantity, String multiplier, @Nullable Greeks greeks) {
        OptionTerms terms = new OptionTerms(OptionType.CALL, decimal("100"), decimal("90"), decimal("0.5"), greeks);
        return position(instrument, ContractKind.OPTION, quantity, multiplier, terms);
    }

    private static Position position(
            String instrument, ContractKind contract, String quantity, String multiplier, @Nullable OptionTerms terms) {
        return new Position(
                instrument,
                contract,
                MarginMode.CROSS,
                decimal(quantity),
                decimal("5"),
                new Mark(decimal("5"), null, AS_OF),
                decimal(multiplier),
                null,
                null,
                "BTC",
                AS_OF.plusSeconds(86_400),
                terms);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
