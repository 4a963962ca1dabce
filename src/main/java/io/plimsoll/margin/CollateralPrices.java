package io.plimsoll.margin;

import io.plimsoll.margin.HaircutSchedule.Tier;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The price of each asset at which its margin account is no longer covered, all other prices unchanged: equity equals maintenance margin,
 * and so, for loans without positions, the health factor is 1. Haircuts and caps stay those of today's amounts in settlement currency.
 *
 * <p>Along the price of one asset, held {@code q} and owed {@code d}, the account has {@code counted(q·P) − d·P·(1 + maintenance rate)} and
 * what does not move. That is a straight line within each tier, so the lines' roots are all there are. For an account that is
 * breached already the price is the one at which it no longer would be.
 */
public final class CollateralPrices {

    private CollateralPrices() {}

    /**
     * Settlement currency per unit, exact to 34 digits, the nearest to today's price; assets that no positive price does it for are absent, and so are
     * currencies that profits join and assets that follow a position.
     */
    public static Map<String, BigDecimal> of(MarginAccount account) {
        return of(account, asset -> true);
    }

    /** The same of some assets alone. */
    public static Map<String, BigDecimal> of(MarginAccount account, Predicate<String> assets) {
        List<Holding> wanted = standingApart(account).holdings().stream()
                .filter(held -> assets.test(held.asset()) && !movesWithAPosition(held, account))
                .toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        BigDecimal surplus = surplus(account);
        for (Holding held : wanted) {
            breach(held, surplus).ifPresent(price -> prices.put(held.asset(), price));
        }
        return prices;
    }

    /** What no profit joins: of a currency that profits join, the positions settled in it would move with its price. */
    private static Balances standingApart(MarginAccount account) {
        return account.balances().without(account.conversions().joined());
    }

    private static boolean movesWithAPosition(Holding held, MarginAccount account) {
        return account.positions().stream()
                .anyMatch(position -> held.follows(position.priced().position().instrument()));
    }

    private static Optional<BigDecimal> breach(Holding held, BigDecimal surplus) {
        BigDecimal fixed = surplus.subtract(moving(held, held.price()));
        List<BigDecimal> bends = bends(held);
        List<BigDecimal> roots = new ArrayList<>();
        for (int i = 0; i < bends.size(); i++) {
            BigDecimal from = bends.get(i);
            boolean last = i + 1 == bends.size();
            BigDecimal to = last ? from.add(Decimals.ONE) : bends.get(i + 1);
            BigDecimal start = moving(held, from).add(fixed);
            BigDecimal rise = moving(held, to).add(fixed).subtract(start);
            if (rise.signum() != 0) {
                BigDecimal way = start.negate().multiply(to.subtract(from)).divide(rise, Decimals.QUOTIENT);
                BigDecimal root = Decimals.normalised(from.add(way));
                if (root.signum() > 0 && root.compareTo(from) >= 0 && (last || root.compareTo(to) <= 0)) {
                    roots.add(root);
                }
            }
        }
        return roots.stream()
                .min(Comparator.comparing(
                        (BigDecimal root) -> root.subtract(held.price()).abs()));
    }

    /** Exact equity less exact maintenance margin, today. */
    private static BigDecimal surplus(MarginAccount account) {
        Balances balances = account.balances();
        BigDecimal exact = balances.accrued();
        BigDecimal debts = Decimals.ZERO;
        for (Holding held : balances.holdings()) {
            exact = exact.add(held.countedValue()).subtract(held.debtValue());
        }
        for (Holding held : standingApart(account).holdings()) {
            debts = debts.add(held.debtValue().multiply(held.terms().maintenanceRate()));
        }
        BigDecimal ofPositions = account.equityExact().subtract(account.wallet());
        BigDecimal required = account.maintenanceExact()
                .subtract(standingApart(account).maintenanceOfDebts())
                .add(debts);
        return exact.add(ofPositions).subtract(required);
    }

    private static BigDecimal moving(Holding held, BigDecimal price) {
        BigDecimal counted = held.terms().schedule().valueOf(held.quantity().multiply(price));
        BigDecimal owed = held.owed().multiply(price);
        return counted.subtract(owed.multiply(Decimals.ONE.add(held.terms().maintenanceRate())));
    }

    /** Prices at which the line bends, where a tier begins or the cap is reached; rounded up, so that the last stretch has one slope. */
    private static List<BigDecimal> bends(Holding held) {
        var bends = new TreeSet<BigDecimal>();
        bends.add(Decimals.ZERO);
        if (held.quantity().signum() > 0) {
            for (Tier tier : held.terms().schedule().tiers()) {
                bends.add(Decimals.quotientRoundedUp(tier.floor(), held.quantity()));
            }
            BigDecimal cap = held.terms().schedule().cap();
            if (cap != null) {
                bends.add(Decimals.quotientRoundedUp(cap, held.quantity()));
            }
        }
        return List.copyOf(bends);
    }
}
