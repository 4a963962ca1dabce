package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.MarginMode;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.Proposal;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.model.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The collateral stage: a mark moves no price of collateral, so what it counts for stays as it is while its rules say the same. Rules that look
 * at what moves are not followed.
 */
final class CollateralFormulas {

    private final Sheet sheet;
    private final AccountSnapshot snapshot;
    private final Holds holds;

    CollateralFormulas(Sheet sheet, AccountSnapshot snapshot, Holds holds) {
        this.sheet = sheet;
        this.snapshot = snapshot;
        this.holds = holds;
    }

    /** @throws CannotBound if what collateral counts for may change */
    void check(Suggestions suggestions, List<Valued> positions) throws CannotBound {
        List<CollateralProposal> proposals = new ArrayList<>();
        for (Suggested suggested : suggestions.all()) {
            if (Sheet.known(suggested.when()) != Truth.TRUE
                    || !(suggested.proposal() instanceof CollateralProposal proposal)) {
                throw new CannotBound(
                        "rule " + suggested.rule().id() + " lets collateral count by prices or times that move");
            }
            proposals.add(proposal);
        }
        for (Collateral asset : snapshot.collateral()) {
            if (snapshot.heldOf(asset).signum() > 0 && !isKnown(asset.asset(), proposals)) {
                holds.hold(sheet.yes(), "the haircut of `" + asset.asset() + "`");
            }
        }
        Set<String> currencies = new HashSet<>();
        for (Valued valued : positions) {
            String currency = valued.position().settlementCurrency();
            if (isCross(valued) && currency != null && !currency.equals(snapshot.settlementCurrency())) {
                currencies.add(currency);
            }
        }
        for (String currency : currencies) {
            boolean converts = isKnown(currency, proposals)
                    || proposals.stream()
                            .anyMatch(proposal -> proposal instanceof Conversion
                                    && proposal.asset().equals(currency));
            if (!converts) {
                holds.hold(
                        sheet.compare(profit(currency, positions), Relation.MORE, sheet.given(Decimals.ZERO)),
                        "what a profit in `" + currency + "` counts for");
            }
        }
    }

    private static boolean isKnown(String asset, List<CollateralProposal> proposals) {
        return proposals.stream()
                .filter(proposal -> proposal.asset().equals(asset))
                .anyMatch(CollateralFormulas::tellsWhatTheFirstUnitCountsFor);
    }

    private static boolean tellsWhatTheFirstUnitCountsFor(Proposal proposal) {
        return proposal instanceof Haircut
                || proposal instanceof Exclude
                || (proposal instanceof HaircutAbove above && above.floor().signum() == 0);
    }

    static boolean isCross(Valued valued) {
        return valued.position().mode() == MarginMode.CROSS;
    }

    /** Profit of the cross positions settled in a currency, settlement currency of the account. */
    Amount profit(String currency, List<Valued> positions) {
        return sheet.sum(positions.stream()
                .filter(valued ->
                        isCross(valued) && currency.equals(valued.position().settlementCurrency()))
                .map(valued -> valued.equityValue(sheet))
                .toList());
    }
}
