package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What debts require. A loan that no rule speaks about would read as sound as its collateral is today, so the decision is held, and so it is
 * for any debt in an asset that nobody vouches for. A balance below zero in an asset that counts, or in the settlement currency, counts in
 * full and requires nothing more unless a rule says so.
 */
final class DebtMargins {

    private DebtMargins() {}

    /** @param joined currencies whose profits join their balance: a loss may leave a debt in them */
    static Balances of(
            AccountSnapshot snapshot,
            Balances balances,
            Set<String> joined,
            Proposals proposals,
            Set<Proposed> won,
            Trail trail) {
        Map<String, Holding.Terms> terms = new HashMap<>();
        for (Holding held : balances.holdings()) {
            boolean mayOwe = held.owed().signum() > 0 || joined.contains(held.asset());
            List<Proposals.Of<DebtMargin>> about = mayOwe
                    ? proposals.of(
                            DebtMargin.class, proposal -> proposal.asset().equals(held.asset()))
                    : List.of();
            Optional<BigDecimal> initial = Combine.largest(about, DebtMargin::initialRate, won);
            Optional<BigDecimal> maintenance = Combine.largest(about, DebtMargin::maintenanceRate, won);
            if (initial.isPresent() && maintenance.isPresent()) {
                terms.put(held.asset(), held.terms().withDebtRates(initial.get(), maintenance.get()));
            } else if (mustBeSpokenAbout(held, snapshot)) {
                trail.hold(
                        HoldReason.Code.NO_REQUIREMENT,
                        "no rule says what a debt of " + Decimals.plain(held.owed()) + " `" + held.asset()
                                + "` requires");
            }
        }
        return terms.isEmpty() ? balances : balances.withTerms(held -> terms.getOrDefault(held.asset(), held.terms()));
    }

    private static boolean mustBeSpokenAbout(Holding held, AccountSnapshot snapshot) {
        boolean isLoan = snapshot.collateral().stream()
                .anyMatch(of -> of.asset().equals(held.asset()) && of.borrowed().signum() > 0);
        boolean isMoney = held.asset().equals(snapshot.settlementCurrency());
        return isLoan || (held.owed().signum() > 0 && held.terms().schedule().countsNothing() && !isMoney);
    }
}
