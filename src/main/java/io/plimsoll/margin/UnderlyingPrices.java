package io.plimsoll.margin;

import io.plimsoll.margin.BreachSearch.Breach;
import io.plimsoll.margin.UnderlyingPath.There;
import io.plimsoll.margin.UnderlyingPath.Underlying;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices of one underlying at which equity equals maintenance margin, while every position on it moves along: options are valued by
 * {@link io.plimsoll.pricing.Black76} at the moved forward and today's volatility and time, whatever mark and model differ by today added; other
 * contracts move in proportion. Equity, requirements and scenario grids are calculated anew at each price. Other underlyings and the collateral
 * stand still.
 *
 * @param price of the underlying today, which the others are told in: that of its perpetual or else of the contract that expires first, of an
 *     option the forward
 * @param below nearest breach below it; null if there is none down to next to nothing, or it was not found
 * @param above nearest breach above it; null if there is none up to a million times the price, or it was not found
 * @param belowIsEndOfTables true if {@code below} is only the last price for which the rules have a requirement
 * @param aboveIsEndOfTables the same of {@code above}
 * @param complete false if the search was given up because it would value more options than it may: a null then means nothing
 */
public record UnderlyingPrices(
        String underlying,
        BigDecimal price,
        @Nullable BigDecimal below,
        @Nullable BigDecimal above,
        boolean belowIsEndOfTables,
        boolean aboveIsEndOfTables,
        boolean complete) {

    /** Valuations of options for the prices of one underlying, each in each scenario; a straddle in a grid of 16 cells takes about 700. */
    static final int VALUATIONS_MAX = 6_000;

    /**
     * One for each underlying of an account with an option or a scenario grid, by name. None for an underlying with an option that lacks what the model
     * needs, with inverse and other contracts side by side, with inverse ones in a grid of moves in points, or with positions that move by themselves, and none for an account that is breached
     * already.
     *
     * @param at the instant from which times to expiry count
     */
    public static List<UnderlyingPrices> of(
            MarginAccount account, MaintenanceConvention convention, TermsAt termsAt, Instant at) {
        if (account.equityExact().compareTo(account.maintenanceExact()) < 0) {
            return List.of();
        }
        Optional<BigDecimal> fixed = convention == MaintenanceConvention.FIXED_AT_MARK
                ? Optional.of(account.coverExact())
                : Optional.empty();
        return underlyings(account).stream()
                .map(underlying -> new Search(
                                account, underlying, new UnderlyingPath(account, underlying, at, fixed), termsAt)
                        .prices())
                .toList();
    }

    private static List<Underlying> underlyings(MarginAccount account) {
        Map<String, List<MarginedPosition>> byName = new TreeMap<>();
        for (MarginedPosition position : account.positions()) {
            byName.computeIfAbsent(position.priced().position().underlying(), name -> new ArrayList<>())
                    .add(position);
        }
        List<Underlying> all = new ArrayList<>();
        byName.forEach((name, legs) -> {
            boolean inverse = Underlying.isInverse(legs.getFirst().priced());
            boolean isOfOneKind = legs.stream().allMatch(leg -> Underlying.isInverse(leg.priced()) == inverse);
            boolean isValued = legs.stream()
                    .allMatch(
                            leg -> Revaluation.missing(leg.priced().position()).isEmpty());
            boolean isMeant = legs.stream()
                    .anyMatch(leg -> leg.priced().position().contract().isOption()
                            || account.portfolio().terms().cover(leg.priced()));
            boolean movesAlike =
                    legs.stream().noneMatch(leg -> account.portfolio().terms().movesByItself(leg.priced()));
            boolean movesInPoints = account.portfolio().terms().scenarios().stream()
                    .anyMatch(scenario -> scenario.underlying().equals(name)
                            && scenario.pricePoints().signum() != 0);
            if (isOfOneKind && isValued && isMeant && movesAlike && !(inverse && movesInPoints)) {
                all.add(new Underlying(name, reference(legs), inverse, legs));
            }
        });
        return all;
    }

    private static BigDecimal reference(List<MarginedPosition> legs) {
        PricedPosition first = legs.stream()
                .map(MarginedPosition::priced)
                .min(Comparator.comparing(
                                (PricedPosition priced) -> priced.position().expiry(),
                                Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                        .thenComparing(priced -> priced.position().contract().isOption())
                        .thenComparing(priced -> priced.id().instrument()))
                .orElseThrow();
        var option = first.position().option();
        BigDecimal forward = option == null ? null : option.underlyingPrice();
        return forward == null ? first.price() : forward;
    }

    /** The walks of one underlying. */
    private static final class Search {

        private final MarginAccount account;
        private final Underlying underlying;
        private final UnderlyingPath path;
        private final TermsAt termsAt;
        private int valuations;

        Search(MarginAccount account, Underlying underlying, UnderlyingPath path, TermsAt termsAt) {
            this.account = account;
            this.underlying = underlying;
            this.path = path;
            this.termsAt = termsAt;
        }

        UnderlyingPrices prices() {
            There today = path.answer(account);
            Walk<There> falling = Walk.falling(path, today);
            Walk<There> rising = Walk.rising(path, today, OutwardWalk.FAR_AWAY);
            boolean complete = isFinished(falling) & isFinished(rising);
            Optional<Breach> down = (underlying.inverse() ? rising : falling).found();
            Optional<Breach> up = (underlying.inverse() ? falling : rising).found();
            return new UnderlyingPrices(
                    underlying.name(),
                    underlying.price(),
                    down.map(this::priceOf).orElse(null),
                    up.map(this::priceOf).orElse(null),
                    down.map(Breach::endOfTables).orElse(false),
                    up.map(Breach::endOfTables).orElse(false),
                    complete);
        }

        private BigDecimal priceOf(Breach breach) {
            return Decimals.normalised(underlying.priceAt(breach.value()));
        }

        private boolean isFinished(Walk<There> walk) {
            boolean goesOn = true;
            while (goesOn && valuations < VALUATIONS_MAX) {
                goesOn = walk.goesOnAfter(ask(walk.asked()));
            }
            return !goesOn;
        }

        private Optional<There> ask(BigDecimal value) {
            List<PricedPosition> moved = path.moved(value);
            Optional<MarginAccount> judged = termsAt.at(account, moved);
            int scenarios = judged.map(MarginAccount::portfolio)
                    .map(portfolio -> portfolio.terms().scenarios().size())
                    .orElse(0);
            valuations += underlying.legs().size() * (1 + scenarios);
            return judged.map(path::answer);
        }
    }
}
