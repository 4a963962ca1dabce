package io.plimsoll.decision;

import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.LiquidationProposal.AutoDeleverage;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.Socialise;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a margin account owes beyond its own money once it is closed on the market, and who bears it.
 *
 * @param amount settlement currency, rounded up, zero or more
 */
record Shortfall(MarginAccountId account, BigDecimal amount) {

    static Shortfall of(MarginAccount left) {
        BigDecimal owed = left.equity().negate();
        return new Shortfall(left.id(), Decimals.largest(owed, Decimals.ZERO.setScale(owed.scale())));
    }

    /** Those whom rules name, in the ladder's order, with how much where that is known: deleveraging finds as many as there are. */
    List<Step> steps(ClosureProposals proposed) {
        List<Step> bearers = new ArrayList<>();
        Optional<BigDecimal> left = Optional.of(amount);
        if (proposed.asks(InsuranceFund.class)) {
            BigDecimal byFund = proposed.fundLimit()
                    .map(limit -> Decimals.smallest(amount, limit))
                    .orElse(amount);
            bearers.add(step(Action.INSURANCE_FUND, Optional.of(byFund)));
            left = Optional.of(amount.subtract(byFund));
        }
        if (proposed.asks(AutoDeleverage.class)) {
            bearers.add(step(Action.AUTO_DELEVERAGE, left));
            left = left.filter(open -> open.signum() == 0);
        }
        if (proposed.asks(Socialise.class)) {
            bearers.add(step(Action.SOCIALISE, left));
        }
        return bearers;
    }

    private Step step(Action action, Optional<BigDecimal> borne) {
        return new Step(action, account, null, borne.orElse(null), null);
    }
}
