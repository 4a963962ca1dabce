package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
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
 * What debts require. A loan that no rule speaks about would read as sound as its collateral is today, so the decision is held; a balance
 * below zero counts in full and requires nothing more unless a rule says so.
 */
final class DebtMargins {

    private DebtMargins() {}

    static Balances of(
            AccountSnapshot snapshot, Balances balances, Proposals proposals, Set<Proposed> won, Trail trail) {
        Map<String, Holding.Terms> terms = new HashMap<>();
        for (Holding held : balances.holdings()) {
            List<Proposals.Of<DebtMargin>> about = proposals.of(DebtMargin.class).stream()
                    .filter(of -> of.proposal().asset().equals(held.asset())
                            && held.owed().signum() > 0)
                    .toList();
            Optional<BigDecimal> initial = Combine.largest(about, DebtMargin::initialRate, won);
            Optional<BigDecimal> maintenance = Combine.largest(about, DebtMargin::maintenanceRate, won);
            terms.put(
                    held.asset(),
                    held.terms().withDebtRates(initial.orElse(Decimals.ZERO), maintenance.orElse(Decimals.ZERO)));
            if (about.isEmpty()) {
                holdForLoan(held.asset(), snapshot, trail);
            }
        }
        return balances.withTerms(held -> terms.getOrDefault(held.asset(), held.terms()));
    }

    private static void holdForLoan(String asset, AccountSnapshot snapshot, Trail trail) {
        for (Collateral held : snapshot.collateral()) {
            if (held.asset().equals(asset) && held.borrowed().signum() > 0) {
                trail.hold(
                        HoldReason.Code.NO_REQUIREMENT,
                        "no rule says what a loan of " + Decimals.plain(held.borrowed()) + " `" + asset + "` requires");
            }
        }
    }
}
