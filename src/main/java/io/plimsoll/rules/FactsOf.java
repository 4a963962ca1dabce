package io.plimsoll.rules;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.PositionId;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.View;
import io.plimsoll.margin.BreachDistance;
import io.plimsoll.margin.CollateralPrices;
import io.plimsoll.margin.GreekBreach;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.UnderlyingGreeks;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.Account;
import io.plimsoll.rules.facts.Accrual;
import io.plimsoll.rules.facts.Attribute;
import io.plimsoll.rules.facts.Calendar;
import io.plimsoll.rules.facts.Collateral;
import io.plimsoll.rules.facts.MarginCall;
import io.plimsoll.rules.facts.OpenOrder;
import io.plimsoll.rules.facts.Position;
import io.plimsoll.rules.facts.Underlying;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what a stage may see into the facts that its rules match. Decimals are normalised, so that equal numbers are equal objects. */
public final class FactsOf {

    private FactsOf() {}

    /** The facts of a stage, in no particular order. */
    public static List<Object> view(View view) {
        AccountSnapshot snapshot = view.snapshot();
        List<Object> facts = new ArrayList<>();
        facts.add(account(snapshot, view.evaluatedAt()));
        snapshot.attributes().forEach((name, value) -> facts.add(new Attribute(name, value)));
        view.calendars().forEach(times -> facts.add(calendar(times)));
        MarginAccount margin = view.marginAccount();
        Map<String, BigDecimal> breaches = margin == null ? Map.of() : CollateralPrices.of(margin);
        snapshot.collateral().forEach(held -> facts.add(collateral(held, snapshot, breaches)));
        snapshot.openOrders().forEach(order -> facts.add(order(order, snapshot)));
        snapshot.accrued()
                .forEach(accrual -> facts.add(new Accrual(accrual.kind().name(), accrual.asset(), accrual.amount())));
        Map<String, Market> markets = new HashMap<>();
        snapshot.markets().forEach(market -> markets.put(market.instrument(), market));
        view.positions().forEach(position -> facts.add(position(position, markets, view)));
        addMarkets(markets, view, facts);
        if (margin != null) {
            facts.add(marginAccount(margin, view));
            addUnderlyings(margin, facts);
        }
        LastDecision last = view.lastDecision();
        if (last != null) {
            facts.add(new io.plimsoll.rules.facts.LastDecision(
                    last.outcome().name(), last.since(), last.ageAt(view.evaluatedAt())));
        }
        OpenCall call = view.openCall();
        if (call != null) {
            facts.add(marginCall(call, view.evaluatedAt()));
        }
        return facts;
    }

    /** Every name in the snapshot that a table's key may be equal to. */
    public static Set<String> keys(AccountSnapshot snapshot) {
        Set<String> keys = new HashSet<>(snapshot.attributes().values());
        keys.add(snapshot.accountId());
        keys.add(snapshot.segment());
        keys.add(snapshot.settlementCurrency());
        snapshot.positions().forEach(position -> keys.add(position.instrument()));
        snapshot.positions().forEach(position -> keys.add(position.underlying()));
        snapshot.openOrders().forEach(order -> keys.add(order.instrument()));
        snapshot.collateral().forEach(held -> keys.add(held.asset()));
        snapshot.accrued().forEach(accrual -> keys.add(accrual.asset()));
        for (Market market : snapshot.markets()) {
            keys.add(market.instrument());
            market.quotes().forEach(quote -> keys.add(quote.source()));
        }
        return keys;
    }

    private static Account account(AccountSnapshot snapshot, Instant evaluatedAt) {
        return new Account(
                snapshot.accountId(),
                snapshot.segment(),
                snapshot.settlementCurrency(),
                snapshot.asOf(),
                evaluatedAt,
                snapshot.positions().size(),
                snapshot.openOrders().size());
    }

    private static Calendar calendar(CalendarTimes times) {
        return new Calendar(
                times.name(),
                times.zone().getId(),
                times.nextCutOff(),
                times.cutOffAfterNext(),
                times.isBusinessDay(),
                times.maintenanceUntil().isPresent(),
                times.maintenanceUntil().orElse(null));
    }

    private static Collateral collateral(
            io.plimsoll.account.Collateral held, AccountSnapshot snapshot, Map<String, BigDecimal> breaches) {
        boolean isMoney = held.asset().equals(snapshot.settlementCurrency());
        BigDecimal liquidation = isMoney ? null : normalised(breaches.get(held.asset()));
        return new Collateral(
                held.asset(),
                held.quantity(),
                held.price(),
                Decimals.normalised(held.marketValue()),
                held.borrowed(),
                Decimals.normalised(snapshot.owedIn(held).multiply(held.price())),
                held.repaidInEpisode(),
                liquidation,
                liquidation == null ? null : distance(held.price(), liquidation));
    }

    private static OpenOrder order(io.plimsoll.account.OpenOrder order, AccountSnapshot snapshot) {
        return new OpenOrder(
                order.orderId(),
                order.instrument(),
                order.side().name(),
                order.quantity(),
                order.limitPrice(),
                Decimals.normalised(snapshot.notionalOf(order)),
                order.reduceOnly());
    }

    /** From the threshold stage on only the markets of the margin account's positions, as positions are. */
    private static void addMarkets(Map<String, Market> markets, View view, List<Object> facts) {
        Map<String, BigDecimal> marks = new HashMap<>();
        for (PricedPosition priced : view.positions()) {
            marks.put(priced.position().instrument(), priced.position().mark().price());
        }
        for (Market market : markets.values()) {
            BigDecimal mark = marks.get(market.instrument());
            if (mark != null || view.marginAccount() == null) {
                facts.add(market(market, mark));
                addQuotes(market, view.evaluatedAt(), facts);
            }
        }
    }

    private static io.plimsoll.rules.facts.Market market(Market market, @Nullable BigDecimal mark) {
        BigDecimal confidence = market.confidence();
        BigDecimal median = market.medianPrice();
        return new io.plimsoll.rules.facts.Market(
                market.instrument(),
                market.openInterest(),
                market.dailyVolume(),
                market.volatility(),
                market.depth(),
                confidence,
                mark == null || confidence == null ? null : Decimals.quotientRoundedDown(confidence, mark),
                market.lastPrice(),
                deviation(mark, market.lastPrice()),
                market.meanPrice(),
                deviation(mark, market.meanPrice()),
                mark == null ? null : market.deviationsFromMean(mark),
                market.quotes().size(),
                median,
                deviation(mark, median));
    }

    private static @Nullable BigDecimal deviation(@Nullable BigDecimal mark, @Nullable BigDecimal reference) {
        return mark == null || reference == null ? null : Market.deviation(mark, reference);
    }

    private static void addQuotes(Market market, Instant evaluatedAt, List<Object> facts) {
        BigDecimal median = market.medianPrice();
        if (median != null) {
            for (Quote quote : market.quotes()) {
                facts.add(new io.plimsoll.rules.facts.Quote(
                        market.instrument(),
                        quote.source(),
                        quote.price(),
                        quote.ageAt(evaluatedAt),
                        Market.deviation(quote.price(), median)));
            }
        }
    }

    private static Position position(PricedPosition priced, Map<String, Market> markets, View view) {
        io.plimsoll.account.Position position = priced.position();
        PricedPosition own = priced.inItsOwnCurrency();
        MarginedPosition margined = margined(view.marginAccount(), priced.id());
        PositionPrices prices = view.prices().get(priced.id());
        BigDecimal liquidation = prices == null ? null : normalised(prices.liquidation());
        Market market = markets.get(position.instrument());
        BigDecimal deviations = liquidation == null ? null : deviationsInADay(priced.price(), liquidation, market);
        OptionTerms option = position.option();
        Greeks greeks = option == null ? null : option.greeks();
        return new Position(
                priced.id(),
                position.instrument(),
                position.contract().name(),
                position.mode().name(),
                position.side().name(),
                position.quantity(),
                position.quantity().abs(),
                position.entryPrice(),
                position.mark().price(),
                position.mark().indexPrice(),
                position.mark().indexDeviation(),
                position.mark().ageAt(view.evaluatedAt()),
                position.multiplier(),
                position.isolatedMargin(),
                position.leverage(),
                position.underlying(),
                position.expiry(),
                position.expiry() == null ? null : Duration.between(view.evaluatedAt(), position.expiry()),
                option == null ? null : option.type().name(),
                option == null ? null : option.strike(),
                option == null ? null : option.underlyingPrice(),
                option == null ? null : option.outOfTheMoneyAmount(),
                option == null ? null : option.impliedVolatility(),
                greeks == null ? null : greeks.delta(),
                greeks == null ? null : greeks.gamma(),
                greeks == null ? null : greeks.vega(),
                greeks == null ? null : greeks.theta(),
                Decimals.normalised(priced.price()),
                priced.source().name(),
                Decimals.normalised(own.notional()),
                Decimals.normalised(own.unrealisedPnl()),
                view.snapshot().settlementCurrencyOf(position.instrument()),
                market == null
                        ? null
                        : market.shareOfOpenInterest(position.quantity().abs()),
                market == null ? null : market.shareOfVolume(position.quantity().abs()),
                margined == null ? null : requirement(view, margined.initialMargin()),
                margined == null ? null : requirement(view, margined.maintenanceMargin()),
                liquidation,
                prices == null ? null : normalised(prices.bankruptcy()),
                liquidation == null ? null : distance(priced.price(), liquidation),
                deviations,
                deviations == null ? null : BreachDistance.touchProbability(deviations));
    }

    private static @Nullable BigDecimal deviationsInADay(
            BigDecimal price, BigDecimal liquidation, @Nullable Market market) {
        BigDecimal volatility = market == null ? null : market.volatility();
        return volatility == null
                ? null
                : BreachDistance.inDeviations(price, liquidation, volatility, Duration.ofDays(1))
                        .orElse(null);
    }

    private static @Nullable MarginedPosition margined(@Nullable MarginAccount margin, PositionId id) {
        return margin == null ? null : margin.position(id);
    }

    private static BigDecimal requirement(View view, BigDecimal exact) {
        MarginAccount margin = view.marginAccount();
        return Decimals.normalised(margin == null ? exact : margin.rounding().requirementRoundedUp(exact));
    }

    private static BigDecimal distance(BigDecimal price, BigDecimal liquidation) {
        return Decimals.quotientRoundedDown(price.subtract(liquidation).abs(), price);
    }

    private static io.plimsoll.rules.facts.MarginAccount marginAccount(MarginAccount margin, View view) {
        return new io.plimsoll.rules.facts.MarginAccount(
                margin.id().mode().name(),
                Decimals.normalised(margin.wallet()),
                Decimals.normalised(margin.equity()),
                Decimals.normalised(margin.initialMargin()),
                Decimals.normalised(margin.maintenanceMargin()),
                margin.marginRatio().map(Decimals::normalised).orElse(null),
                margin.coversMaintenance(BigDecimal.ONE)
                        ? null
                        : LastDecision.breachedFor(view.lastDecision(), view.evaluatedAt()),
                Decimals.normalised(margin.unrealisedPnl()),
                Decimals.normalised(margin.optionValue()),
                Decimals.normalised(margin.notional()),
                Decimals.normalised(margin.closingCost()),
                Decimals.normalised(margin.portfolio().requirement()),
                Decimals.normalised(margin.balances().collateralValue()),
                Decimals.normalised(margin.balances().assetsValue()),
                Decimals.normalised(margin.balances().debtValue()),
                Decimals.normalised(margin.balances().borrowingCapacity()),
                margin.balances().healthFactor().orElse(null),
                margin.balances().initialHealth().orElse(null),
                margin.balances().marginLevel().orElse(null),
                margin.positions().size(),
                view.outcome() == null ? null : view.outcome().name());
    }

    private static void addUnderlyings(MarginAccount margin, List<Object> facts) {
        List<PricedPosition> positions =
                margin.positions().stream().map(MarginedPosition::priced).toList();
        for (UnderlyingGreeks greeks : UnderlyingGreeks.of(positions)) {
            facts.add(underlying(greeks, margin.equity(), margin.maintenanceMargin()));
        }
    }

    private static Underlying underlying(UnderlyingGreeks greeks, BigDecimal equity, BigDecimal maintenance) {
        GreekBreach breach = greeks.breach(equity.subtract(maintenance));
        BigDecimal above = breach.up();
        BigDecimal below = breach.down() == null ? null : breach.down().negate();
        BigDecimal nearest =
                above == null || below == null ? (above == null ? below : above) : Decimals.smallest(above, below);
        return new Underlying(
                greeks.underlying(),
                greeks.delta(),
                greeks.gamma(),
                greeks.theta(),
                above,
                below,
                nearest,
                BreachDistance.timeToBreach(equity, maintenance, greeks.theta(), Duration.ofDays(1))
                        .orElse(null));
    }

    private static MarginCall marginCall(OpenCall call, Instant evaluatedAt) {
        return new MarginCall(
                call.openedAt(),
                call.dueBy(),
                Decimals.normalised(call.originalAmount()),
                Decimals.normalised(call.amount()),
                call.curedShare(),
                Duration.between(call.openedAt(), evaluatedAt),
                call.elapsedShareAt(evaluatedAt),
                call.isOverdueAt(evaluatedAt));
    }

    private static @Nullable BigDecimal normalised(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.normalised(value);
    }
}
