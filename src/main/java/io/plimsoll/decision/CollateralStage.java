package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.decision.Proposal.Accept;
import io.plimsoll.decision.Proposal.CollateralProposal;
import io.plimsoll.decision.Proposal.Exclude;
import io.plimsoll.decision.Proposal.Haircut;
import io.plimsoll.decision.Proposal.ValueCap;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Second stage: what each asset counts for. The largest haircut, the smallest cap and any exclusion win; a debt counts in full. What has
 * accrued in favour counts like the collateral it will become; in the settlement currency it counts as it is.
 */
final class CollateralStage {

    private CollateralStage() {}

    /**
     * What the collateral comes to.
     *
     * @param wallet collateral after haircuts plus accrued amounts, settlement currency, exact
     * @param acceptable assets that may meet a margin call
     */
    record Collaterals(BigDecimal wallet, List<AcceptableAsset> acceptable) {}

    /**
     * An asset that may meet a margin call.
     *
     * @param step units in multiples of which it is taken, positive
     */
    record AcceptableAsset(Collateral holding, BigDecimal haircut, BigDecimal step) {}

    static Collaterals run(View view, Policy policy, Trail trail) {
        AccountSnapshot snapshot = view.snapshot();
        Rounding rounding = policy.rounding();
        Proposals proposals = policy.rules().propose(Stage.COLLATERAL, view);
        Set<Proposed> won = new HashSet<>();
        BigDecimal wallet = Decimals.ZERO;
        List<AcceptableAsset> acceptable = new ArrayList<>();
        for (Collateral holding : snapshot.collateral()) {
            var terms = AssetTerms.of(holding.asset(), proposals, won);
            if (holding.quantity().signum() > 0 && !terms.isKnown()) {
                holdForWantOfHaircut(holding.asset(), trail);
            }
            wallet = wallet.add(rounding.valueRoundedDown(terms.valueOf(holding.marketValue())));
            terms.acceptable(holding).ifPresent(acceptable::add);
        }
        for (Accrual accrual : snapshot.accrued()) {
            var terms = AssetTerms.of(accrual.asset(), proposals, won);
            BigDecimal amount = accrual.amount().multiply(snapshot.priceOf(accrual.asset()));
            boolean isOwnCurrency = accrual.asset().equals(snapshot.settlementCurrency());
            if (amount.signum() > 0 && !terms.isKnown() && !isOwnCurrency) {
                holdForWantOfHaircut(accrual.asset(), trail);
            }
            wallet = wallet.add(isOwnCurrency ? amount : terms.valueOf(amount));
        }
        trail.note(proposals, won, null);
        return new Collaterals(wallet, acceptable);
    }

    private static void holdForWantOfHaircut(String asset, Trail trail) {
        trail.hold(HoldReason.Code.NO_HAIRCUT, "no rule says what the collateral `" + asset + "` counts for");
    }

    /** The combined terms of one asset. */
    private record AssetTerms(
            Optional<BigDecimal> haircut, Optional<BigDecimal> cap, boolean excluded, Optional<BigDecimal> step) {

        static AssetTerms of(String asset, Proposals proposals, Set<Proposed> won) {
            var haircuts = about(asset, proposals.of(Haircut.class));
            var caps = about(asset, proposals.of(ValueCap.class));
            var exclusions = about(asset, proposals.of(Exclude.class));
            var steps = about(asset, proposals.of(Accept.class));
            exclusions.forEach(exclusion -> won.add(exclusion.origin()));
            return new AssetTerms(
                    Combine.largest(haircuts, Haircut::rate, won),
                    Combine.smallest(caps, ValueCap::value, won),
                    !exclusions.isEmpty(),
                    Combine.largest(steps, Accept::step, won));
        }

        private static <P extends CollateralProposal> List<Proposals.Of<P>> about(
                String asset, List<Proposals.Of<P>> all) {
            return all.stream()
                    .filter(of -> of.proposal().asset().equals(asset))
                    .toList();
        }

        boolean isKnown() {
            return excluded || haircut.isPresent();
        }

        /** What a market value counts for, exact: nothing for an asset nobody vouches for, the full debt for a debt. */
        BigDecimal valueOf(BigDecimal marketValue) {
            if (marketValue.signum() <= 0) {
                return marketValue;
            }
            if (excluded || haircut.isEmpty()) {
                return Decimals.ZERO;
            }
            BigDecimal counted =
                    cap.map(limit -> Decimals.smallest(limit, marketValue)).orElse(marketValue);
            return counted.multiply(Decimals.ONE.subtract(haircut.get()));
        }

        Optional<AcceptableAsset> acceptable(Collateral holding) {
            Function<BigDecimal, Optional<AcceptableAsset>> withStep =
                    multiple -> haircut.filter(rate -> !excluded && rate.compareTo(Decimals.ONE) < 0)
                            .map(rate -> new AcceptableAsset(holding, rate, multiple));
            return step.flatMap(withStep);
        }
    }
}
