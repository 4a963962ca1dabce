package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The spreads that a portfolio forms, counted as SPAN counts them: in the order of their priority, each as often as the net deltas that the spreads before it
 * have left allow. A spread between months costs a charge, one between commodities earns a credit.
 *
 * @param formed those that are formed, in the order of their priority
 * @param left net delta that is in no spread, by the name of its leg
 */
public record Spreads(List<Formed> formed, Map<String, BigDecimal> left) {

    /** None may be formed. */
    public static final Spreads NONE = new Spreads(List.of(), Map.of());

    public Spreads {
        formed = List.copyOf(formed);
        left = Collections.unmodifiableMap(new TreeMap<>(left));
    }

    /**
     * One side of a spread.
     *
     * @param name what the net delta is known by: a month, a tier, a commodity
     * @param perSpread delta that one spread takes, never zero; legs of opposite signs stand on opposite sides of the market, whichever that is
     */
    public record Leg(String name, BigDecimal perSpread) {
        public Leg {
            if (perSpread.signum() == 0) {
                throw new IllegalArgumentException("a leg of `" + name + "` must take a delta");
            }
        }
    }

    /**
     * A spread that may be formed.
     *
     * @param legs at least two, each name once
     * @param charge for each spread, settlement currency; negative is a credit
     * @param creditRate fraction, 0 to 1, of the legs' price risk that each spread earns back; of a leg without a grid nothing
     */
    public record Spread(List<Leg> legs, BigDecimal charge, BigDecimal creditRate) {
        public Spread {
            legs = List.copyOf(legs);
            if (creditRate.signum() < 0 || creditRate.compareTo(Decimals.ONE) > 0) {
                throw new IllegalArgumentException("the credit rate must lie between 0 and 1, was " + creditRate);
            }
            if (legs.stream().map(Leg::name).distinct().count() != legs.size() || legs.size() < 2) {
                throw new IllegalArgumentException("a spread needs two or more different legs, had " + legs);
            }
        }

        /** Of an amount for each. */
        public Spread(List<Leg> legs, BigDecimal charge) {
            this(legs, charge, Decimals.ZERO);
        }

        private BigDecimal chargeOf(BigDecimal count) {
            return Decimals.normalised(charge.multiply(count));
        }
    }

    /**
     * Which spreads may be formed, and what positions bring to them.
     *
     * @param inOrder the spread of the highest priority first
     * @param deltas of one unit of a position's quantity, held long, by the name of the leg it counts for
     */
    public record Terms(List<Spread> inOrder, Map<PositionId, Map<String, BigDecimal>> deltas) {

        /** None. */
        public static final Terms NONE = new Terms(List.of(), Map.of());

        public Terms {
            inOrder = List.copyOf(inOrder);
            deltas = Map.copyOf(deltas);
        }

        /**
         * What the positions form; those without deltas form nothing.
         *
         * @param priceRisk of the grid of a leg's name, zero where there is none
         */
        Spreads of(List<PricedPosition> positions, Function<String, BigDecimal> priceRisk) {
            Map<String, BigDecimal> net = new TreeMap<>();
            for (PricedPosition priced : positions) {
                deltas.getOrDefault(priced.id(), Map.of())
                        .forEach((leg, delta) ->
                                net.merge(leg, priced.position().quantity().multiply(delta), BigDecimal::add));
            }
            return Spreads.of(net, inOrder).credited(net, priceRisk);
        }
    }

    /**
     * A spread that is formed.
     *
     * @param count positive, a fraction too
     * @param charge of all of them, less what they earn back of their legs' price risk
     */
    public record Formed(Spread spread, BigDecimal count, BigDecimal charge) {}

    /**
     * @param deltas net delta by name, positive long
     * @param inOrder the spread of the highest priority first
     */
    public static Spreads of(Map<String, BigDecimal> deltas, List<Spread> inOrder) {
        Map<String, BigDecimal> left = new TreeMap<>(deltas);
        List<Formed> formed = new ArrayList<>();
        for (Spread spread : inOrder) {
            for (BigDecimal side : List.of(Decimals.ONE, Decimals.ONE.negate())) {
                BigDecimal count = count(spread, side, left);
                if (count.signum() > 0) {
                    spread.legs()
                            .forEach(leg -> left.merge(
                                    leg.name(),
                                    side.multiply(leg.perSpread()).multiply(count),
                                    (held, taken) -> Decimals.normalised(held.subtract(taken))));
                    formed.add(new Formed(spread, count, spread.chargeOf(count)));
                }
            }
        }
        return new Spreads(formed, left);
    }

    /**
     * The same spreads with what they earn back of their legs' price risk, as SPAN credits a spread between commodities by its weighted price risk:
     * {@code rate · Σ count · delta per spread · price risk / |net delta|}, rounded down at 34 digits a leg.
     *
     * @param deltas net delta by name before any spread was formed, positive long
     * @param priceRisk by the name of a leg, settlement currency, zero or more; zero of a leg that has none
     */
    public Spreads credited(Map<String, BigDecimal> deltas, Function<String, BigDecimal> priceRisk) {
        return new Spreads(
                formed.stream()
                        .map(one -> new Formed(
                                one.spread(),
                                one.count(),
                                Decimals.normalised(one.charge().subtract(credit(one, deltas, priceRisk)))))
                        .toList(),
                left);
    }

    private static BigDecimal credit(
            Formed formed, Map<String, BigDecimal> deltas, Function<String, BigDecimal> priceRisk) {
        BigDecimal credit = Decimals.ZERO;
        if (formed.spread().creditRate().signum() == 0) {
            return credit;
        }
        for (Leg leg : formed.spread().legs()) {
            BigDecimal taken = leg.perSpread().abs().multiply(formed.count());
            BigDecimal net = deltas.getOrDefault(leg.name(), Decimals.ZERO).abs();
            credit = credit.add(Decimals.quotientRoundedDown(
                    priceRisk
                            .apply(leg.name())
                            .multiply(taken)
                            .multiply(formed.spread().creditRate()),
                    net));
        }
        return credit;
    }

    /** How many spreads the deltas allow on one side of the market, to 34 digits, rounded down. */
    private static BigDecimal count(Spread spread, BigDecimal side, Map<String, BigDecimal> left) {
        Optional<BigDecimal> fewest = Optional.empty();
        for (Leg leg : spread.legs()) {
            BigDecimal held = left.getOrDefault(leg.name(), Decimals.ZERO).multiply(side);
            BigDecimal allowed = Decimals.largest(Decimals.quotientRoundedDown(held, leg.perSpread()), Decimals.ZERO);
            fewest = Optional.of(
                    fewest.map(other -> Decimals.smallest(other, allowed)).orElse(allowed));
        }
        return fewest.orElse(Decimals.ZERO);
    }

    /** Sum of the charges less the credits, settlement currency. */
    public BigDecimal charge() {
        BigDecimal sum = Decimals.ZERO;
        for (Formed spread : formed) {
            sum = sum.add(spread.charge());
        }
        return sum;
    }
}
