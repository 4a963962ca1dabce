package io.plimsoll.policy.bounds;

import io.plimsoll.account.Side;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.facts.Account;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.LastDecision;
import io.plimsoll.rules.facts.MarginAccount;
import io.plimsoll.rules.facts.MarginCall;
import io.plimsoll.rules.facts.Position;
import io.plimsoll.rules.facts.Quote;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.VaryingFact;
import io.plimsoll.rules.interval.VaryingFact.Varying;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts that a stage's rules see, with what of them varies. Whatever is not known to stay as it is may be anything. */
final class VaryingFacts {

    private static final Varying ANY = new Varying.Any();

    /** Fields that neither a mark nor time changes. What is not among them and is not worked out below may be anything. */
    private static final Map<String, Set<String>> FIXED = Map.ofEntries(
            fixed("Account", "accountId segment settlementCurrency asOf positionCount openOrderCount"),
            fixed("Attribute", "name value"),
            fixed("Calendar", "name zone nextCutOff cutOffAfterNext businessDay inMaintenance maintenanceUntil"),
            fixed(
                    "Position",
                    "instrument contract mode side quantity size entryPrice multiplier isolatedMargin leverage underlying expiry"
                            + " optionType strike underlyingPrice outOfTheMoney impliedVolatility delta gamma vega theta"
                            + " settlementCurrency shareOfOpenInterest shareOfVolume"),
            fixed("Collateral", "asset quantity price marketValue borrowed debtValue repaidInEpisode"),
            fixed("OpenOrder", "orderId instrument side quantity limitPrice notional reduceOnly"),
            fixed("Accrual", "kind asset amount"),
            fixed(
                    "Market",
                    "instrument openInterest dailyVolume volatility depth confidence lastPrice meanPrice sourceCount medianPrice"),
            fixed("Quote", "instrument source price deviationFromMedian"),
            fixed(
                    "MarginAccount",
                    "mode wallet collateralValue assetsValue debtValue borrowingCapacity healthFactor initialHealth"
                            + " marginLevel positionCount outcome"),
            fixed("Underlying", "name"),
            fixed("MarginCall", "openedAt dueBy originalAmount amount curedShare"),
            fixed("LastDecision", "outcome since"));

    /** By stage and type, the fields of which nothing is known here. */
    private static final Map<Stage, Map<String, List<FactModel.Field>>> UNKNOWN = new EnumMap<>(Stage.class);

    static {
        for (Stage stage : Stage.values()) {
            Map<String, List<FactModel.Field>> byType = new HashMap<>();
            for (FactModel.Type type : FactModel.types()) {
                Set<String> fixed = FIXED.getOrDefault(type.name(), Set.of());
                byType.put(
                        type.name(),
                        type.fields().stream()
                                .filter(field -> !fixed.contains(field.name())
                                        && field.from().compareTo(stage) <= 0)
                                .toList());
            }
            UNKNOWN.put(stage, byType);
        }
    }

    private static Map.Entry<String, Set<String>> fixed(String type, String fields) {
        return Map.entry(type, Set.of(fields.split(" ")));
    }

    private final Sheet sheet;
    private final Variables variables;
    private final Map<String, Market> markets = new HashMap<>();

    VaryingFacts(Sheet sheet, Variables variables, List<Market> markets) {
        this.sheet = sheet;
        this.variables = variables;
        markets.forEach(market -> this.markets.put(market.instrument(), market));
    }

    /**
     * The facts of a stage.
     *
     * @param types that its rules look at
     * @param positions what each position is valued at
     * @param margined what the margin account and its positions come to; null before the threshold stage
     */
    List<Object> of(Stage stage, Set<String> types, View view, List<Valued> positions, @Nullable Margined margined) {
        return of(stage, types, view, positions, margined, false);
    }

    /** The facts of the margin stage with positions of any size, as they are asked about while they are being closed. */
    List<Object> ofAnySize(Set<String> types, View view, List<Valued> positions) {
        return of(Stage.MARGIN, types, view, positions, null, true);
    }

    private List<Object> of(
            Stage stage,
            Set<String> types,
            View view,
            List<Valued> positions,
            @Nullable Margined margined,
            boolean ofAnySize) {
        List<Object> facts = new ArrayList<>();
        for (Object fact : of(types, view)) {
            Map<String, Object> fields = switch (fact) {
                case Account account -> Map.of("evaluatedAt", variables.now());
                case Position position -> {
                    Valued valued = valued(position, positions);
                    Map<String, Object> known = position(position, valued, margined);
                    if (ofAnySize) {
                        known.putAll(ofAnySize(valued));
                    }
                    yield known;
                }
                case io.plimsoll.rules.facts.Market market -> market(market);
                case Quote quote -> quote(quote);
                case MarginAccount account -> margined == null ? Map.of() : margined.fields(sheet);
                case MarginCall call -> call(call);
                case LastDecision last -> Map.of("age", since(last.since(), true));
                default -> Map.of();
            };
            facts.add(varying(fact, fields, stage));
        }
        return facts;
    }

    private static List<Object> of(Set<String> types, View view) {
        List<Object> facts = new ArrayList<>();
        for (FactModel.Type type : FactModel.types()) {
            if (types.contains(type.name())) {
                facts.addAll(FactsOf.of(type.name(), view));
            }
        }
        return facts;
    }

    private static Valued valued(Position fact, List<Valued> positions) {
        return positions.stream()
                .filter(valued -> valued.position().id().equals(fact.id()))
                .findFirst()
                .orElseThrow();
    }

    private Object varying(Object fact, Map<String, Object> known, Stage stage) {
        List<FactModel.Field> unknown =
                Objects.requireNonNull(UNKNOWN.get(stage)).getOrDefault(FieldValues.typeOf(fact), List.of());
        if (unknown.isEmpty() && known.isEmpty()) {
            return fact;
        }
        Map<String, Object> fields = new HashMap<>(known);
        for (FactModel.Field field : unknown) {
            if (!known.containsKey(field.name())) {
                fields.put(field.name(), field.nullable() ? perhapsAnything() : ANY);
            }
        }
        return fields.isEmpty() ? fact : new VaryingFact(fact, fields);
    }

    private Varying perhapsAnything() {
        return new Varying.Perhaps(sheet.unknown(), ANY);
    }

    private Map<String, Object> position(Position fact, Valued valued, @Nullable Margined margined) {
        Variables.Instrument instrument = variables.of(fact.instrument());
        Map<String, Object> fields = new HashMap<>();
        fields.put("markPrice", instrument.price());
        Amount index = instrument.index();
        fields.put("indexPrice", orAbsent(index));
        fields.put("indexDeviation", orAbsent(index == null ? null : indexDeviation(instrument)));
        fields.put("markAge", instrument.markAge());
        Instant expiry = fact.expiry();
        fields.put("timeToExpiry", orAbsent(expiry == null ? null : until(expiry)));
        fields.put("price", valued.price());
        fields.put("priceSource", valued.onlyMark() ? PriceSource.MARK.name() : ANY);
        fields.put("notional", valued.notional());
        fields.put("unrealisedPnl", valued.unrealisedPnl());
        if (margined != null) {
            fields.put("initialMargin", margined.initialOf(fact.id()));
            fields.put("maintenanceMargin", margined.maintenanceOf(fact.id()));
        }
        return fields;
    }

    /** What is not the same of a smaller position. */
    private Map<String, Object> ofAnySize(Valued valued) {
        Amount size = sheet.free();
        return Map.of(
                "size",
                size,
                "quantity",
                valued.position().side() == Side.LONG ? size : sheet.negative(size),
                "notional",
                sheet.product(sheet.product(valued.unit(), valued.position().multiplier()), size),
                "unrealisedPnl",
                ANY,
                "shareOfOpenInterest",
                perhapsAnything(),
                "shareOfVolume",
                perhapsAnything());
    }

    /** {@code |mark − index| / index} follows the ratio alone. */
    private Amount indexDeviation(Variables.Instrument instrument) {
        Amount one = sheet.given(Decimals.ONE);
        Amount ratio = instrument.ratio();
        return ratio == null ? one : sheet.absolute(sheet.difference(sheet.quotient(one, ratio), one));
    }

    /** What stands for a value that is surely absent. */
    private Object orAbsent(@Nullable Object value) {
        return value == null ? new Varying.Perhaps(sheet.no(), ANY) : value;
    }

    private Map<String, Object> market(io.plimsoll.rules.facts.Market fact) {
        Variables.Instrument instrument = variables.find(fact.instrument());
        Market market = markets.get(fact.instrument());
        Amount mark = instrument == null ? null : instrument.price();
        Map<String, Object> fields = new HashMap<>();
        fields.put("confidenceRatio", orAbsent(mark == null ? null : over(fact.confidence(), mark)));
        fields.put("lastDeviation", orAbsent(mark == null ? null : deviation(mark, fact.lastPrice())));
        fields.put("meanDeviation", orAbsent(mark == null ? null : deviation(mark, fact.meanPrice())));
        fields.put("medianDeviation", orAbsent(mark == null ? null : deviation(mark, fact.medianPrice())));
        fields.put(
                "meanDeviations",
                orAbsent(
                        mark == null || market == null || fact.meanDeviations() == null
                                ? null
                                : meanDeviations(mark, market)));
        return fields;
    }

    private @Nullable Amount over(@Nullable BigDecimal dividend, Amount divisor) {
        return dividend == null ? null : sheet.quotient(sheet.given(dividend), divisor);
    }

    private @Nullable Amount deviation(Amount mark, @Nullable BigDecimal reference) {
        return reference == null
                ? null
                : sheet.quotient(
                        sheet.absolute(sheet.difference(mark, sheet.given(reference))), sheet.given(reference));
    }

    /** The distance from the mean in units of what it is at twice the mean, which is known exactly. */
    private Amount meanDeviations(Amount mark, Market market) {
        BigDecimal mean = market.meanPrice();
        BigDecimal perMean = mean == null ? null : market.deviationsFromMean(mean.add(mean));
        if (mean == null || perMean == null || perMean.signum() == 0) {
            return sheet.any();
        }
        Amount distance = sheet.absolute(sheet.difference(mark, sheet.given(mean)));
        return sheet.quotient(sheet.product(distance, perMean), sheet.given(mean));
    }

    private Map<String, Object> quote(Quote fact) {
        Market market = markets.get(fact.instrument());
        Instant time = market == null
                ? null
                : market.quotes().stream()
                        .filter(quote -> quote.source().equals(fact.source()))
                        .map(io.plimsoll.market.Quote::time)
                        .findFirst()
                        .orElse(null);
        return Map.of("age", time == null ? ANY : since(time, false));
    }

    private Map<String, Object> call(MarginCall fact) {
        Duration whole = Duration.between(fact.openedAt(), fact.dueBy());
        OptionalLong nanos = Moment.nanos(whole);
        OptionalLong opened = Moment.nanos(fact.openedAt());
        boolean counts = nanos.isPresent() && opened.isPresent() && nanos.getAsLong() > 0;
        Object elapsed = whole.isZero()
                ? Decimals.ONE
                : counts ? sheet.elapsed(Moment.since(variables.clock(), opened.getAsLong()), nanos.getAsLong()) : ANY;
        return Map.of("age", since(fact.openedAt(), false), "overdue", overdue(fact.dueBy()), "elapsedShare", elapsed);
    }

    private Object overdue(Instant dueBy) {
        return sheet.compare(variables.now(), Relation.AT_LEAST, Moment.nanos(dueBy));
    }

    /** No time at all. */
    static Object noTime() {
        return Duration.ZERO;
    }

    /** The time that has passed since an instant. */
    Object since(Instant instant, boolean atLeastZero) {
        OptionalLong nanos = Moment.nanos(instant);
        if (nanos.isEmpty()) {
            return ANY;
        }
        Moment moment = Moment.since(variables.clock(), nanos.getAsLong());
        return atLeastZero ? moment.atLeastZero() : moment;
    }

    private Object until(Instant instant) {
        OptionalLong nanos = Moment.nanos(instant);
        return nanos.isEmpty() ? ANY : Moment.until(variables.clock(), nanos.getAsLong());
    }
}
