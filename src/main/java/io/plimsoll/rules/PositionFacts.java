package io.plimsoll.rules;

import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.View;
import io.plimsoll.margin.BreachDistance;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.UnderlyingGreeks;
import io.plimsoll.market.Market;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the facts of positions, of which only the wanted fields are calculated. */
final class PositionFacts {

    private final boolean size;
    private final boolean markAge;
    private final boolean price;
    private final boolean liquidationPrice;
    private final boolean bankruptcyPrice;
    private final boolean indexDeviation;
    private final boolean timeToExpiry;
    private final boolean outOfTheMoney;
    private final boolean greeksOfAll;
    private final boolean notional;
    private final boolean unrealisedPnl;
    private final boolean settlementCurrency;
    private final boolean shareOfOpenInterest;
    private final boolean shareOfVolume;
    private final boolean initialMargin;
    private final boolean maintenanceMargin;
    private final boolean liquidationDistance;
    private final boolean deviations;
    private final boolean touchProbability;

    PositionFacts(Predicate<String> wanted) {
        this.size = wanted.test("size");
        this.markAge = wanted.test("markAge");
        this.price = wanted.test("price");
        this.indexDeviation = wanted.test("indexDeviation");
        this.timeToExpiry = wanted.test("timeToExpiry");
        this.outOfTheMoney = wanted.test("outOfTheMoney");
        this.greeksOfAll = wanted.test("positionDelta")
                || wanted.test("positionGamma")
                || wanted.test("positionVega")
                || wanted.test("positionTheta");
        this.notional = wanted.test("notional");
        this.unrealisedPnl = wanted.test("unrealisedPnl");
        this.settlementCurrency = wanted.test("settlementCurrency");
        this.shareOfOpenInterest = wanted.test("shareOfOpenInterest");
        this.shareOfVolume = wanted.test("shareOfVolume");
        this.initialMargin = wanted.test("initialMargin");
        this.maintenanceMargin = wanted.test("maintenanceMargin");
        this.liquidationDistance = wanted.test("liquidationDistance");
        this.touchProbability = wanted.test("touchProbability");
        this.deviations = touchProbability || wanted.test("liquidationDeviations");
        this.liquidationPrice = deviations || liquidationDistance || wanted.test("liquidationPrice");
        this.bankruptcyPrice = wanted.test("bankruptcyPrice");
    }

    List<Position> of(View view) {
        Map<String, Market> markets = Map.of();
        if (!view.snapshot().markets().isEmpty()) {
            markets = new HashMap<>();
            for (Market market : view.snapshot().markets()) {
                markets.put(market.instrument(), market);
            }
        }
        List<Position> positions = new ArrayList<>(view.positions().size());
        for (PricedPosition priced : view.positions()) {
            Market market =
                    markets.isEmpty() ? null : markets.get(priced.position().instrument());
            positions.add(position(priced, market, view));
        }
        return positions;
    }

    private Position position(PricedPosition priced, @Nullable Market market, View view) {
        io.plimsoll.account.Position position = priced.position();
        PricedPosition own = notional || unrealisedPnl || greeksOfAll ? priced.inItsOwnCurrency() : priced;
        PositionId id = priced.id();
        MarginedPosition margined = initialMargin || maintenanceMargin ? margined(view.marginAccount(), id) : null;
        PositionPrices prices =
                liquidationPrice || bankruptcyPrice ? view.prices().get(id) : null;
        BigDecimal liquidation = !liquidationPrice || prices == null ? null : FactsOf.normalised(prices.liquidation());
        BigDecimal inDeviations =
                deviations && liquidation != null ? deviationsInADay(priced.price(), liquidation, market) : null;
        OptionTerms option = position.option();
        Greeks greeks = option == null ? null : option.greeks();
        Greeks ofAll = greeksOfAll ? UnderlyingGreeks.of(own).orElse(null) : null;
        return new Position(
                id,
                position.instrument(),
                position.contract().name(),
                position.mode().name(),
                position.side().name(),
                position.quantity(),
                size ? position.quantity().abs() : Decimals.ZERO,
                position.entryPrice(),
                position.mark().price(),
                position.mark().indexPrice(),
                indexDeviation ? position.mark().indexDeviation() : null,
                markAge ? position.mark().ageAt(view.evaluatedAt()) : Duration.ZERO,
                position.multiplier(),
                position.isolatedMargin(),
                position.leverage(),
                position.underlying(),
                position.expiry(),
                !timeToExpiry || position.expiry() == null
                        ? null
                        : Duration.between(view.evaluatedAt(), position.expiry()),
                option == null ? null : option.type().name(),
                option == null ? null : option.strike(),
                option == null ? null : option.underlyingPrice(),
                !outOfTheMoney || option == null ? null : option.outOfTheMoneyAmount(),
                option == null ? null : option.impliedVolatility(),
                greeks == null ? null : greeks.delta(),
                greeks == null ? null : greeks.gamma(),
                greeks == null ? null : greeks.vega(),
                greeks == null ? null : greeks.theta(),
                ofAll == null ? null : ofAll.delta(),
                ofAll == null ? null : ofAll.gamma(),
                ofAll == null ? null : ofAll.vega(),
                ofAll == null ? null : ofAll.theta(),
                price ? Decimals.normalised(priced.price()) : Decimals.ZERO,
                priced.source().name(),
                notional ? Decimals.normalised(own.notional()) : Decimals.ZERO,
                unrealisedPnl ? Decimals.normalised(own.unrealisedPnl()) : Decimals.ZERO,
                settlementCurrency ? view.snapshot().settlementCurrencyOf(position.instrument()) : "",
                !shareOfOpenInterest || market == null
                        ? null
                        : market.shareOfOpenInterest(position.quantity().abs()),
                !shareOfVolume || market == null
                        ? null
                        : market.shareOfVolume(position.quantity().abs()),
                !initialMargin || margined == null ? null : requirement(view, margined.initialMargin()),
                !maintenanceMargin || margined == null ? null : requirement(view, margined.maintenanceMargin()),
                liquidation,
                !bankruptcyPrice || prices == null ? null : FactsOf.normalised(prices.bankruptcy()),
                !liquidationDistance || liquidation == null ? null : FactsOf.distance(priced.price(), liquidation),
                inDeviations,
                !touchProbability || inDeviations == null ? null : BreachDistance.touchProbability(inDeviations));
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
        return Decimals.normalised(margin == null ? exact : margin.rounding().requirementRounded(exact));
    }
}
