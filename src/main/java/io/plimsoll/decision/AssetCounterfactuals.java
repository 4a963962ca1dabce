package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.decision.CollateralStage.AcceptableAsset;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.LeastEnough.Found;
import io.plimsoll.decision.WouldChange.CollateralPrice;
import io.plimsoll.decision.WouldChange.Deposit;
import io.plimsoll.decision.WouldChange.Repayment;
import io.plimsoll.margin.CollateralPrices;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the assets of the cross margin account could do: a deposit of one, a repayment of a debt, another price. Where nothing is borrowed,
 * only what may meet a call is deposited.
 */
final class AssetCounterfactuals {

    /** Assets of each kind that are tried; a customer with more chooses among these. */
    private static final int ASSETS_MAX = 5;

    /** Amounts and prices are followed so far from where they are. */
    static final BigDecimal FAR = BigDecimal.valueOf(100);

    private final AccountSnapshot snapshot;
    private final Collaterals collaterals;
    private final MarginAccount account;
    private final BigDecimal missing;
    private final Policy policy;
    private final Search search;

    /** @param missing what the decision most likely turns on, settlement currency: where to look first, and no more */
    AssetCounterfactuals(
            AccountSnapshot snapshot,
            Collaterals collaterals,
            MarginAccount account,
            BigDecimal missing,
            Policy policy,
            Search search) {
        this.snapshot = snapshot;
        this.collaterals = collaterals;
        this.account = account;
        this.missing = missing;
        this.policy = policy;
        this.search = search;
    }

    /** True if a loan is owed, or a balance below zero in anything but the settlement currency, which more of it pays off. */
    boolean hasLoans() {
        return !debts().isEmpty();
    }

    /** Of each asset but the settlement currency that may meet a call; of a loan, of each that counts for anything. */
    List<Deposit> deposits() {
        List<Holding> wanted = account.balances().holdings().stream()
                .filter(held -> !held.asset().equals(snapshot.settlementCurrency()))
                .filter(held -> acceptable(held).isPresent()
                        || (hasLoans() && !held.terms().schedule().countsNothing()))
                .toList();
        List<Deposit> deposits = new ArrayList<>();
        for (Holding held : first(wanted, AssetCounterfactuals::ofDeposit)) {
            BigDecimal unit = acceptable(held).map(AcceptableAsset::step).orElseGet(() -> unit(held));
            BigDecimal value = held.terms()
                    .schedule()
                    .additionWorth(
                            missing.max(Decimals.ZERO), held.marketValue().subtract(held.debtValue()))
                    .orElse(missing);
            Optional<Found> found = search.least(
                    ofDeposit(held),
                    units -> snapshot.withMore(held.asset(), unit.multiply(new BigDecimal(units))),
                    units(value, unit.multiply(held.price())),
                    units(worth().multiply(FAR), unit.multiply(held.price())));
            found.ifPresentOrElse(
                    of -> deposits.add(new Deposit(held.asset(), quantity(of, unit), of.becomes())),
                    () -> search.notShown(ofDeposit(held), "no deposit of " + held.asset() + " changes the outcome"));
        }
        return deposits;
    }

    List<Repayment> repayments() {
        List<Repayment> repayments = new ArrayList<>();
        for (Holding debt : first(debts(), AssetCounterfactuals::ofRepayment)) {
            BigDecimal unit = unit(debt);
            Function<BigInteger, BigDecimal> quantity =
                    units -> Decimals.smallest(debt.owed(), unit.multiply(new BigDecimal(units)));
            Optional<Found> found = search.least(
                    ofRepayment(debt),
                    units -> snapshot.withRepaid(debt.asset(), quantity.apply(units)),
                    units(missing, unit.multiply(debt.price())),
                    units(debt.owed(), unit));
            found.ifPresentOrElse(
                    of -> repayments.add(
                            new Repayment(debt.asset(), Decimals.normalised(quantity.apply(of.units())), of.becomes())),
                    () -> search.notShown(
                            ofRepayment(debt), "repaying all of " + debt.asset() + " does not change the outcome"));
        }
        return repayments;
    }

    /** Of each asset that is held or owed, if there is a loan. */
    List<CollateralPrice> prices() {
        List<Holding> wanted = hasLoans()
                ? account.balances().holdings().stream()
                        .filter(held -> !held.asset().equals(snapshot.settlementCurrency()))
                        .filter(held ->
                                held.quantity().signum() > 0 || held.owed().signum() > 0)
                        .toList()
                : List.of();
        List<CollateralPrice> prices = new ArrayList<>();
        for (Holding held : first(wanted, AssetCounterfactuals::ofPrice)) {
            boolean gainsUpwards = held.quantity().compareTo(held.owed()) >= 0;
            CollateralPrice price = price(held, gainsUpwards);
            if (price == null) {
                price = price(held, !gainsUpwards); // what counts of it may be less than what is owed
            }
            if (price == null) {
                search.notShown(ofPrice(held), "no price of " + held.asset() + " changes the outcome");
            } else {
                prices.add(price);
            }
        }
        return prices;
    }

    private @Nullable CollateralPrice price(Holding held, boolean upwards) {
        BigDecimal now = held.price();
        var ticks = new Ticks(now, policy.rounding().pricePlaces(), upwards);
        BigDecimal covered = CollateralPrices.of(account).getOrDefault(held.asset(), now);
        boolean liesThere = upwards == covered.compareTo(now) > 0;
        return search.least(
                        ofPrice(held),
                        units -> snapshot.withPriceOf(held.asset(), ticks.at(units)),
                        liesThere ? units(covered.subtract(now).abs(), ticks.size()) : BigInteger.ONE,
                        ticks.max())
                .map(found -> new CollateralPrice(held.asset(), ticks.at(found.units()), upwards, found.becomes()))
                .orElse(null);
    }

    private List<Holding> debts() {
        return account.balances().holdings().stream()
                .filter(held -> held.owed().signum() > 0)
                .filter(held -> !held.asset().equals(snapshot.settlementCurrency()) || isBorrowed(held))
                .toList();
    }

    private boolean isBorrowed(Holding held) {
        return snapshot.collateral().stream()
                        .filter(of -> of.asset().equals(held.asset()))
                        .map(Collateral::borrowed)
                        .anyMatch(borrowed -> borrowed.signum() > 0)
                || snapshot.accrued().stream()
                        .anyMatch(of -> of.isInterestOwed() && of.asset().equals(held.asset()));
    }

    private Optional<AcceptableAsset> acceptable(Holding held) {
        return collaterals.acceptable().stream()
                .filter(asset -> asset.holding().asset().equals(held.asset()))
                .findFirst();
    }

    /** As fine as the amounts of the decision are, and no finer than the asset's smallest unit. */
    private BigDecimal unit(Holding held) {
        int digits = Math.max(0, held.price().precision() - held.price().scale());
        BigDecimal fine = BigDecimal.ONE.movePointLeft(policy.rounding().amountPlaces() + digits);
        BigDecimal smallest = held.terms().unit();
        return smallest == null || fine.remainder(smallest).signum() == 0 ? fine : smallest;
    }

    /** An amount of the order of the account's own. */
    private BigDecimal worth() {
        return account.notional()
                .add(account.equity().abs())
                .add(account.initialMargin())
                .add(account.balances().debtValue())
                .add(BigDecimal.ONE);
    }

    private List<Holding> first(List<Holding> all, Function<Holding, String> name) {
        all.stream().skip(ASSETS_MAX).map(name).forEach(search::notLookedAt);
        return all.stream().limit(ASSETS_MAX).toList();
    }

    private static String ofDeposit(Holding held) {
        return "a deposit of " + held.asset();
    }

    private static String ofRepayment(Holding held) {
        return "a repayment of " + held.asset();
    }

    private static String ofPrice(Holding held) {
        return "another price of " + held.asset();
    }

    /** The fewest units that come to an amount. */
    static BigInteger units(BigDecimal amount, BigDecimal unit) {
        return amount.divide(unit, 0, RoundingMode.CEILING).toBigInteger();
    }

    static BigDecimal quantity(Found found, BigDecimal unit) {
        return Decimals.normalised(unit.multiply(new BigDecimal(found.units())));
    }
}
