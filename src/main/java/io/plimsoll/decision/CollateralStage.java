package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.decision.Decision.CollateralFigures;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Second stage: what each asset counts for. At each amount the largest haircut wins, and of the rest the smallest cap and any exclusion; a
 * debt counts in full. What has accrued in favour counts like the collateral it will become, on top of what is held; in the settlement
 * currency it counts as it is.
 */
final class CollateralStage {

    private CollateralStage() {}

    /**
     * What the collateral comes to.
     *
     * @param wallet collateral after haircuts plus accrued amounts, settlement currency, exact
     * @param acceptable assets that may meet a margin call
     * @param figures each asset, in the order of the snapshot
     */
    record Collaterals(BigDecimal wallet, List<AcceptableAsset> acceptable, List<CollateralFigures> figures) {}

    /**
     * An asset that may meet a margin call.
     *
     * @param marketValue what is held of it already, settlement currency; negative for a debt, which is paid off first
     * @param step units in multiples of which it is taken, positive
     */
    record AcceptableAsset(Collateral holding, BigDecimal marketValue, HaircutSchedule schedule, BigDecimal step) {}

    static Collaterals run(View view, Policy policy, Trail trail) {
        AccountSnapshot snapshot = view.snapshot();
        Rounding rounding = policy.rounding();
        Proposals proposals = policy.rules().propose(Stage.COLLATERAL, view);
        Set<Proposed> won = new HashSet<>();
        BigDecimal wallet = accruedAsItIs(snapshot);
        List<AcceptableAsset> acceptable = new ArrayList<>();
        List<CollateralFigures> figures = new ArrayList<>();
        for (Collateral holding : snapshot.collateral()) {
            BigDecimal marketValue = holding.marketValue().add(accruedInFavour(holding, snapshot));
            var terms = AssetTerms.of(holding.asset(), marketValue, proposals, won);
            if (!terms.known()
                    && (marketValue.signum() > 0 || holding.quantity().signum() > 0)) {
                trail.hold(
                        HoldReason.Code.NO_HAIRCUT,
                        "no rule says what the collateral `" + holding.asset() + "` counts for");
            }
            BigDecimal counted = rounding.valueRoundedDown(terms.schedule().valueOf(marketValue));
            wallet = wallet.add(counted);
            figures.add(new CollateralFigures(
                    holding.asset(),
                    holding.quantity(),
                    holding.price(),
                    rounding.valueRoundedDown(marketValue),
                    counted));
            terms.step()
                    .ifPresent(
                            step -> acceptable.add(new AcceptableAsset(holding, marketValue, terms.schedule(), step)));
        }
        trail.note(proposals, won, null);
        return new Collaterals(wallet, acceptable, figures);
    }

    /** What is owed in full, and what has accrued in the settlement currency. */
    private static BigDecimal accruedAsItIs(AccountSnapshot snapshot) {
        BigDecimal total = Decimals.ZERO;
        for (Accrual accrual : snapshot.accrued()) {
            if (accrual.amount().signum() < 0 || accrual.asset().equals(snapshot.settlementCurrency())) {
                total = total.add(accrual.amount().multiply(snapshot.priceOf(accrual.asset())));
            }
        }
        return total;
    }

    private static BigDecimal accruedInFavour(Collateral holding, AccountSnapshot snapshot) {
        if (holding.asset().equals(snapshot.settlementCurrency())) {
            return Decimals.ZERO;
        }
        return snapshot.accrued().stream()
                .filter(accrual -> accrual.asset().equals(holding.asset()))
                .map(Accrual::amount)
                .filter(amount -> amount.signum() > 0)
                .map(holding.price()::multiply)
                .reduce(Decimals.ZERO, BigDecimal::add);
    }
}
