package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The liquidation stage in formulas, as far as it can change what is decided: sizes, prices and routes of a closing follow the marks without
 * another decision, but a rule that fails, or a closing that closes nothing, holds it.
 */
final class ClosingFormulas {

    private final Sheet sheet;
    private final Holds holds;
    private final Margined margined;
    private final List<Suggested> asked = new ArrayList<>();

    ClosingFormulas(Sheet sheet, Holds holds, Margined margined) {
        this.sheet = sheet;
        this.holds = holds;
        this.margined = margined;
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
        if (outcome == Outcome.REDUCE) {
            throw new CannotBound("positions of " + account + " are being reduced as far as it takes");
        }
        if (owes(snapshot)) {
            throw new CannotBound("loans of " + account + " are being closed");
        }
        boolean hasOrders =
                account.equals(MarginAccountId.CROSS) && !snapshot.openOrders().isEmpty();
        if (hasOrders && !where(CancelOrders.class).isEmpty()) {
            throw new CannotBound("orders of " + account + " are cancelled before positions are closed");
        }
        if (!margined.positions().isEmpty()) {
            holds.fail(sheet.not(somethingCloses()), "what is closed of " + account);
            requireLots();
        }
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
    private void requireLots() {
        List<Question> parts = new ArrayList<>(where(ReduceToRatio.class));
        parts.addAll(where(ReduceToInitial.class));
        parts.addAll(where(ReduceToNotional.class));
        parts.addAll(where(ReduceByFraction.class));
        Question inParts = sheet.any(parts);
        if (Sheet.known(inParts) == Truth.FALSE) {
            return;
        }
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
