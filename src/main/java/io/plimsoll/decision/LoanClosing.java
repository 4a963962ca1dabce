package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.Side;
import io.plimsoll.auction.DutchAuction;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Auction;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Transfer;
import io.plimsoll.decision.LiquidationProposal.Absorb;
import io.plimsoll.decision.LiquidationProposal.AssetAuction;
import io.plimsoll.decision.LiquidationProposal.LeaveAtLeast;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.lending.LoanAbsorption;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a margin account's loans is repaid, and what is seized for it.
 *
 * @param absorption what is taken whole for the debts; nothing where no rule asks for it
 * @param repayments what rules let be repaid of each debt that is left
 * @param liquidation null where no rule lets anything be repaid and seized
 * @param auctions how what is seized is sold, by asset
 */
record LoanClosing(
        MarginAccount before,
        LoanAbsorption absorption,
        List<Repayment> repayments,
        @Nullable LoanLiquidation liquidation,
        Map<String, Auction> auctions) {

    LoanClosing {
        repayments = List.copyOf(repayments);
        auctions = Map.copyOf(auctions);
    }

    static LoanClosing of(MarginAccount account, ClosureProposals proposed, AccountSnapshot snapshot) {
        LoanAbsorption absorption = LoanAbsorption.of(account.balances(), absorbed(proposed));
        List<Repayment> repayments = new ArrayList<>();
        List<Seizable> seizable = new ArrayList<>();
        for (Holding held : absorption.left().holdings()) {
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
        BigDecimal leastLeft = Combine.largest(proposed.of(LeaveAtLeast.class), LeaveAtLeast::value, proposed.won())
                .orElse(Decimals.ZERO);
        return new LoanClosing(
                account,
                absorption,
                repayments,
                repayments.isEmpty() || seizable.isEmpty()
                        ? null
                        : LoanLiquidation.of(absorption.left(), repayments, seizable, leastLeft),
                auctions(account, proposed));
    }

    private static Map<String, BigDecimal> absorbed(ClosureProposals proposed) {
        Map<String, BigDecimal> shares = new HashMap<>();
        for (String asset : assets(proposed.of(Absorb.class), Absorb::asset)) {
            Combine.smallest(about(asset, proposed.of(Absorb.class), Absorb::asset), Absorb::share, proposed.won())
                    .ifPresent(share -> shares.put(asset, share));
        }
        return shares;
    }

    /** Of equal buffers that with the greater name of its curve, whatever it is. */
    private static Map<String, Auction> auctions(MarginAccount account, ClosureProposals proposed) {
        Comparator<AssetAuction> highestStart = Comparator.comparing(AssetAuction::buffer)
                .thenComparing(auction -> auction.curve().toString());
        Map<String, Auction> auctions = new HashMap<>();
        for (String asset : assets(proposed.of(AssetAuction.class), AssetAuction::asset)) {
            account.balances()
                    .of(asset)
                    .flatMap(held -> Combine.best(
                                    about(asset, proposed.of(AssetAuction.class), AssetAuction::asset),
                                    highestStart,
                                    proposed.won())
                            .map(auction -> new Auction(
                                    account.rounding()
                                            .priceReported(
                                                    DutchAuction.startPrice(Side.LONG, held.price(), auction.buffer())),
                                    auction.curve())))
                    .ifPresent(auction -> auctions.put(asset, auction));
        }
        return auctions;
    }

    private static <P extends LiquidationProposal> Set<String> assets(
            List<Proposals.Of<P>> all, Function<P, String> assetOf) {
        return all.stream().map(of -> assetOf.apply(of.proposal())).collect(Collectors.toSet());
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
        return !absorption.repaid().isEmpty()
                || liquidation != null && !liquidation.repaid().isEmpty();
    }

    /** Why nothing is repaid though a debt is to be closed, a sentence without its end. */
    String whyNothingIsClosed() {
        if (repayments.isEmpty()) {
            return "no rule says how the debts of " + before.id() + " are repaid";
        }
        if (liquidation == null) {
            return "nothing is held in " + before.id() + " that a rule lets be seized for its debts";
        }
        if (repayments.stream().anyMatch(of -> of.of(owed(of.asset())).signum() > 0)) {
            return "no part of the debts of " + before.id()
                    + " that rules let be repaid leaves as much of debt and collateral as they ask";
        }
        String used = repayments.stream()
                .map(of -> Decimals.plain(of.repaidInEpisode()) + " `" + of.asset() + "`")
                .collect(Collectors.joining(", "));
        return "the share of the debts of " + before.id() + " that rules let be repaid is used up: " + used
                + " were repaid since the account was last healthy";
    }

    private BigDecimal owed(String asset) {
        return absorption.left().of(asset).map(Holding::owed).orElse(Decimals.ZERO);
    }

    /** The account when all of this is done. */
    MarginAccount left() {
        if (liquidation != null) {
            return before.with(liquidation.left());
        }
        return absorption.seized().isEmpty() ? before : before.with(absorption.left());
    }

    /** What is repaid, by asset, and what is seized, in its order; the last step says how the account stands then. */
    List<Step> steps(MarginTarget target) {
        List<Step> steps = new ArrayList<>();
        for (Repaid repaid : absorption.repaid()) {
            steps.add(step(Action.REPAY, transfer(repaid, paidOut(repaid.asset()))));
        }
        for (Seized seized : absorption.seized()) {
            steps.add(step(Action.SEIZE, transfer(seized)));
        }
        if (liquidation != null) {
            for (Repaid repaid : liquidation.repaid()) {
                steps.add(step(Action.REPAY, transfer(repaid, null)));
            }
            for (Seized seized : liquidation.seized()) {
                steps.add(step(Action.SEIZE, transfer(seized)));
            }
        }
        if (!steps.isEmpty()) {
            Step last = steps.removeLast();
            After after = After.of(left(), target.isMetBy(left())).withLoans(left());
            steps.add(new Step(last.action(), last.marginAccount(), null, last.transfer(), null, after));
        }
        return steps;
    }

    private @Nullable BigDecimal paidOut(String asset) {
        return Optional.ofNullable(absorption.paidOut())
                .filter(out -> out.asset().equals(asset))
                .map(LoanAbsorption.PaidOut::quantity)
                .orElse(null);
    }

    private Step step(Action action, Transfer transfer) {
        return new Step(action, before.id(), null, transfer, null, null);
    }

    private Transfer transfer(Repaid repaid, @Nullable BigDecimal paidOut) {
        BigDecimal value = before.rounding().valueRounded(repaid.value());
        return new Transfer(repaid.asset(), repaid.quantity(), repaid.price(), value, null, null, paidOut, null);
    }

    private Transfer transfer(Seized seized) {
        BigDecimal value = before.rounding().valueRounded(seized.value());
        return new Transfer(
                seized.asset(),
                seized.quantity(),
                seized.price(),
                value,
                seized.bonus(),
                seized.toProtocol(),
                null,
                auctions.get(seized.asset()));
    }
}
