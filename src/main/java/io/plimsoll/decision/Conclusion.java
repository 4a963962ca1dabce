package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.Decision.CollateralFigures;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.LiquidationStage.AccountClosure;
import io.plimsoll.margin.CollateralPrices;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws the decision from the judgements of the margin accounts: the strictest outcome, the calls, one plan, or a hold. */
final class Conclusion {

    private final Case given;
    private final List<Judgement> judgements;
    private final Trail trail;

    private Conclusion(Case given, List<Judgement> judgements, Trail trail) {
        this.given = given;
        this.judgements = judgements;
        this.trail = trail;
    }

    static Decision draw(
            Case given,
            Policy policy,
            Collaterals collaterals,
            List<Judgement> judgements,
            Trail trail,
            Instant decidedAt) {
        return new Conclusion(given, judgements, trail).decision(policy, collaterals, decidedAt);
    }

    private Decision decision(Policy policy, Collaterals collaterals, Instant decidedAt) {
        AccountSnapshot snapshot = given.snapshot();
        boolean held = trail.isHeld();
        List<MarginAccountDecision> accounts = strictestFirst(judgements, Extent.WHOLE);
        Outcome strictest = accounts.getFirst().outcome();
        return new Decision(
                decisionId(policy),
                snapshot.accountId(),
                snapshot.sequence(),
                snapshot.asOf(),
                given.evaluatedAt(),
                decidedAt,
                given.trigger(),
                policy.id(),
                snapshot.settlementCurrency(),
                held ? Outcome.HOLD : strictest,
                held && strictest != Outcome.HOLD ? strictest : null,
                trail.holds(),
                accounts,
                collateral(policy.rounding()),
                positions(policy.rounding()),
                calls(collaterals, held),
                held ? null : plan(),
                trail.because(),
                given.fills(),
                given.lastDecisions().stream()
                        .sorted(Comparator.comparing(LastDecision::marginAccount))
                        .toList(),
                List.of());
    }

    private String decisionId(Policy policy) {
        AccountSnapshot snapshot = given.snapshot();
        List<String> parts = new ArrayList<>(List.of(
                snapshot.accountId(),
                Long.toString(snapshot.sequence()),
                given.snapshotDigest(),
                given.trigger().name(),
                given.evaluatedAt().toString(),
                policy.id().hash()));
        given.fills().forEach(fill -> parts.add(fill.fillId()));
        return Ids.of("d", parts.toArray(String[]::new));
    }

    /** @param extent whether scenario grids and spreads are told */
    static List<MarginAccountDecision> strictestFirst(List<Judgement> judgements, Extent extent) {
        return judgements.stream()
                .map(judgement -> {
                    boolean tells =
                            extent == Extent.WHOLE && judgement.margined().knowsMaintenance();
                    MarginAccount account = judgement.account();
                    return new MarginAccountDecision(
                            account.id(),
                            judgement.outcome(),
                            Figures.of(judgement.margined()),
                            tells ? grids(account) : List.of(),
                            tells ? account.portfolio().spreads().formed() : List.of());
                })
                .sorted(Comparator.comparing(MarginAccountDecision::outcome)
                        .reversed()
                        .thenComparing(
                                account -> account.figures().marginRatio(),
                                Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(MarginAccountDecision::id))
                .toList();
    }

    private static List<ScenarioGrid> grids(MarginAccount account) {
        return account.portfolio().grids().stream()
                .filter(grid -> !grid.positions().isEmpty())
                .toList();
    }

    private List<MarginCall> calls(Collaterals collaterals, boolean held) {
        var lifecycle = new CallLifecycle(given, collaterals.acceptable());
        List<MarginCall> calls = new ArrayList<>();
        for (Judgement judgement : judgements) {
            lifecycle.next(judgement, held).ifPresent(calls::add);
        }
        for (OpenCall open : given.openCalls()) {
            boolean isTakenAlong = calls.stream().anyMatch(call -> call.callId().equals(open.callId()));
            if (!isTakenAlong && !hasMarginAccount(open.marginAccount())) {
                calls.add(lifecycle.ofClosedPosition(open, held));
            }
        }
        return calls;
    }

    private boolean hasMarginAccount(MarginAccountId id) {
        return judgements.stream()
                .anyMatch(judgement -> judgement.account().id().equals(id));
    }

    private @Nullable ClosurePlan plan() {
        List<AccountClosure> closures = judgements.stream()
                .map(Judgement::closure)
                .flatMap(Optional::stream)
                .toList();
        if (closures.isEmpty()) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        for (AccountClosure closure : closures) {
            for (Step step : closure.steps()) {
                Optional<Step> shared = steps.stream()
                        .filter(other ->
                                step.order() == null && step.transfer() == null && other.action() == step.action())
                        .findFirst();
                shared.ifPresent(steps::remove);
                steps.add(shared.map(other -> together(other, step)).orElse(step));
            }
        }
        steps.sort(Comparator.comparing(step -> step.action().rung())); // stable: each account's parts keep their order
        return new ClosurePlan(
                steps,
                closures.stream().allMatch(AccountClosure::restores),
                closures.stream().map(AccountClosure::goal).toList());
    }

    /** A step that several margin accounts share: what is borne of each one's loss is summed. */
    private static Step together(Step one, Step other) {
        BigDecimal amount = one.amount() == null || other.amount() == null
                ? null
                : one.amount().add(other.amount());
        return new Step(one.action(), null, null, amount, null);
    }

    /** In the order of the snapshot, as the cross margin account counts it. */
    private List<CollateralFigures> collateral(Rounding rounding) {
        MarginAccount cross = judgements.getFirst().account();
        Map<String, BigDecimal> prices = judgements.getFirst().margined().knowsMaintenance()
                ? CollateralPrices.of(
                        cross, asset -> !asset.equals(given.snapshot().settlementCurrency()))
                : Map.of();
        List<CollateralFigures> figures = new ArrayList<>();
        for (Collateral asset : given.snapshot().collateral()) {
            Holding held = cross.balances().of(asset.asset()).orElseThrow();
            boolean isMoney = asset.asset().equals(given.snapshot().settlementCurrency());
            BigDecimal liquidation = isMoney ? null : prices.get(asset.asset());
            figures.add(new CollateralFigures(
                    asset.asset(),
                    asset.quantity(),
                    asset.price(),
                    rounding.valueRounded(held.marketValue()),
                    rounding.valueRounded(held.countedValue()),
                    rounding.requirementRounded(held.debtValue()),
                    reported(liquidation, rounding),
                    liquidation == null ? null : rounding.ratioReported(distance(asset.price(), liquidation))));
        }
        return figures;
    }

    /** In the order of the snapshot. */
    private List<PositionFigures> positions(Rounding rounding) {
        List<PositionFigures> figures = new ArrayList<>();
        for (var position : given.snapshot().positions()) {
            PositionId id = position.id();
            MarginAccountId marginAccount = MarginAccountId.of(id);
            for (Judgement judgement : judgements) {
                if (judgement.account().id().equals(marginAccount)) {
                    figures.add(figures(judgement.account().position(id), judgement, rounding));
                }
            }
        }
        return figures;
    }

    private static PositionFigures figures(MarginedPosition position, Judgement judgement, Rounding rounding) {
        PricedPosition priced = position.priced();
        Told told = judgement.margined().of(position.id());
        PositionPrices prices = judgement.prices().get(position.id());
        BigDecimal liquidation = prices == null ? null : prices.liquidation();
        BigDecimal opposite = prices == null ? null : prices.opposite();
        BigDecimal afterCosts = prices == null ? null : prices.liquidationAfterCosts();
        BigDecimal bankruptcy = prices == null ? null : prices.bankruptcy();
        return new PositionFigures(
                position.id(),
                priced.position().quantity(),
                priced.price(),
                priced.source(),
                rounding.requirementRounded(priced.notional()),
                rounding.valueRounded(priced.unrealisedPnl()),
                told.initial() ? rounding.requirementRounded(position.initialMargin()) : null,
                told == Told.ONE_FOR_BOTH,
                told.maintenance() ? rounding.requirementRounded(position.maintenanceMargin()) : null,
                reported(liquidation, rounding),
                prices != null && prices.endOfTables(),
                reported(opposite, rounding),
                reported(afterCosts, rounding),
                reported(bankruptcy, rounding),
                liquidation == null ? null : rounding.ratioReported(distance(priced.price(), liquidation)));
    }

    private static BigDecimal distance(BigDecimal price, BigDecimal liquidation) {
        return Decimals.quotientRoundedDown(price.subtract(liquidation).abs(), price);
    }

    private static @Nullable BigDecimal reported(@Nullable BigDecimal exact, Rounding rounding) {
        return exact == null ? null : rounding.priceReported(exact);
    }
}
