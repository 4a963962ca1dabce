package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Equity against requirement while an underlying moves, and with it every position on it: options by the model, others in proportion. It goes by
 * the price of the underlying, or where all contracts on it are inverse by its reciprocal: along that every long option is worth a convex
 * function, which lies below its chord and above its tangents, and every other contract a straight line. So equity has a lower and requirement an
 * upper bound between two values, and a stretch in which they do not meet needs no look inside.
 */
final class UnderlyingPath implements WalkPath<UnderlyingPath.There> {

    /** Prices of the model have 30 digits, and the difference of two of them fewer. */
    private static final MathContext SAME = new MathContext(20);

    private final MarginAccount account;
    private final Underlying underlying;
    private final Instant at;
    private final Optional<BigDecimal> fixedRequirement;

    /** @param fixedRequirement maintenance margin that does not move; empty for one that does */
    UnderlyingPath(MarginAccount account, Underlying underlying, Instant at, Optional<BigDecimal> fixedRequirement) {
        this.account = account;
        this.underlying = underlying;
        this.at = at;
        this.fixedRequirement = fixedRequirement;
    }

    /**
     * The positions of a margin account that follow one underlying.
     *
     * @param price of the underlying: that of its perpetual or nearest contract, of an option the forward
     * @param inverse true if all of them are margined in the base asset
     */
    record Underlying(String name, BigDecimal price, boolean inverse, List<MarginedPosition> legs) {

        boolean holds(PositionId id) {
            return legs.stream().anyMatch(leg -> leg.id().equals(id));
        }

        static boolean isInverse(PricedPosition priced) {
            ContractKind contract = priced.position().contract();
            return contract == ContractKind.INVERSE || contract == ContractKind.INVERSE_OPTION;
        }

        BigDecimal valueAt(BigDecimal ofPrice) {
            return inverse ? Decimals.ONE.divide(ofPrice, QUOTIENT) : ofPrice;
        }

        BigDecimal priceAt(BigDecimal value) {
            return inverse ? Decimals.ONE.divide(value, QUOTIENT) : value;
        }
    }

    /**
     * The account where the underlying has moved.
     *
     * @param slopes of one unit of each leg held long
     * @param required maintenance margin
     */
    record There(MarginAccount account, Map<PositionId, BigDecimal> slopes, BigDecimal required) {
        There {
            slopes = Map.copyOf(slopes);
        }

        /** What is required beside the grids. */
        BigDecimal requiredElsewhere() {
            return required.subtract(account.portfolio().requirement());
        }
    }

    /** Every position of the account where the underlying has a value. */
    List<PricedPosition> moved(BigDecimal value) {
        BigDecimal factor = underlying.priceAt(value).divide(underlying.price(), QUOTIENT);
        return account.priced().stream()
                .map(priced -> underlying.holds(priced.id()) ? Revaluation.moved(priced, factor, at) : priced)
                .toList();
    }

    /** @param judged the account with {@link #moved} positions under the terms there */
    There answer(MarginAccount judged) {
        Map<PositionId, BigDecimal> slopes = new HashMap<>();
        for (MarginedPosition leg : underlying.legs()) {
            slopes.put(leg.id(), Revaluation.slopeOf(judged.position(leg.id()).priced(), at));
        }
        return new There(judged, slopes, fixedRequirement.orElseGet(judged::coverExact));
    }

    @Override
    public BigDecimal today() {
        return underlying.valueAt(underlying.price());
    }

    @Override
    public boolean isBreachedAt(BigDecimal value, There there) {
        return slack(there).signum() < 0;
    }

    @Override
    public boolean isClear(BigDecimal from, There there, BigDecimal to, There farther) {
        if (!there.account()
                .portfolio()
                .terms()
                .equals(farther.account().portfolio().terms())) {
            return false;
        }
        for (Bound bound : Bound.values()) {
            if (new Stretch(from, there, to, farther, bound).isClear()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isStraightBetween(There there, There farther) {
        return false;
    }

    @Override
    public Optional<BigDecimal> meetingOutwards(BigDecimal from, There there, boolean rising) {
        return Optional.empty();
    }

    /**
     * Where a line through both ends meets zero, then as far beyond it again from the nearer end, so that the meeting is soon between two values
     * that are close to each other; every third time the middle, in case of a jump.
     */
    @Override
    public BigDecimal between(BigDecimal from, There there, BigDecimal to, Optional<There> farther, int question) {
        BigDecimal middle = from.add(to, QUOTIENT).divide(BreachSearch.TWO, QUOTIENT);
        BigDecimal near = slack(there);
        BigDecimal far = farther.map(UnderlyingPath::slack).orElse(Decimals.ZERO);
        if (question % 3 == 0 || far.signum() >= 0) {
            return middle;
        }
        BigDecimal share = near.divide(near.subtract(far), QUOTIENT);
        boolean nearer = near.compareTo(far.negate()) < 0;
        if (question % 3 == 2) {
            share = nearer ? share.add(share) : share.add(share).subtract(Decimals.ONE);
        }
        BigDecimal found = from.add(to.subtract(from).multiply(share, QUOTIENT), QUOTIENT);
        boolean isInside =
                found.compareTo(Decimals.smallest(from, to)) > 0 && found.compareTo(Decimals.largest(from, to)) < 0;
        return isInside ? found : middle;
    }

    @Override
    public MathContext same() {
        return SAME;
    }

    private static BigDecimal slack(There there) {
        return there.account().beforeDiscounts().subtract(there.required());
    }

    /** By which straight line a convex function is bounded from below; from above by its chord, or by the larger of its ends. */
    private enum Bound {
        SMALLER_END,
        TANGENT_HERE,
        TANGENT_THERE,
        BOTH_TANGENTS
    }

    /** Two amounts, at either end of a stretch. */
    private record Ends(BigDecimal here, BigDecimal there) {

        static final Ends NOTHING = new Ends(Decimals.ZERO, Decimals.ZERO);

        Ends plus(Ends other) {
            return new Ends(here.add(other.here), there.add(other.there));
        }

        Ends plus(BigDecimal amount) {
            return plus(new Ends(amount, amount));
        }

        Ends times(BigDecimal factor) {
            return new Ends(here.multiply(factor), there.multiply(factor));
        }

        boolean isNegative() {
            return here.signum() < 0 || there.signum() < 0;
        }
    }

    /** The stretch between two answers; what is said of it holds of every value in it. */
    private final class Stretch {

        private final BigDecimal from;
        private final There here;
        private final BigDecimal to;
        private final There there;
        private final Bound bound;

        Stretch(BigDecimal from, There here, BigDecimal to, There there, Bound bound) {
            this.from = from;
            this.here = here;
            this.to = to;
            this.there = there;
            this.bound = bound;
        }

        /** True if equity is at least what is required whichever scenario is the worst one. */
        boolean isClear() {
            Ends beside = beside();
            Optional<ScenarioGrid> grid = grid(here);
            int cells = fixedRequirement.isPresent()
                    ? 0
                    : grid.map(of -> of.scenarios().size()).orElse(0);
            BigDecimal credit = cells == 0 ? Decimals.ZERO : creditLessOthers();
            BigDecimal least = here.account().portfolio().terms().least();
            BigDecimal withoutLoss = Decimals.smallest(credit, least.negate());
            if (least(beside.plus(withoutLoss), -1, grid).isNegative()) {
                return false;
            }
            List<Ends> ofCells = IntStream.range(0, cells)
                    .mapToObj(cell -> least(beside.plus(credit), cell, grid))
                    .toList();
            int meanOf = grid.map(ScenarioGrid::meanOf).orElse(1);
            if (meanOf == 1) {
                return ofCells.stream().noneMatch(Ends::isNegative);
            }
            Ends none = least(beside.plus(credit), -1, grid);
            return isCovered(ofCells.stream().map(Ends::here).toList(), none.here(), meanOf)
                    && isCovered(ofCells.stream().map(Ends::there).toList(), none.there(), meanOf);
        }

        /** True if the mean of the worst few is not negative, a gain counting as no loss; along a stretch that mean is concave, so that both ends decide. */
        private static boolean isCovered(List<BigDecimal> ofCells, BigDecimal none, int meanOf) {
            return ofCells.stream()
                            .map(of -> Decimals.smallest(of, none))
                            .sorted()
                            .limit(meanOf)
                            .reduce(Decimals.ZERO, BigDecimal::add)
                            .signum()
                    >= 0;
        }

        /** Equity but for the legs, less what is required beside the grids. */
        private Ends beside() {
            BigDecimal equity = Decimals.smallest(withoutLegs(here), withoutLegs(there));
            BigDecimal requiredHere = fixedRequirement.orElseGet(here::requiredElsewhere);
            BigDecimal requiredThere = fixedRequirement.orElseGet(there::requiredElsewhere);
            BigDecimal most = Decimals.largest(requiredHere, requiredThere);
            return hasSameTerms()
                    ? new Ends(equity.subtract(requiredHere), equity.subtract(requiredThere))
                    : new Ends(equity.subtract(most), equity.subtract(most));
        }

        /** Under the same terms each requirement of a position is a convex function too, so that its chord is the most. */
        private boolean hasSameTerms() {
            boolean sameAddOn = here.account().addOn().compareTo(there.account().addOn()) == 0;
            return sameAddOn
                    && underlying.legs().stream()
                            .allMatch(leg -> here.account()
                                    .position(leg.id())
                                    .terms()
                                    .equals(there.account().position(leg.id()).terms()));
        }

        private BigDecimal withoutLegs(There end) {
            BigDecimal ofLegs = Decimals.ZERO;
            for (MarginedPosition leg : underlying.legs()) {
                PricedPosition priced = end.account().position(leg.id()).priced();
                ofLegs = ofLegs.add(priced.signedUnits().multiply(Revaluation.valueOf(priced)));
            }
            return end.account().beforeDiscounts().subtract(ofLegs);
        }

        /** What the grids of other underlyings require does not move, nor do spreads but for what they earn back: that lies between both ends. */
        private BigDecimal creditLessOthers() {
            PortfolioMargin portfolio = here.account().portfolio();
            BigDecimal charge = Decimals.largest(
                    portfolio.spreads().charge(),
                    there.account().portfolio().spreads().charge());
            return portfolio.grids().stream()
                    .filter(grid -> !grid.underlying().equals(underlying.name()))
                    .map(ScenarioGrid::requirement)
                    .reduce(portfolio.terms().credit().subtract(charge).subtract(gridCharges()), BigDecimal::subtract);
        }

        private BigDecimal gridCharges() {
            return Decimals.largest(
                    here.account().portfolio().terms().allCharges(),
                    there.account().portfolio().terms().allCharges());
        }

        /** Equity less requirement were one scenario the worst, or none. */
        private Ends least(Ends beside, int cell, Optional<ScenarioGrid> grid) {
            Ends sum = beside;
            BigDecimal weight = cell < 0
                    ? Decimals.ZERO
                    : grid.orElseThrow().scenarios().get(cell).weight();
            if (cell >= 0) {
                sum = sum.plus(grid.orElseThrow().ofAssets(cell).multiply(weight));
            }
            for (MarginedPosition leg : underlying.legs()) {
                BigDecimal units = leg.priced().signedUnits();
                sum = sum.plus(part(units.multiply(Decimals.ONE.subtract(weight)), asPriced(leg)));
                if (cell >= 0) {
                    sum = sum.plus(part(units.multiply(weight), inScenario(leg, cell)));
                }
            }
            return sum;
        }

        private Optional<ScenarioGrid> grid(There end) {
            return end.account().portfolio().grids().stream()
                    .filter(grid -> grid.underlying().equals(underlying.name()))
                    .findFirst();
        }

        private List<Unit> asPriced(MarginedPosition leg) {
            return both(end -> new Unit(
                    Revaluation.valueOf(end.account().position(leg.id()).priced()),
                    Optional.ofNullable(end.slopes().get(leg.id())).orElseThrow()));
        }

        private List<Unit> inScenario(MarginedPosition leg, int cell) {
            return both(end -> {
                ScenarioGrid.Revalued revalued = grid(end).orElseThrow().of(leg.id());
                Revaluation.OfUnit unit = revalued.units().get(cell);
                return new Unit(Revaluation.valueOf(revalued.position()).add(unit.gain()), unit.slope());
            });
        }

        private List<Unit> both(Function<There, Unit> unit) {
            return List.of(unit.apply(here), unit.apply(there));
        }

        /** What so many units are worth at least, on a straight line. */
        private Ends part(BigDecimal units, List<Unit> ends) {
            Unit one = ends.getFirst();
            Unit other = ends.getLast();
            if (units.signum() == 0) {
                return Ends.NOTHING;
            }
            boolean least = units.signum() > 0;
            if (bound == Bound.SMALLER_END) {
                BigDecimal end = least
                        ? Decimals.smallest(one.value(), other.value())
                        : Decimals.largest(one.value(), other.value());
                return new Ends(end, end).times(units);
            }
            Ends chord = new Ends(one.value(), other.value());
            return (least ? tangent(one, other) : chord).times(units);
        }

        private Ends tangent(Unit one, Unit other) {
            Ends atOne = new Ends(one.value(), one.value().add(change(one.slope(), from)));
            Ends atOther = new Ends(other.value().subtract(change(other.slope(), to)), other.value());
            return switch (bound) {
                case TANGENT_HERE -> atOne;
                case TANGENT_THERE -> atOther;
                case SMALLER_END, BOTH_TANGENTS -> atOne.plus(atOther).times(new BigDecimal("0.5"));
            };
        }

        /** By how much a slope, which is for 100 % of the value where it was taken, changes along the stretch. */
        private BigDecimal change(BigDecimal slope, BigDecimal takenAt) {
            return slope.multiply(to.subtract(from)).divide(takenAt, QUOTIENT);
        }
    }

    /** One unit held long: its value, and its slope for each 100 %. */
    private record Unit(BigDecimal value, BigDecimal slope) {}
}
