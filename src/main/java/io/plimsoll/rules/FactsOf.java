package io.plimsoll.rules;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.View;
import io.plimsoll.margin.BreachDistance;
import io.plimsoll.margin.CollateralPrices;
import io.plimsoll.margin.GreekBreach;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
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
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.MarginCall;
import io.plimsoll.rules.facts.OpenOrder;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what a stage may see into the facts that its rules match. Decimals are normalised, so that equal numbers are equal objects. */
public final class FactsOf {

    private FactsOf() {}

    /** The facts of a stage, in no particular order. */
    public static List<Object> view(View view) {
        List<Object> facts = new ArrayList<>();
        FactModel.types().forEach(type -> facts.addAll(of(type.name(), view)));
        return facts;
    }

    /**
     * The facts of one type.
     *
     * @throws IllegalArgumentException for a type that {@link FactModel} does not have
     */
    public static List<?> of(String type, View view) {
        return of(type, view, FactsWanted.EVERY);
    }

    /** The same with no more of their fields than are wanted. */
    public static List<?> of(String type, View view, FactsWanted wanted) {
        AccountSnapshot snapshot = view.snapshot();
        MarginAccount margin = view.marginAccount();
        return switch (type) {
            case "Account" -> List.of(account(snapshot, view.evaluatedAt()));
            case "Attribute" ->
                snapshot.attributes().entrySet().stream()
                        .map(of -> new Attribute(of.getKey(), of.getValue()))
                        .toList();
            case "Calendar" -> view.calendars().stream().map(FactsOf::calendar).toList();
            case "Position" -> wanted.positions.of(view);
            case "Collateral" -> collateral(view);
            case "OpenOrder" ->
                snapshot.openOrders().stream()
                        .map(order -> order(order, snapshot))
                        .toList();
            case "Accrual" ->
                snapshot.accrued().stream()
                        .map(of -> new Accrual(of.kind().name(), of.asset(), of.amount()))
                        .toList();
            case "Market" -> markets(view);
            case "Quote" -> quotes(view);
            case "MarginAccount" -> margin == null ? List.of() : List.of(wanted.marginAccount.of(margin, view));
            case "Underlying" -> margin == null ? List.of() : underlyings(margin);
            case "MarginCall" ->
                Stream.ofNullable(view.openCall())
                        .map(call -> marginCall(call, view.evaluatedAt()))
                        .toList();
            case "LastDecision" ->
                Stream.ofNullable(view.lastDecision())
                        .map(last -> new io.plimsoll.rules.facts.LastDecision(
                                last.outcome().name(), last.since(), last.ageAt(view.evaluatedAt())))
                        .toList();
            default -> throw new IllegalArgumentException("no fact is a `" + type + "`");
        };
    }

    /** No fewer than the facts of any type, and no fewer than {@link #keys}; known without making one. */
    public static int sizeAtMost(View view) {
        AccountSnapshot snapshot = view.snapshot();
        int size = 3
                + snapshot.attributes().size()
                + 2 * snapshot.positions().size()
                + snapshot.openOrders().size()
                + snapshot.collateral().size()
                + snapshot.accrued().size()
                + view.calendars().size();
        for (Market market : snapshot.markets()) {
            size += 1 + market.quotes().size();
        }
        return Math.max(size, view.positions().size());
    }

    /**
     * No fewer than the facts of one type; known without making one.
     *
     * @throws IllegalArgumentException for a type that {@link FactModel} does not have
     */
    public static int sizeAtMost(String type, View view) {
        AccountSnapshot snapshot = view.snapshot();
        return switch (type) {
            case "Account", "MarginAccount", "MarginCall", "LastDecision" -> 1;
            case "Attribute" -> snapshot.attributes().size();
            case "Calendar" -> view.calendars().size();
            case "Position", "Underlying" -> view.positions().size();
            case "Collateral" -> snapshot.collateral().size();
            case "OpenOrder" -> snapshot.openOrders().size();
            case "Accrual" -> snapshot.accrued().size();
            case "Market" -> snapshot.markets().size();
            case "Quote" -> sizeAtMost(view);
            default -> throw new IllegalArgumentException("no fact is a `" + type + "`");
        };
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

    private static List<Collateral> collateral(View view) {
        MarginAccount margin = view.marginAccount();
        String money = view.snapshot().settlementCurrency();
        Map<String, BigDecimal> breaches =
                margin == null ? Map.of() : CollateralPrices.of(margin, asset -> !asset.equals(money));
        return view.snapshot().collateral().stream()
                .map(held -> collateral(held, view.snapshot(), breaches))
                .toList();
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

    private static List<io.plimsoll.rules.facts.Market> markets(View view) {
        if (view.snapshot().markets().isEmpty()) {
            return List.of();
        }
        Map<String, BigDecimal> marks = marks(view);
        return view.snapshot().markets().stream()
                .filter(market -> isSeen(market, marks, view))
                .map(market -> market(market, marks.get(market.instrument())))
                .toList();
    }

    private static List<io.plimsoll.rules.facts.Quote> quotes(View view) {
        if (view.snapshot().markets().isEmpty()) {
            return List.of();
        }
        Map<String, BigDecimal> marks = marks(view);
        List<io.plimsoll.rules.facts.Quote> quotes = new ArrayList<>();
        for (Market market : view.snapshot().markets()) {
            if (isSeen(market, marks, view)) {
                addQuotes(market, view.evaluatedAt(), quotes);
            }
        }
        return quotes;
    }

    private static Map<String, BigDecimal> marks(View view) {
        Map<String, BigDecimal> marks = new HashMap<>();
        for (PricedPosition priced : view.positions()) {
            marks.put(priced.position().instrument(), priced.position().mark().price());
        }
        return marks;
    }

    /** From the threshold stage on only the markets of the margin account's positions, as positions are. */
    private static boolean isSeen(Market market, Map<String, BigDecimal> marks, View view) {
        return view.marginAccount() == null || marks.containsKey(market.instrument());
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

    private static void addQuotes(Market market, Instant evaluatedAt, List<io.plimsoll.rules.facts.Quote> facts) {
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

    static BigDecimal distance(BigDecimal price, BigDecimal liquidation) {
        return Decimals.quotientRoundedDown(price.subtract(liquidation).abs(), price);
    }

    private static List<Underlying> underlyings(MarginAccount margin) {
        List<PricedPosition> positions =
                margin.positions().stream().map(MarginedPosition::priced).toList();
        return UnderlyingGreeks.of(positions).stream()
                .map(greeks -> underlying(greeks, margin.equity(), margin.maintenanceMargin()))
                .toList();
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

    static @Nullable BigDecimal normalised(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.normalised(value);
    }
}
