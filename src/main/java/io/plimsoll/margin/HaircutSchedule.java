package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a market value of one asset counts for: {@code ∫₀ᵛ (1 − haircut(x)) dx}, where the haircut at an amount is the largest rate whose
 * floor it has passed, and nothing beyond the cap counts. A debt, which has a negative market value, counts in full. Amounts are in the
 * settlement currency and exact.
 *
 * <p>The slope is never above 1 and never rises, so what counts never falls as the market value grows.
 *
 * @param tiers where the haircut grows, lowest floor first; the first floor is zero, floors and rates rise
 * @param cap most market value that counts, before haircuts, zero or more; null without a limit
 */
public record HaircutSchedule(List<Tier> tiers, @Nullable BigDecimal cap) {

    /** For an asset that does not count at all. */
    public static final HaircutSchedule NOTHING = flat(Decimals.ONE);

    /**
     * From which market value on a rate applies.
     *
     * @param floor market value, zero or more: what lies above it counts at this rate
     * @param rate fraction that does not count, 0 to 1
     */
    public record Tier(BigDecimal floor, BigDecimal rate) {
        public Tier {
            if (floor.signum() < 0) {
                throw new IllegalArgumentException("the floor of a haircut must not be negative, was " + floor);
            }
            if (rate.signum() < 0 || rate.compareTo(Decimals.ONE) > 0) {
                throw new IllegalArgumentException("a haircut must lie between 0 and 1, was " + rate);
            }
        }
    }

    public HaircutSchedule {
        tiers = rising(tiers);
        if (tiers.isEmpty() || tiers.getFirst().floor().signum() != 0) {
            throw new IllegalArgumentException("no haircut is given from an amount of 0 on, only " + tiers);
        }
        if (cap != null && cap.signum() < 0) {
            throw new IllegalArgumentException("the cap must not be negative, was " + cap);
        }
    }

    /** The same haircut at every amount. */
    public static HaircutSchedule flat(BigDecimal rate) {
        return new HaircutSchedule(List.of(new Tier(Decimals.ZERO, rate)), null);
    }

    /** The tiers that matter: each begins above the one before it and has a higher rate, for at each amount the largest rate reached wins. */
    public static List<Tier> rising(List<Tier> all) {
        if (all.size() <= 1) {
            return List.copyOf(all);
        }
        List<Tier> rising = new ArrayList<>();
        for (Tier tier : all.stream()
                .sorted(Comparator.comparing(Tier::floor).thenComparing(Tier::rate, Comparator.reverseOrder()))
                .toList()) {
            if (rising.isEmpty() || tier.rate().compareTo(rising.getLast().rate()) > 0) {
                rising.add(tier);
            }
        }
        return List.copyOf(rising);
    }

    /** True if no amount of the asset counts for anything. */
    public boolean countsNothing() {
        return stretches().stream().allMatch(stretch -> stretch.counted().signum() == 0);
    }

    /** What a market value counts for, exact; a debt in full. */
    public BigDecimal valueOf(BigDecimal marketValue) {
        if (marketValue.signum() <= 0) {
            return marketValue;
        }
        BigDecimal value = Decimals.ZERO;
        for (Stretch stretch : stretches()) {
            value = value.add(stretch.within(marketValue).multiply(stretch.counted()));
        }
        return value;
    }

    /**
     * The least that must be added to a market value so that what it counts for rises by an amount: a debt is paid off at its full value
     * before anything is cut.
     *
     * @param amount zero or more
     * @return market value before haircuts, to 34 digits, rounded up; empty where no addition is worth that much
     */
    public Optional<BigDecimal> additionWorth(BigDecimal amount, BigDecimal marketValue) {
        BigDecimal missing = amount;
        BigDecimal added = Decimals.ZERO;
        BigDecimal from = marketValue;
        if (from.signum() < 0) {
            BigDecimal paidOff = Decimals.smallest(missing, from.negate());
            missing = missing.subtract(paidOff);
            added = paidOff;
            from = Decimals.ZERO;
        }
        for (Stretch stretch : stretches()) {
            BigDecimal start = Decimals.largest(from, stretch.from());
            if (missing.signum() > 0
                    && stretch.reachesBeyond(start)
                    && stretch.counted().signum() > 0) {
                BigDecimal needed = Decimals.quotientRoundedUp(missing, stretch.counted());
                BigDecimal taken = stretch.to() == null
                        ? needed
                        : Decimals.smallest(needed, stretch.to().subtract(start));
                missing = taken.compareTo(needed) == 0
                        ? Decimals.ZERO
                        : missing.subtract(taken.multiply(stretch.counted()));
                added = added.add(taken);
            }
        }
        return missing.signum() > 0 ? Optional.empty() : Optional.of(Decimals.normalised(added));
    }

    /**
     * Lines in the market value of which the lowest is what it counts for, each flatter than the one before; the first is a debt's, which counts in full.
     */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Decimals.ZERO, Decimals.ONE));
        BigDecimal value = Decimals.ZERO;
        for (Stretch stretch : stretches()) {
            BigDecimal slope = stretch.counted();
            if (slope.compareTo(lines.getLast().slope()) < 0) {
                lines.add(new Line(value.subtract(slope.multiply(stretch.from())), slope));
            }
            if (stretch.to() == null) {
                return lines;
            }
            value = value.add(slope.multiply(stretch.to().subtract(stretch.from())));
        }
        if (lines.getLast().slope().signum() > 0) {
            lines.add(new Line(value, Decimals.ZERO));
        }
        return lines;
    }

    /**
     * Market values that count at one rate.
     *
     * @param to end, exclusive; null without one
     * @param counted fraction that counts
     */
    private record Stretch(BigDecimal from, @Nullable BigDecimal to, BigDecimal counted) {

        boolean reachesBeyond(BigDecimal value) {
            return to == null || to.compareTo(value) > 0;
        }

        /** How much of a market value lies in this stretch. */
        BigDecimal within(BigDecimal marketValue) {
            BigDecimal end = to == null ? marketValue : Decimals.smallest(to, marketValue);
            return Decimals.largest(end.subtract(from), Decimals.ZERO);
        }
    }

    /** The tiers up to the cap. */
    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            BigDecimal end = i + 1 < tiers.size() ? tiers.get(i + 1).floor() : null;
            if (cap != null && (end == null || cap.compareTo(end) < 0)) {
                end = cap;
            }
            var stretch = new Stretch(tier.floor(), end, Decimals.ONE.subtract(tier.rate()));
            if (stretch.reachesBeyond(tier.floor())) {
                stretches.add(stretch);
            }
        }
        return stretches;
    }
}
