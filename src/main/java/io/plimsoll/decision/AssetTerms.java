package io.plimsoll.decision;

import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Follows;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.JoinProfit;
import io.plimsoll.decision.CollateralProposal.LoanToValue;
import io.plimsoll.decision.CollateralProposal.SmallestUnit;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.HaircutSchedule.Tier;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The combined terms of one asset of the collateral.
 *
 * @param known true if rules say what the asset counts for, from the first unit on
 * @param schedule what a market value of it counts for; nothing where that is not known, or where the asset is excluded
 * @param loanToValue fraction of a market value that may be borrowed against; zero where no rule says
 * @param conversion fraction that does not count of a profit of positions settled in it: as rules say, else the largest haircut; empty where neither is known
 * @param joinsProfit true if profits of positions settled in it join its balance; a conversion does not matter then
 * @param unit smallest quantity of it that can be moved; empty where no rule says
 * @param follows instrument with whose price its own moves; empty where it stands still
 * @param step units in multiples of which it meets margin calls; empty where it may not, or would be worth nothing
 */
record AssetTerms(
        boolean known,
        HaircutSchedule schedule,
        BigDecimal loanToValue,
        Optional<BigDecimal> conversion,
        boolean joinsProfit,
        Optional<BigDecimal> unit,
        Optional<String> follows,
        Optional<BigDecimal> step) {

    /** @param marketValue what is held of the asset, which tells the haircuts that are reached */
    static AssetTerms of(String asset, BigDecimal marketValue, Proposals proposals, Set<Proposed> won) {
        var exclusions = about(asset, Exclude.class, proposals);
        exclusions.forEach(exclusion -> won.add(exclusion.origin()));
        List<Tier> tiers = tiers(asset, marketValue, proposals, won);
        var cap = Combine.smallest(about(asset, ValueCap.class, proposals), ValueCap::value, won);
        var step = Combine.largest(about(asset, Accept.class, proposals), Accept::step, won);
        var loanToValue = Combine.smallest(about(asset, LoanToValue.class, proposals), LoanToValue::rate, won);
        var conversion = Combine.largest(about(asset, Conversion.class, proposals), Conversion::rate, won);
        var unit = Combine.largest(about(asset, SmallestUnit.class, proposals), SmallestUnit::quantity, won);
        var follows = Combine.smallest(about(asset, Follows.class, proposals), Follows::instrument, won);
        var joins = about(asset, JoinProfit.class, proposals);
        joins.forEach(join -> won.add(join.origin()));
        boolean startsAtZero = !tiers.isEmpty() && tiers.getFirst().floor().signum() == 0;
        if (!exclusions.isEmpty() || !startsAtZero) {
            boolean known = !exclusions.isEmpty();
            return new AssetTerms(
                    known,
                    HaircutSchedule.NOTHING,
                    Decimals.ZERO,
                    conversion.or(() -> known ? Optional.of(Decimals.ONE) : Optional.empty()),
                    !joins.isEmpty(),
                    unit,
                    follows,
                    Optional.empty());
        }
        var schedule = new HaircutSchedule(tiers, cap.orElse(null));
        boolean worthSomething = tiers.getFirst().rate().compareTo(Decimals.ONE) < 0;
        return new AssetTerms(
                true,
                schedule,
                loanToValue.orElse(Decimals.ZERO),
                conversion.or(() -> Optional.of(tiers.getLast().rate())),
                !joins.isEmpty(),
                unit,
                follows,
                step.filter(any -> worthSomething));
    }

    /** The tiers that matter. Those that are reached win, and a haircut from the first unit on is reached by any amount. */
    private static List<Tier> tiers(String asset, BigDecimal marketValue, Proposals proposals, Set<Proposed> won) {
        List<Made> all = new ArrayList<>();
        List<Tier> tiers = new ArrayList<>();
        for (Proposals.Of<Haircut> of : about(asset, Haircut.class, proposals)) {
            all.add(new Made(of.origin(), new Tier(Decimals.ZERO, of.proposal().rate())));
        }
        for (Proposals.Of<HaircutAbove> of : about(asset, HaircutAbove.class, proposals)) {
            all.add(new Made(
                    of.origin(), new Tier(of.proposal().floor(), of.proposal().rate())));
        }
        all.forEach(made -> tiers.add(made.tier()));
        List<Tier> rising = HaircutSchedule.rising(tiers);
        for (Made made : all) {
            boolean reached =
                    made.tier().floor().signum() == 0 || made.tier().floor().compareTo(marketValue) < 0;
            if (reached && rising.stream().anyMatch(made::isOfTheSame)) {
                won.add(made.origin());
            }
        }
        return rising;
    }

    private record Made(Proposed origin, Tier tier) {
        boolean isOfTheSame(Tier other) {
            return tier.floor().compareTo(other.floor()) == 0 && tier.rate().compareTo(other.rate()) == 0;
        }
    }

    private static <P extends CollateralProposal> List<Proposals.Of<P>> about(
            String asset, Class<P> kind, Proposals proposals) {
        return proposals.of(kind, proposal -> proposal.asset().equals(asset));
    }
}
