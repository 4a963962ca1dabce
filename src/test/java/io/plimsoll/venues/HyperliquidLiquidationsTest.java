package io.plimsoll.venues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.market.Mark;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forced closures of a venue's first months, decided again with its pack; prints the table of {@code docs/real-outcomes.md}. */
class HyperliquidLiquidationsTest {

    private record Closure(Instant time, BigDecimal notional, BigDecimal value, MarginMode mode) {
        BigDecimal valuePercent() {
            return value.movePointRight(2).divide(notional, 2, RoundingMode.HALF_UP);
        }
    }

    @Test
    void allButFourIsolatedOnesAreLiquidatedByOurRulesToo() throws Exception {
        // Given
        List<Closure> closures = closures();
        Map<MarginMode, List<Closure>> others = new EnumMap<>(MarginMode.class);
        Map<MarginMode, Integer> agreed = new EnumMap<>(MarginMode.class);

        // When
        Candidate pack = ShippedPacks.candidate("hyperliquid-2023");
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            Policy policy = pack.policy(rules, 1);
            for (Closure closure : closures) {
                Decision decision = decide(closure, policy);
                assertTrue(decision.holdReasons().isEmpty(), () -> closure + " " + decision.holdReasons());
                if (decision.outcome() == Outcome.LIQUIDATE) {
                    agreed.merge(closure.mode(), 1, Integer::sum);
                    assertTrue(decision.closure().restores(), closure::toString);
                } else {
                    others.computeIfAbsent(closure.mode(), mode -> new ArrayList<>())
                            .add(closure);
                }
            }
        }

        // Then
        for (MarginMode mode : MarginMode.values()) {
            List<Closure> left = others.getOrDefault(mode, List.of());
            System.out.printf(
                    "| %s | %d | %d | %s |%n",
                    mode,
                    agreed.get(mode) + left.size(),
                    agreed.get(mode),
                    left.stream()
                            .map(closure -> closure.time() + ": " + closure.valuePercent() + " %")
                            .toList());
        }
        assertEquals(Map.of(MarginMode.CROSS, 54, MarginMode.ISOLATED, 4), agreed);
        assertEquals(4, others.getOrDefault(MarginMode.ISOLATED, List.of()).size());
        assertEquals(List.of(), others.getOrDefault(MarginMode.CROSS, List.of()));
    }

    /** The file has no accounts, so ranks cannot be compared; but whoever is ranked by profit first is closed at a profit. */
    @Test
    void onTheLargestDayNearlyEveryCoinWasDeleveragedAtAProfit() throws Exception {
        // Given
        List<String> lines = Files.readAllLines(RealData.file("liquidations/hyperliquid_2025-10-10_adl_by_coin.csv"));
        BigDecimal notional = BigDecimal.ZERO;
        int atProfit = 0;

        // When
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            notional = notional.add(new BigDecimal(cells[2]));
            atProfit += new BigDecimal(cells[3]).signum() > 0 ? 1 : 0;
        }

        // Then
        System.out.printf(
                "%d of %d coins at a profit, %s USD million of notional%n",
                atProfit, lines.size() - 1, notional.movePointLeft(6).setScale(0, RoundingMode.HALF_UP));
        assertEquals(162, lines.size() - 1);
        assertEquals(155, atProfit);
    }

    /** The venue tells value and notional of all that was closed; one position of that notional, entered at its price, stands for it. */
    private static Decision decide(Closure closure, Policy policy) {
        boolean isolated = closure.mode() == MarginMode.ISOLATED;
        Position position = new Position(
                "BTC",
                ContractKind.LINEAR,
                closure.mode(),
                BigDecimal.ONE,
                closure.notional(),
                new Mark(closure.notional(), null, closure.time()),
                BigDecimal.ONE,
                isolated ? closure.value() : null,
                null);
        AccountSnapshot snapshot = new AccountSnapshot(
                "closure",
                1,
                closure.time(),
                "TRADER",
                "USDC",
                List.of(new Collateral("USDC", isolated ? Decimals.ZERO : closure.value(), Decimals.ONE)),
                List.of(position),
                List.of(),
                List.of(),
                Map.of("venue", "HYPERLIQUID"));
        return DecisionService.evaluate(Case.ofSnapshot(snapshot, "sha256:none", List.of()), policy, closure.time());
    }

    private static List<Closure> closures() throws Exception {
        List<Closure> closures = new ArrayList<>();
        List<String> lines = Files.readAllLines(RealData.file("liquidations/hyperliquid_2023_liquidations.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            closures.add(new Closure(
                    Instant.parse(cells[0]),
                    new BigDecimal(cells[2]),
                    new BigDecimal(cells[3]),
                    cells[4].equals("Isolated") ? MarginMode.ISOLATED : MarginMode.CROSS));
        }
        assertEquals(62, closures.size());
        return closures;
    }
}
