package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.margin.VolatilityTerm;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.Black76;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * derivexyz/v2-core, test/risk-managers/unit-tests/PMRM_2/portfolio_cases: volatilities that a cell moves to, and what it loses. Derive discounts by a rate, and once more what
 * is owed; both are factors of the value, which stand beside the kernel here.
 */
class DeriveRiskMatrixTest {

    private static final BigDecimal SHORT_TERM = decimal("0.3");

    private static int agreeing;

    @AfterAll
    static void printAgreement() {
        System.out.printf("| Derive | %d |%n", agreeing);
    }

    private static VolatilityTerm term(String leastRaised) {
        return new VolatilityTerm(decimal("0.13"), BigDecimal.ONE, decimal(leastRaised));
    }

    private static VolatilityMove move(String relative, String leastRaised) {
        return new VolatilityMove(decimal(relative), Decimals.ZERO, SHORT_TERM, term(leastRaised));
    }

    private static void assertPublished(String published, BigDecimal ours, String tolerance) {
        BigDecimal off = decimal(published).subtract(ours).abs();
        assertTrue(off.compareTo(decimal(tolerance)) <= 0, () -> "published " + published + ", ours " + ours);
        agreeing++;
    }

    /** Cases 12, 58 and 53: a rise of 50 % and a fall of 27.5 % in 30 days, powers 0.3 and 0.13, and what a rise leads to at least. */
    @ParameterizedTest(name = "{0} in {1} s, up to {3}, down to {4}")
    @CsvSource({
        "0.453803924321583, 794852, 0.45, 0.7772805240184925, 0.2758917944882828",
        "0.14679432572503934, 794852, 1, 1, 0.08924415981092132",
        "0.5543377511787965, 18938852, 0.45, 0.7683610408291298, 0.4366249418711131",
        "0.5665119096978181, 18938852, 0.45, 0.7852354988486363, 0.446213935664868",
        "0.5646450091750466, 11076452, 0.45, 0.7983919634477028, 0.43608418432508556"
    })
    void volatilitiesThatACellMovesTo(String volatility, long seconds, String leastRaised, String up, String down) {
        BigDecimal years = Black76.years(Duration.ofSeconds(seconds));

        assertPublished(up, move("0.5", leastRaised).of(decimal(volatility), years), "1E-14");
        assertPublished(down, move("-0.275", leastRaised).of(decimal(volatility), years), "1E-14");
    }

    /** Case 12, one BTC call of 100,000 owed; case 58, fifteen ETH calls whose volatility a rise leads to 100 %. */
    @ParameterizedTest(name = "{0} calls, {6} and volatility {7}: {9}")
    @CsvSource({
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.18, 0.5, 1, -12939.312020443322",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.135, -0.275, 1, -7569.803983748366",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.135, 0, 1, -7978.264376240463",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.09, 0.5, 1, -6342.011084605444",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.045, -0.275, 1, -605.2374602550913",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0, 0, 1, -4.493969118840596",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0, 0.5, 1, -1808.9335527454962",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, -0.045, 0.5, 1, -433.8809709357622",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, -0.135, 0, 1, 1177.1817924102095",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, -0.18, 0.5, 1, 1082.6976941909627",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, -0.66, 0.5, 0.0545454545454545, 64.7137401522963",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 0.5, 0.5, 0.072, -3058.9669617155744",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 2, 0.5, 0.018, -3350.5848578125697",
        "-1, 95776.67392708939, 100000, 0.453803924321583, 0.45, -1186.4185694587657, 3, 0.5, 0.012, -3383.043325666785",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, 0.18, 0.5, 1, -6909.081698385438",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, 0.09, -0.275, 1, -3039.8769413636437",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, 0, 0.5, 1, -2025.7971134772283",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, 0, -0.275, 1, 135.29875927593434",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, -0.045, 0, 1, 349.713683084371",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, -0.135, 0.5, 1, -187.13485655105603",
        "-15, 2501.396758501672, 2500, 0.14679432572503934, 1, -357.9600601786269, 1, 0.5, 0.036, -1338.622331305134"
    })
    void whatACellLoses(
            String amount,
            String forward,
            String strike,
            String volatility,
            String leastRaised,
            String value,
            String priceMove,
            String volatilityMove,
            String dampening,
            String published) {
        // Given: the mark without the discount of Derive's rate, 15 % in 9.2 days
        BigDecimal discount = decimal("0.9962264490688729");
        BigDecimal owedCounts = decimal("1.0037878445554764");
        BigDecimal mark = decimal(value).divide(discount, Decimals.QUOTIENT).divide(decimal(amount), Decimals.QUOTIENT);
        OptionTerms call =
                new OptionTerms(OptionType.CALL, decimal(strike), decimal(forward), decimal(volatility), null);
        Position position = new Position(
                "CALL",
                ContractKind.OPTION,
                MarginMode.CROSS,
                decimal(amount),
                mark,
                new Mark(mark, null, NOON),
                BigDecimal.ONE,
                null,
                null,
                "BTC",
                NOON.plusSeconds(794852),
                call);
        Scenario cell =
                new Scenario("BTC", "cell", decimal(priceMove), move(volatilityMove, leastRaised), decimal(dampening));

        // When
        BigDecimal gain = ScenarioGrid.of(
                        "BTC", List.of(cell), List.of(new PricedPosition(position, mark, PriceSource.MARK)), NOON)
                .worst()
                .gain();

        // Then
        BigDecimal there = gain.multiply(discount).add(decimal(value));
        BigDecimal lost = there.multiply(owedCounts).subtract(decimal(value)).multiply(decimal(dampening));
        assertPublished(published, lost, "1E-8");
    }
}
