package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.MarginMode;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Conversions;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Second stage: what each asset counts for. At each amount the largest haircut wins, and of the rest the smallest cap and any exclusion; a
 * debt counts in full. What has accrued in favour counts like the collateral it will become, on top of what is held; in the settlement
 * currency it counts as it is. A profit of positions that are settled in another currency counts like that currency, unless rules say otherwise,
 * or joins its balance.
 */
final class CollateralStage {

    private CollateralStage() {}

    /**
     * What the collateral comes to.
     *
     * @param balances what is held and owed, with what of it counts
     * @param conversions what profits in other currencies count for
     * @param acceptable assets that may meet a margin call
     */
    record Collaterals(Balances balances, Conversions conversions, List<AcceptableAsset> acceptable) {}

    /**
     * An asset that may meet a margin call.
     *
     * @param marketValue what is held of it already, with the profits that join it, settlement currency; negative for a debt, which is paid off first
     * @param step units in multiples of which it is taken, positive
     */
    record AcceptableAsset(Collateral holding, BigDecimal marketValue, HaircutSchedule schedule, BigDecimal step) {}

    static Collaterals run(View view, Policy policy, Trail trail) {
        AccountSnapshot snapshot = view.snapshot();
        Proposals proposals = policy.rules().propose(Stage.COLLATERAL, view);
        Set<Proposed> won = trail.winners();
        List<Holding> holdings = new ArrayList<>();
        Set<String> convertedCurrencies = convertedCurrencies(view);
        Map<String, BigDecimal> rates = new HashMap<>();
        Set<String> joined = new HashSet<>();
        List<AcceptableAsset> acceptable = new ArrayList<>();
        for (Collateral asset : withSettlementCurrency(snapshot)) {
            BigDecimal net = snapshot.heldOf(asset);
            BigDecimal marketValue = net.multiply(asset.price());
            var terms = AssetTerms.of(asset.asset(), marketValue, proposals, won);
            boolean joinsProfit = terms.joinsProfit() && convertedCurrencies.contains(asset.asset());
            if (joinsProfit) {
                joined.add(asset.asset());
                marketValue = marketValue.add(profit(asset.asset(), view));
            }
            if (!terms.known() && (net.signum() > 0 || joinsProfit && marketValue.signum() > 0)) {
                trail.hold(
                        HoldReason.Code.NO_HAIRCUT,
                        "no rule says what the collateral `" + asset.asset() + "` counts for");
            }
            holdings.add(new Holding(
                    asset.asset(),
                    Decimals.largest(net, Decimals.ZERO),
                    snapshot.owedIn(asset),
                    asset.price(),
                    Holding.Terms.of(terms.schedule())
                            .withLoanToValue(terms.loanToValue())
                            .withUnit(terms.unit().orElse(null))
                            .withFollows(terms.follows().orElse(null))));
            if (!joinsProfit && convertedCurrencies.contains(asset.asset())) {
                rates.put(asset.asset(), terms.conversion().orElse(Decimals.ONE));
                if (terms.conversion().isEmpty()) {
                    holdIfAnyProfit(asset.asset(), view, trail);
                }
            }
            BigDecimal held = marketValue;
            terms.step().ifPresent(step -> acceptable.add(new AcceptableAsset(asset, held, terms.schedule(), step)));
        }
        trail.note(proposals, won, null);
        return new Collaterals(
                new Balances(holdings, accruedAsItIs(snapshot), policy.rounding()),
                Conversions.at(rates).joining(joined),
                acceptable);
    }

    /** Currencies of cross positions; the margin of an isolated one is in its own currency, so that its profit need not be converted. */
    private static Set<String> convertedCurrencies(View view) {
        Set<String> currencies = new HashSet<>();
        for (PricedPosition priced : view.positions()) {
            String currency = priced.position().settlementCurrency();
            if (currency != null
                    && !currency.equals(view.snapshot().settlementCurrency())
                    && priced.position().mode() == MarginMode.CROSS) {
                currencies.add(currency);
            }
        }
        return currencies;
    }

    private static List<PricedPosition> cross(View view) {
        return view.positions().stream()
                .filter(position -> position.position().mode() == MarginMode.CROSS)
                .toList();
    }

    private static BigDecimal profit(String currency, View view) {
        return Conversions.NONE.profit(currency, cross(view));
    }

    private static void holdIfAnyProfit(String currency, View view, Trail trail) {
        if (profit(currency, view).signum() > 0) {
            trail.hold(
                    HoldReason.Code.NO_HAIRCUT,
                    "no rule says what a profit in the currency `" + currency + "` counts for");
        }
    }

    /** Interest may be owed in the settlement currency where none of it is held. */
    private static List<Collateral> withSettlementCurrency(AccountSnapshot snapshot) {
        String currency = snapshot.settlementCurrency();
        boolean owed = snapshot.accrued().stream()
                .anyMatch(accrual -> accrual.isInterestOwed() && accrual.asset().equals(currency));
        if (!owed
                || snapshot.collateral().stream().anyMatch(held -> held.asset().equals(currency))) {
            return snapshot.collateral();
        }
        List<Collateral> assets = new ArrayList<>(snapshot.collateral());
        assets.add(new Collateral(currency, Decimals.ZERO, Decimals.ONE));
        return assets;
    }

    /** Funding and fees owed, in full, and what has accrued in favour in the settlement currency; interest owed is part of its debt. */
    private static BigDecimal accruedAsItIs(AccountSnapshot snapshot) {
        BigDecimal total = Decimals.ZERO;
        for (Accrual accrual : snapshot.accrued()) {
            boolean ownCurrency = accrual.asset().equals(snapshot.settlementCurrency());
            if (!accrual.isInterestOwed() && (accrual.amount().signum() < 0 || ownCurrency)) {
                total = total.add(accrual.amount().multiply(snapshot.priceOf(accrual.asset())));
            }
        }
        return total;
    }
}
