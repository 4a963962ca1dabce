package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.TermsAt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A margin account with what is due for it.
 *
 * @param prices empty where nobody asked for them
 * @param view what threshold rules saw, and liquidation rules will
 * @param verdict {@link Verdict#UNKNOWN} where a requirement is unknown: threshold rules are not asked then
 * @param termsAt asks the margin rules about other prices or quantities
 */
record Judged(
        View view, MarginAccount account, Map<PositionId, PositionPrices> prices, Verdict verdict, TermsAt termsAt) {

    static Judged of(View view, Margined margined, Case given, Policy policy, Extent extent, Trail trail) {
        MarginAccount account = margined.account();
        MarginQuestions questions = new MarginQuestions(view, policy, trail);
        Map<PositionId, PositionPrices> prices =
                extent.findsPrices(policy, given) ? prices(margined, policy, questions) : Map.of();
        View judging = view.judging(
                account,
                prices,
                given.openCall(account.id()).orElse(null),
                given.lastDecision(account.id()).orElse(null));
        Verdict verdict = margined.knowsMaintenance() && margined.knowsInitial()
                ? ThresholdStage.run(judging, account, policy, trail)
                : Verdict.UNKNOWN;
        return new Judged(judging, account, prices, verdict, questions);
    }

    private static Map<PositionId, PositionPrices> prices(Margined margined, Policy policy, MarginQuestions questions) {
        MarginAccount account = margined.account();
        Map<PositionId, PositionPrices> prices = margined.knowsMaintenance()
                ? LiquidationPrices.of(account, policy.maintenanceConvention(), questions)
                : Map.of();
        return margined.knowsMaintenance() && !questions.failed() ? prices : LiquidationPrices.bankruptcyAlone(account);
    }

    /**
     * The cross margin account as it stands, and what is due for it, once the open orders are cancelled. What rules say there leaves no trail,
     * because nothing is known to be cancelled yet; but where they fail, the decision is held.
     *
     * @return empty for an isolated position, which stands for no order, and where there are no orders
     */
    static Optional<Judged> withoutOrders(
            View view,
            MarginAccount account,
            Collaterals collaterals,
            Case given,
            Policy policy,
            Extent extent,
            Trail trail) {
        if (!account.id().equals(MarginAccountId.CROSS)
                || view.snapshot().openOrders().isEmpty()) {
            return Optional.empty();
        }
        Trail unseen = Trail.ofHolds();
        View cancelled = view.withoutOrders();
        List<Margined> accounts = MarginStage.run(cancelled, collaterals, policy, unseen);
        Judged judged = of(cancelled, accounts.getFirst(), given, policy, extent, unseen);
        unseen.holds().forEach(trail::hold);
        return Optional.of(judged);
    }
}
