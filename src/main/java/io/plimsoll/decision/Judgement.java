package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.LiquidationStage.AccountClosure;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PositionPrices;
import java.util.Map;
import java.util.Optional;

/**
 * What the last two stages made of one margin account.
 *
 * @param closure how it is closed; empty where no risk is taken off
 */
record Judgement(
        MarginAccount account,
        Map<PositionId, PositionPrices> prices,
        Verdict verdict,
        Optional<AccountClosure> closure) {

    static Judgement of(
            View view, MarginAccount account, Collaterals collaterals, Case given, Policy policy, Trail trail) {
        Judged judged = Judged.of(view, account, given, policy, trail);
        Verdict verdict = judged.verdict();
        Optional<AccountClosure> closure = verdict.outcome().isStricterThan(Outcome.MARGIN_CALL)
                ? Optional.of(LiquidationStage.run(
                        judged,
                        () -> Judged.withoutOrders(view, account, collaterals, given, policy, trail),
                        policy,
                        trail))
                : Optional.empty();
        return new Judgement(account, judged.prices(), verdict, closure);
    }

    /** The outcome of the threshold stage, or the graver one that the closure turned out to need. */
    Outcome outcome() {
        return closure.map(AccountClosure::outcome).orElse(verdict.outcome());
    }
}
