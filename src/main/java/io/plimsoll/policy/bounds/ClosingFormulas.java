package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.LiquidationProposal.AtMost;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Fee;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Piece;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The liquidation stage in formulas, as far as it can change what is decided: sizes, prices and routes of a closing follow the marks without
 * another decision, but a rule that fails, or a closing that closes nothing, holds it.
 */
final class ClosingFormulas {

    /** Parts in which a position is closed, each of which rounds its fee: a proposed part, the fewest lots, a share of all, the rest. */
    private static final int PARTS_MAX = 5;

    private final Sheet sheet;
    private final Holds holds;
    private final Margined margined;
    private final AtAnySize atAnySize;
    private final List<Suggested> asked = new ArrayList<>();

    /** Asks the margin rules about positions of any size, as they are asked while positions are being closed. */
    @FunctionalInterface
    interface AtAnySize {

        /** @throws CannotBound if not all that they may say is known */
        MarginFormulas ask() throws CannotBound;
    }

    ClosingFormulas(Sheet sheet, Holds holds, Margined margined, AtAnySize atAnySize) {
        this.sheet = sheet;
        this.holds = holds;
        this.margined = margined;
        this.atAnySize = atAnySize;
    }

    /**
     * @param outcome as it is now
     * @param suggestions what liquidation rules may say of it
     * @throws CannotBound if the outcome may follow how much can be closed
     */
    void check(Outcome outcome, Suggestions suggestions, AccountSnapshot snapshot) throws CannotBound {
        for (Suggested suggested : suggestions.all()) {
            if (suggested.proposal() == null) {
                holds.fail(suggested.when(), "rule " + suggested.rule().id() + " may fail");
            } else {
                asked.add(suggested);
            }
        }
        if (!outcome.closesPositions()) {
            return;
        }
        MarginAccountId account = margined.account().id();
        boolean hasOrders =
                account.equals(MarginAccountId.CROSS) && !snapshot.openOrders().isEmpty();
        if (hasOrders && !where(CancelOrders.class).isEmpty()) {
            throw new CannotBound("orders of " + account + " are cancelled before positions are closed");
        }
        if (outcome == Outcome.REDUCE) {
            requireReduction(snapshot);
        }
        if (!margined.positions().isEmpty()) {
            holds.fail(sheet.not(somethingCloses()), "what is closed of " + account);
            requireLots();
        } else if (owes(snapshot)) {
            requireSameOfLoans();
        }
    }

    /** Where nothing but loans is closed, the decision is held if nothing of them is: rules must say the same of them everywhere. */
    private void requireSameOfLoans() throws CannotBound {
        for (Suggested suggested : asked) {
            if (Sheet.known(suggested.when()) != Truth.TRUE) {
                throw new CannotBound("rule " + suggested.rule().id() + " closes loans by prices or times that move");
            }
        }
    }

    /**
     * A reduction becomes a liquidation if closing everything does not restore the account. It does wherever equity is enough to pay for closing
     * everything: what is closed is realised at the price it is valued at, so nothing else is lost.
     */
    private void requireReduction(AccountSnapshot snapshot) throws CannotBound {
        MarginAccount account = margined.account();
        MarginFormulas anySize = atAnySize.ask();
        if (owes(snapshot) || !account.portfolio().isEmpty() || anySize.addsToAccount()) {
            throw new CannotBound(
                    "positions of " + account.id() + " are being reduced, and more than they require margin");
        }
        List<Amount> left = new ArrayList<>();
        left.add(margined.equity());
        for (Valued valued : margined.positions()) {
            Amount rate = sheet.sum(
                    anySize.closingCostRate(valued.position().id()),
                    feeRate(valued.position().id()));
            Amount paid = sheet.product(sheet.product(valued.notional(), rate), valued.conversion());
            left.add(sheet.negative(paid));
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(account.rounding().amountPlaces());
        BigDecimal roundings =
                BigDecimal.valueOf(2L + (long) PARTS_MAX * margined.positions().size());
        left.add(sheet.given(unit.multiply(roundings).negate()));
        BigDecimal forOrders = account.rounding().requirementRounded(account.orderMargin());
        List<Piece> multiples = asked.stream()
                .filter(suggested -> suggested.proposal() instanceof ReduceToInitial)
                .map(suggested -> new Piece(
                        suggested.when(),
                        sheet.given(((ReduceToInitial) Objects.requireNonNull(suggested.proposal())).multiple())))
                .toList();
        Amount needed = sheet.product(sheet.largestOf(multiples, sheet.given(Decimals.ZERO)), forOrders);
        holds.fail(
                sheet.not(sheet.compare(sheet.sum(left), Relation.AT_LEAST, needed)),
                "whether reducing positions restores " + account.id());
    }

    private Amount feeRate(PositionId id) {
        List<Piece> rates = new ArrayList<>();
        for (Suggested suggested : asked) {
            if (suggested.proposal() instanceof Fee fee && fee.position().equals(id)) {
                rates.add(new Piece(suggested.when(), sheet.given(fee.rate())));
            }
        }
        return sheet.largestOf(rates, sheet.given(Decimals.ZERO));
    }

    private boolean owes(AccountSnapshot snapshot) {
        return margined.account().balances().owes()
                || snapshot.collateral().stream()
                        .anyMatch(held -> held.borrowed().signum() > 0);
    }

    /** A target is met, or else something is closed; what is proposed for a position closes it or a part of it. */
    private Question somethingCloses() {
        List<Question> sure = new ArrayList<>(where(ReduceToRatio.class));
        sure.addAll(where(ReduceToInitial.class));
        Set<PositionId> own = positions();
        for (Suggested suggested : asked) {
            boolean closes = switch ((LiquidationProposal) suggested.proposal()) {
                case Close close -> own.contains(close.position());
                case TakeOverPosition takeOver -> own.contains(takeOver.position());
                case ReduceByFraction reduce ->
                    own.contains(reduce.position()) && reduce.fraction().signum() > 0;
                case null, default -> false;
            };
            if (closes) {
                sure.add(suggested.when());
            }
        }
        return sheet.any(sure);
    }

    /** Where a part of a position is closed, a rule has to say in which lots. */
    private void requireLots() throws CannotBound {
        List<Question> parts = new ArrayList<>(where(ReduceToRatio.class));
        parts.addAll(where(ReduceToInitial.class));
        parts.addAll(where(ReduceToNotional.class));
        parts.addAll(where(ReduceByFraction.class));
        parts.addAll(where(AtMost.class));
        Question inParts = sheet.any(parts);
        if (Sheet.known(inParts) == Truth.FALSE) {
            return;
        }
        atAnySize.ask(); // where margin rules fail at another size, the decision is held
        for (PositionId id : positions()) {
            Question hasLot = sheet.any(asked.stream()
                    .filter(suggested -> suggested.proposal() instanceof Lot lot
                            && lot.position().equals(id))
                    .map(Suggested::when)
                    .toList());
            holds.fail(sheet.all(List.of(inParts, sheet.not(hasLot))), "the lots of `" + id + "`");
        }
    }

    private Set<PositionId> positions() {
        return margined.positions().stream()
                .map(valued -> valued.position().id())
                .collect(Collectors.toSet());
    }

    private List<Question> where(Class<? extends LiquidationProposal> kind) {
        return asked.stream()
                .filter(suggested -> kind.isInstance(suggested.proposal()))
                .map(Suggested::when)
                .toList();
    }
}
