package io.plimsoll.policy.analysis;

import static io.plimsoll.policy.analysis.PlantedPack.BRACKETS;
import static io.plimsoll.policy.analysis.PlantedPack.MANIFEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that are planted in the shipped rules are found, each with accounts that behave as told. */
class AnalysisTest {
    private static final String BRACKET_RULES = "rules/margin/brackets.drl";
    private static final String CALL_RULES = "rules/threshold/margin-calls.drl";
    private static final String CLOSURE_RULES = "rules/threshold/closures.drl";
    private static final String BRACKET =
            "floor < $notional, cap >= $notional, $initialRate : initialRate,\n             $maintenanceRate";
    private static final String ORDER_BRACKET = "floor < $notional, cap >= $notional, $initialRate : initialRate )";
    private static final String BELOW_MAINTENANCE = "MarginAccount( equity < maintenanceMargin )";
    private static final String THRESHOLD = "Threshold decide";

    /** What stands in the sound pack already: initial margin is twice the maintenance margin in all brackets, and it jumps. */
    private static final Set<String> OF_THE_SOUND_PACK =
            Set.of("SHADOWED THR-010", "SHADOWED THR-021", "SHADOWED THR-023", "SHADOWED THR-041");

    @Test
    void theSoundPackHasNoErrors() {
        assertEquals(OF_THE_SOUND_PACK, found(new PlantedPack("perpetuals"), Set.of(Kind.JUMP)));
    }

    /** What is not reached: a calendar that is always there, an order of an account that defaults, closings larger than any account tried. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    adaptive         |
                    four-level       |
                    hyperliquid      | LIQ-542
                    hyperliquid-2023 |
                    inverse          |
                    lending          |
                    spot-margin      |
                    """)
    void theShippedPacksHaveNoErrorsAndTheirRulesAreReached(String pack, @Nullable String unreached)
            throws IOException {
        Analysis analysis = Analysis.of(ShippedPacks.candidate(pack));
        assertEquals(
                List.of(),
                analysis.weaknesses().stream()
                        .map(Weakness::finding)
                        .filter(Finding::isError)
                        .toList());
        assertEquals(
                unreached == null ? "" : unreached,
                analysis.notAnalysed().stream()
                        .map(line -> line.replaceFirst(".* rule (\\S+) fires on none .*", "$1"))
                        .collect(Collectors.joining(" ")));
    }

    /** Who lacks less than the least call is warned, and who lacks less than that at the cut-off is not closed. */
    @Test
    void aClearingHouseClosesAfterADefaultAlone() throws IOException {
        assertEquals(
                Set.of("GAP CCP-030", "GAP CCP-032"),
                Analysis.of(ShippedPacks.candidate("clearing")).weaknesses().stream()
                        .filter(weakness -> weakness.finding().isError())
                        .map(weakness ->
                                weakness.kind() + " " + weakness.finding().rule())
                        .collect(Collectors.toSet()));
    }

    @Test
    void aLoanThatIsTooFarGoneToBeLiquidatedIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack("lending")
                        .edit(
                                "rules/threshold/loans.drl",
                                "healthFactor < 1 )",
                                "healthFactor < 1, healthFactor > 0.5B )"),
                "a larger debt is treated more mildly");
    }

    @Test
    void aGuardThatTrustsTheWildestMarketsIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "guard",
                                "Guard guard",
                                rule(
                                        "GRD-900",
                                        "Market( volatility != null, volatility > 2B, volatility < 3B )",
                                        "guard.hold(\"a wild market\");")),
                "a wilder or less certain market is treated more mildly");
    }

    @Test
    void aCapThatIsMeantInclusiveLeavesExactlyTheLimitUncovered() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack().edit(BRACKET_RULES, BRACKET, BRACKET.replace("cap >=", "cap >")),
                "initial");
        assertTrue(gap.message().contains("size of BTCUSDT LONG CROSS 500,"), gap.message());
        assertEquals("rules/margin/brackets.drl:21:41", place(gap, 0));
        assertEquals(
                List.of("MRG-010", "", "MRG-010"),
                gap.accounts().stream().map(AnalysisTest::margin).toList());
    }

    @Test
    void anOrderAtTheLimitIsAGapOfItsOwn() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack().edit(BRACKET_RULES, ORDER_BRACKET, ORDER_BRACKET.replace("cap >=", "cap >")),
                "order-1");
        assertTrue(gap.message().contains("quantity of order order-1 500,"), gap.message());
        assertEquals(Outcome.HOLD, gap.accounts().get(1).decision().outcome());
    }

    @Test
    void aGapOfOneCentInATableIsFoundWithItsRows() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack().edit(BRACKETS, "BTCUSDT,50000,600000", "BTCUSDT,50000.01,600000"),
                "initial");
        assertTrue(gap.message().contains("500.0001"), gap.message());
        assertTrue(places(gap).contains(BRACKETS + ":3:1"), places(gap).toString());
    }

    @Test
    void aFloorThatIsMeantExclusiveOverlapsAtTheLimit() {
        Weakness overlap = only(
                Kind.OVERLAP,
                new PlantedPack().edit(BRACKET_RULES, BRACKET, BRACKET.replace("floor <", "floor <=")),
                "MRG-010");
        assertTrue(overlap.message().endsWith("size of BTCUSDT LONG CROSS 500"), overlap.message());
        assertEquals(
                List.of(BRACKETS + ":2:1", BRACKETS + ":3:1"), places(overlap).subList(0, 2));
    }

    @Test
    void rowsThatOverlapByACentAreFound() {
        Weakness overlap = only(
                Kind.OVERLAP,
                new PlantedPack().edit(BRACKETS, "BTCUSDT,50000,600000", "BTCUSDT,49999.99,600000"),
                "MRG-010");
        assertTrue(overlap.message().contains("size of BTCUSDT LONG CROSS 500"), overlap.message());
    }

    @Test
    void bandsOfTwoRulesOverlap() {
        Weakness overlap = only(
                Kind.OVERLAP,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                                "THR-900",
                                                "MarginAccount( marginRatio != null, marginRatio >= 3B, marginRatio < 4B )",
                                                "decide.warn(\"a\");")
                                        + rule(
                                                "THR-901",
                                                "MarginAccount( marginRatio != null, marginRatio >= 3.9B, marginRatio < 5B )",
                                                "decide.reduceOnly(\"b\");")),
                "THR-900");
        assertTrue(overlap.message().contains("THR-901"), overlap.message());
    }

    @Test
    void aRateThatFallsAsksLessOfALargerPosition() {
        Weakness order = only(
                Kind.NON_MONOTONE,
                new PlantedPack().edit(BRACKETS, "0.02,0.01,3050", "0.02,0.003,50"),
                "maintenance margin falls");
        assertEquals(
                "the maintenance margin falls from 2950.00 at size of BTCUSDT LONG CROSS 6000 to 1750.01 at 6000.0001",
                order.message());
    }

    @Test
    void aDeductionThatIsWrongMakesTheRequirementJump() {
        Weakness jump = only(
                Kind.JUMP,
                new PlantedPack().edit(BRACKETS, "0.01,3050", "0.01,50"),
                "maintenance margin jumps from 2950.00");
        assertTrue(places(jump).contains(BRACKETS + ":4:1"), places(jump).toString());
    }

    @Test
    void oneCentOfEquityThatNoRuleClosesIsAGap() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack()
                        .edit(
                                CLOSURE_RULES,
                                BELOW_MAINTENANCE,
                                "MarginAccount( equity < maintenanceMargin, equity != 30 )"),
                "at quantity of USDT 30 the outcome");
        assertEquals(
                List.of(Outcome.REDUCE, Outcome.MARGIN_CALL, Outcome.REDUCE),
                gap.accounts().stream().map(shown -> shown.decision().outcome()).toList());
    }

    @Test
    void maintenanceMarginThatNobodyEnforcesIsAGap() {
        only(
                Kind.GAP,
                new PlantedPack().edit(CLOSURE_RULES, BELOW_MAINTENANCE, "MarginAccount( equity < 0 )"),
                "is below the maintenance margin");
    }

    @Test
    void twoBandsThatBothLeaveOutTheirCommonLimitHaveAGapThere() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                bandType()
                                        + rule(
                                                "THR-900",
                                                "Band( $low : low, $high : high )\n"
                                                        + "    MarginAccount( marginRatio != null, marginRatio > $low, marginRatio < $high )",
                                                "decide.reduceOnly(\"in the band\");"))
                        .table("Band", "low,high\n0,3\n3,4\n"),
                "at quantity of USDT 120");
        assertEquals(
                List.of(Outcome.REDUCE_ONLY, Outcome.HEALTHY, Outcome.REDUCE_ONLY),
                gap.accounts().stream().map(shown -> shown.decision().outcome()).toList());
    }

    @Test
    void aBandOfOneTenThousandthThatClosesAHealthyAccountIsOutOfOrder() {
        Weakness order = only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                bandType()
                                        + rule(
                                                "THR-900",
                                                "Band( $low : low, $high : high )\n"
                                                        + "    MarginAccount( marginRatio != null, marginRatio >= $low, marginRatio < $high )",
                                                "decide.liquidate(\"in the band\");"))
                        .table("Band", "low,high\n3,3.0001\n"),
                "more equity is treated more strictly");
        assertTrue(
                order.message().contains("LIQUIDATE at quantity of USDT 120, and HEALTHY at 119.99"), order.message());
        assertEquals("THR-900", order.finding().rule());
    }

    @Test
    void anEqualityThatClosesAHealthyAccountIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                        "THR-900",
                                        "MarginAccount( $required : maintenanceMargin, equity == $required * 3B )",
                                        "decide.reduce(\"exactly there\");")),
                "more equity is treated more strictly");
    }

    @Test
    void aBandThatOnlyAccountsWithOrdersHaveIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                        "THR-900",
                                        "exists OpenOrder()\n"
                                                + "    MarginAccount( marginRatio != null, marginRatio > 5B, marginRatio < 6B )",
                                        "decide.reduce(\"with orders\");")),
                "more equity is treated more strictly");
    }

    @Test
    void aClosureThatSparesLargePositionsIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .edit(
                                CLOSURE_RULES,
                                BELOW_MAINTENANCE,
                                BELOW_MAINTENANCE + "\n    not Position( notional > 700000 )"),
                "a larger position is treated more mildly");
    }

    @Test
    void aGuardThatTrustsVeryOldMarksAgainIsOutOfOrder() {
        Weakness order = only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .edit(
                                "rules/guard/marks.drl",
                                "oldest   : Duration  // inclusive",
                                "oldest : Duration\n    dead : Duration")
                        .edit("rules/guard/marks.drl", "$oldest : oldest )", "$oldest : oldest, $dead : dead )")
                        .edit("rules/guard/marks.drl", "markAge > $oldest )", "markAge > $oldest, markAge < $dead )")
                        .edit(MANIFEST, "oldest: PT60S,", "oldest: PT60S, dead: PT600S,"),
                "an older mark");
        assertTrue(order.message().contains("HOLD at age of the mark of BTCUSDT in seconds 599.999"), order.message());
    }

    @Test
    void aGuardThatTrustsAMarkFarFromItsIndexAgainIsOutOfOrder() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .edit(
                                "rules/guard/index.drl",
                                "indexDeviation > $limit )\nthen\n    guard.hold",
                                "indexDeviation > $limit, indexDeviation < 0.3B )\nthen\n    guard.hold"),
                "a mark further from its index");
    }

    @Test
    void aHaircutThatStepsUpForTheWholeHoldingMakesMoreCountForLess() {
        Weakness order = only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "collateral",
                                "Collateral collateral",
                                "declare Tier\n    asset : String @key\n    above : BigDecimal\n    rate : BigDecimal\nend\n"
                                        + rule(
                                                "COL-900",
                                                "Collateral( $asset : asset, $value : marketValue )\n"
                                                        + "    Tier( asset == $asset, above < $value, $rate : rate )",
                                                "collateral.haircut($asset, $rate);"))
                        .table("Tier", "asset,above,rate\nBTC,1000,0.1\nBTC,5000,0.2\n"),
                "more collateral counts for less");
        assertTrue(order.message().contains("20950.00 at quantity of BTC 10 and 20900.00 at 10.0001"), order.message());
    }

    @Test
    void aHoldingWithoutHaircutBetweenOthersIsAGap() {
        only(
                Kind.GAP,
                new PlantedPack()
                        .edit(
                                "rules/collateral/haircuts.drl",
                                "Collateral( $asset : asset )\n    Haircut( asset == $asset, $rate",
                                "Collateral( $asset : asset, quantity != 7 )\n    Haircut( asset == $asset, $rate"),
                "no rule says the haircut of `USDT` at quantity of USDT 7");
    }

    @Test
    void excludedAndAcceptedIsAContradiction() {
        Weakness contradiction = only(
                Kind.CONTRADICTORY,
                new PlantedPack()
                        .rules(
                                "collateral",
                                "Collateral collateral",
                                rule(
                                        "COL-900",
                                        "Collateral( asset == \"BTC\" )",
                                        "collateral.exclude(\"BTC\", \"no\");")),
                "COL-900 and COL-013");
        assertEquals(2, contradiction.places().size());
    }

    @Test
    void closedAndTakenOverIsAContradiction() {
        only(
                Kind.CONTRADICTORY,
                new PlantedPack()
                        .edit(
                                "rules/liquidation/closings.drl",
                                "MarginAccount( outcome == \"LIQUIDATE\" )",
                                "MarginAccount( outcome in (\"LIQUIDATE\", \"TAKE_OVER\") )"),
                "is to be closed, and taken over");
    }

    @Test
    void aCallWithTheAmountOfOneRuleAndTheDeadlineOfAnotherIsAContradiction() {
        only(
                Kind.CONTRADICTORY,
                new PlantedPack()
                        .edit(
                                CALL_RULES,
                                "marginRatio < $level )\nthen\n    decide.marginCall($target, $cure);",
                                "marginRatio < $level )\n    MarkAge( $minute : oldest )\nthen\n    decide.marginCall($target, $minute);")
                        .edit(
                                CALL_RULES,
                                "declare CallExtension",
                                "declare MarkAge\n    oldest : Duration\n    youngest : Duration\nend\n\ndeclare CallExtension"),
                "the shorter time to cure of THR-021");
    }

    @Test
    void aRuleThatAnotherAlwaysOutdoesIsShadowed() {
        Weakness shadowed = only(
                Kind.SHADOWED,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                        "THR-900",
                                        "MarginAccount( marginRatio != null, marginRatio < 0.9B )",
                                        "decide.reduce(\"late\");")),
                "THR-900");
        assertTrue(shadowed.message().contains("THR-050"), shadowed.message());
    }

    @Test
    void windowsThatLeaveOutASecondHaveAGap() {
        Weakness gap = only(
                Kind.GAP,
                new PlantedPack()
                        .file(
                                "policies/perpetuals/tables/call-extension.csv",
                                "opensFrom,opensUntil,cure,occasion\n2026-12-24T16:00:00Z,2026-12-27T00:00:00Z,PT24H,one\n"
                                        + "2026-12-27T00:00:01Z,2027-01-02T00:00:00Z,PT24H,other\n"),
                "the time to cure");
        assertTrue(
                places(gap).contains("policies/perpetuals/tables/call-extension.csv:2:1"),
                places(gap).toString());
    }

    @Test
    void anInitialMarginBelowTheMaintenanceMarginIsFound() {
        only(
                Kind.INITIAL_BELOW_MAINTENANCE,
                new PlantedPack()
                        .edit(
                                BRACKET_RULES,
                                "margin.maintenance($p, $maintenanceRate, $deduction);",
                                "margin.maintenance($p, $maintenanceRate * 3B, $deduction);"),
                "initial margin");
    }

    @Test
    void anAgeOfACallAtWhichItIsTreatedMilderIsFound() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                "declare Aged\n    low : Duration\n    high : Duration\nend\n"
                                        + rule(
                                                "THR-900",
                                                "Aged( $low : low, $high : high )\n    MarginCall( age > $low, age < $high )",
                                                "decide.reduceOnly(\"late\");"))
                        .table("Aged", "low,high\nPT1H,PT2H\n"),
                "more time since the call was opened");
    }

    @Test
    void aSumOfPositionsIsMovedLikeAnyOtherValue() {
        only(
                Kind.NON_MONOTONE,
                new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                        "THR-900",
                                        "accumulate( Position( $n : notional ); $sum : sum($n); $sum > 700000, $sum < 800000 )",
                                        "decide.reduceOnly(\"too much\");")),
                "REDUCE_ONLY at size of BTCUSDT LONG CROSS 7999.9999, and HEALTHY at 8000");
    }

    @Test
    void rulesThatNothingSatisfiesAreUnreachable() {
        // Given
        List<String> never = List.of(
                "MarginAccount( marginRatio != null, marginRatio < 0.9B, marginRatio > 1B )",
                "MarginAccount( $required : maintenanceMargin, equity < $required, equity > $required * 2 + 1 )",
                "Position( side == \"LONG\", quantity < 0 )",
                "Position( side == \"LONG\", side == \"SHORT\" )",
                "Position( mode == \"CROSS\", isolatedMargin != null, isolatedMargin > 5 )",
                "MarginAccount( marginRatio != null, maintenanceMargin <= 0 )",
                "Account( $segment : segment )\n"
                        + "    Threshold( segment == $segment, $warning : warningRatio, $call : callRatio )\n"
                        + "    MarginAccount( marginRatio != null, marginRatio > $warning, marginRatio < $call )",
                "Account( $segment : segment, segment == \"NOBODY\" )\n    Threshold( segment == $segment )",
                "Account( $segment : segment )\n    Threshold( segment == $segment )\n    not Threshold( segment == $segment )");
        StringBuilder rules = new StringBuilder(PlantedPack.THRESHOLD_TYPE);
        Set<String> ids = new TreeSet<>();
        for (String when : never) {
            String id = "THR-90" + ids.size();
            ids.add(id);
            rules.append(rule(id, when, "decide.reduceOnly(\"never\");"));
        }

        // When
        Analysis analysis = Analysis.of(new PlantedPack()
                .rules("threshold", THRESHOLD, rules.toString())
                .candidate());

        // Then
        assertEquals(
                ids,
                analysis.weaknesses().stream()
                        .filter(weakness -> weakness.kind() == Kind.UNREACHABLE)
                        .map(weakness -> weakness.finding().rule())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatCannotBeToldOfARuleThatNeverFiresIsListed() {
        List<String> left = Analysis.of(new PlantedPack()
                        .rules(
                                "threshold",
                                THRESHOLD,
                                rule(
                                        "THR-900",
                                        "MarginAccount( equity * maintenanceMargin < 0, equity > 1000000000 )",
                                        "decide.reduceOnly(\"never\");"))
                        .candidate())
                .notAnalysed()
                .stream()
                .filter(line -> line.contains("THR-900"))
                .toList();
        assertEquals(1, left.size(), left.toString());
        assertTrue(
                left.getFirst().contains("a product of two values that both vary at rules/threshold/planted.drl:"),
                left.toString());
    }

    @Test
    void theEngineDecidesTheAccountsAsTheAnalysisSaw() throws Exception {
        // Given
        Candidate candidate = new PlantedPack()
                .edit(BRACKET_RULES, BRACKET, BRACKET.replace("cap >=", "cap >"))
                .candidate();
        Analysis analysis = Analysis.of(candidate);

        // When
        try (CompiledRules compiled = candidate.compile()) {
            List<String> refuted = analysis.refutedBy(candidate.policy(compiled, candidate.tables()));

            // Then
            assertEquals(List.of(), refuted);
        }
    }

    @Test
    void theSamePackIsAnalysedAlikeTwice() {
        PlantedPack planted = new PlantedPack().edit(BRACKETS, "0.01,3050", "0.01,50");
        assertEquals(
                Analysis.of(planted.candidate()).weaknesses().toString(),
                Analysis.of(planted.candidate()).weaknesses().toString());
    }

    private static String bandType() {
        return "declare Band\n    low : BigDecimal\n    high : BigDecimal\nend\n";
    }

    private static String rule(String id, String when, String then) {
        return """

                rule "%s planted for the test"
                    @owner("test") @source("test")
                when
                    %s
                then
                    %s
                end
                """.formatted(id, when, then);
    }

    /** The one weakness of a kind that says so; its accounts decide as shown when they are run again. */
    private static Weakness only(Kind kind, PlantedPack planted, String says) {
        Candidate candidate = planted.candidate();
        Analysis analysis = Analysis.of(candidate);
        List<Weakness> meant = analysis.weaknesses().stream()
                .filter(weakness ->
                        weakness.kind() == kind && weakness.message().contains(says))
                .toList();
        assertFalse(meant.isEmpty(), () -> analysis.weaknesses().toString());
        Policy policy =
                candidate.policy(PlainRules.of(candidate.rules()).observedBy(Observer.NONE), candidate.tables());
        for (Weakness.Shown shown : meant.getFirst().accounts()) {
            Decision again = DecisionService.evaluate(
                    shown.given(), policy, shown.given().evaluatedAt());
            assertEquals(Meant.of(shown.decision()), Meant.of(again));
        }
        return meant.getFirst();
    }

    private static Set<String> found(PlantedPack planted, Set<Kind> apart) {
        return Analysis.of(planted.candidate()).weaknesses().stream()
                .filter(weakness -> !apart.contains(weakness.kind()))
                .map(weakness -> weakness.kind() + " " + weakness.finding().rule())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String margin(Weakness.Shown shown) {
        return shown.decision().because().stream()
                .filter(because -> Spoken.of(because.proposed().proposal())
                        .filter(spoken -> spoken.verb().equals("Initial"))
                        .isPresent())
                .map(because -> because.proposed().rule())
                .collect(Collectors.joining());
    }

    private static String place(Weakness weakness, int index) {
        return places(weakness).get(index);
    }

    private static List<String> places(Weakness weakness) {
        return weakness.places().stream()
                .map(place -> place.file() + ":" + place.range())
                .toList();
    }
}
