package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Transfer;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.lending.LoanLiquidation;
import io.plimsoll.lending.LoanLiquidation.Repaid;
import io.plimsoll.lending.LoanLiquidation.Repayment;
import io.plimsoll.lending.LoanLiquidation.Seizable;
import io.plimsoll.lending.LoanLiquidation.Seized;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a margin account's loans is repaid, and what is seized for it.
 *
 * @param repayments what rules let be repaid of each debt
 * @param liquidation null where no rule lets anything be repaid and seized
 */
record LoanClosing(
        MarginAccount before,
        List<Repayment> repayments,
        @Nullable LoanLiquidation liquidation) {

    LoanClosing {
        repayments = List.copyOf(repayments);
    }

    static LoanClosing of(MarginAccount account, ClosureProposals proposed, AccountSnapshot snapshot) {
        List<Repayment> repayments = new ArrayList<>();
        List<Seizable> seizable = new ArrayList<>();
        for (Holding held : account.balances().holdings()) {
            String asset = held.asset();
            if (held.owed().signum() > 0) {
                Combine.largest(
                                about(asset, proposed.of(Repay.class), Repay::asset),
                                Repay::closeFactor,
                                proposed.won())
                        .map(share -> new Repayment(asset, share, repaidBefore(asset, snapshot)))
                        .ifPresent(repayments::add);
            }
            if (held.quantity().signum() > 0) {
                seizable(asset, proposed).ifPresent(seizable::add);
            }
        }
        return new LoanClosing(
                account,
                repayments,
                repayments.isEmpty() || seizable.isEmpty()
                        ? null
                        : LoanLiquidation.of(account.balances(), repayments, seizable));
    }

    private static Optional<Seizable> seizable(String asset, ClosureProposals proposed) {
        var seizing = about(asset, proposed.of(Seize.class), Seize::asset);
        var order = Combine.smallest(seizing, Seize::order, proposed.won());
        var bonus = Combine.largest(seizing, Seize::bonus, proposed.won());
        if (order.isEmpty() || bonus.isEmpty()) {
            return Optional.empty();
        }
        var share = Combine.largest(
                about(asset, proposed.of(ProtocolFee.class), ProtocolFee::asset), ProtocolFee::share, proposed.won());
        return Optional.of(new Seizable(asset, order.get(), bonus.get(), share.orElse(Decimals.ZERO)));
    }

    private static BigDecimal repaidBefore(String asset, AccountSnapshot snapshot) {
        return snapshot.collateral().stream()
                .filter(held -> held.asset().equals(asset))
                .map(Collateral::repaidInEpisode)
                .findFirst()
                .orElse(Decimals.ZERO);
    }

    private static <P extends LiquidationProposal> List<Proposals.Of<P>> about(
            String asset, List<Proposals.Of<P>> all, Function<P, String> assetOf) {
        return all.stream()
                .filter(of -> assetOf.apply(of.proposal()).equals(asset))
                .toList();
    }

    boolean closesAny() {
        return liquidation != null && !liquidation.repaid().isEmpty();
    }

    /** Why nothing is repaid though a debt is to be closed, a sentence without its end. */
    String whyNothingIsClosed() {
        if (repayments.isEmpty()) {
            return "no rule says how the debts of " + before.id() + " are repaid";
        }
        if (liquidation == null) {
            return "nothing is held in " + before.id() + " that a rule lets be seized for its debts";
        }
        String used = repayments.stream()
                .map(of -> Decimals.plain(of.repaidInEpisode()) + " `" + of.asset() + "`")
                .collect(Collectors.joining(", "));
        return "the share of the debts of " + before.id() + " that rules let be repaid is used up: " + used
                + " were repaid since the account was last healthy";
    }

    /** The account when all of this is done. */
    MarginAccount left() {
        return liquidation == null ? before : before.with(liquidation.left());
    }

    /** What is repaid, by asset, and what is seized, in its order; the last step says how the account stands then. */
    List<Step> steps(MarginTarget target) {
        if (liquidation == null) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Repaid repaid : liquidation.repaid()) {
            steps.add(step(Action.REPAY, transfer(repaid)));
        }
        for (Seized seized : liquidation.seized()) {
            steps.add(step(Action.SEIZE, transfer(seized)));
        }
        if (!steps.isEmpty()) {
            Step last = steps.removeLast();
            After after = After.of(left(), target.isMetBy(left())).withLoans(left());
            steps.add(new Step(last.action(), last.marginAccount(), null, last.transfer(), null, after));
        }
        return steps;
    }

    private Step step(Action action, Transfer transfer) {
        return new Step(action, before.id(), null, transfer, null, null);
    }

    private Transfer transfer(Repaid repaid) {
        BigDecimal value = before.rounding().valueRoundedDown(repaid.value());
        return new Transfer(repaid.asset(), repaid.quantity(), repaid.price(), value, null, null);
    }

    private Transfer transfer(Seized seized) {
        BigDecimal value = before.rounding().valueRoundedDown(seized.value());
        return new Transfer(
                seized.asset(), seized.quantity(), seized.price(), value, seized.bonus(), seized.toProtocol());
    }
}
