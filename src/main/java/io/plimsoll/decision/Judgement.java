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
        Margined margined, Map<PositionId, PositionPrices> prices, Verdict verdict, Optional<AccountClosure> closure) {

    static Judgement of(
            View view,
            Margined margined,
            Collaterals collaterals,
            Case given,
            Policy policy,
            Extent extent,
            Trail trail) {
        Judged judged = Judged.of(view, margined, given, policy, extent, trail);
        Verdict verdict = judged.verdict();
        boolean takesRiskOff =
                verdict.outcome() != Outcome.HOLD && verdict.outcome().isStricterThan(Outcome.MARGIN_CALL);
        Optional<AccountClosure> closure = takesRiskOff
                ? Optional.of(LiquidationStage.run(
                        judged,
                        () -> Judged.withoutOrders(view, margined.account(), collaterals, given, policy, extent, trail),
                        policy,
                        extent,
                        trail))
                : Optional.empty();
        return new Judgement(margined, judged.prices(), verdict, closure);
    }

    MarginAccount account() {
        return margined.account();
    }

    /** The outcome of the threshold stage, or the graver one that the closure turned out to need; {@link Outcome#HOLD} where a requirement is unknown. */
    Outcome outcome() {
        return closure.map(AccountClosure::outcome).orElse(verdict.outcome());
    }
}
