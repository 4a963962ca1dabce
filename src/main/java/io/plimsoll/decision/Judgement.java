package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.LiquidationStage.AccountClosure;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.TermsAt;
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

    static Judgement of(View view, MarginAccount account, Case given, Policy policy, Trail trail) {
        TermsAt termsAt = MarginStage.termsAt(view, policy, trail);
        var prices = LiquidationPrices.of(account, policy.maintenanceConvention(), termsAt);
        View judging =
                view.judging(account, prices, given.openCall(account.id()).orElse(null));
        Verdict verdict = ThresholdStage.run(judging, account, policy, trail);
        Optional<AccountClosure> closure = verdict.outcome().isStricterThan(Outcome.MARGIN_CALL)
                ? Optional.of(LiquidationStage.run(judging, account, termsAt, verdict.outcome(), policy, trail))
                : Optional.empty();
        return new Judgement(account, prices, verdict, closure);
    }

    /** The outcome of the threshold stage, or the graver one that the closure turned out to need. */
    Outcome outcome() {
        return closure.map(AccountClosure::outcome).orElse(verdict.outcome());
    }
}
