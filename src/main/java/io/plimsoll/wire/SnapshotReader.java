package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.AccrualKind;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Fault.Code;
import io.plimsoll.wire.Fields.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an account snapshot from JSON and refuses a broken one with all its faults at once.
 *
 * <p>Decimals may be JSON strings or numbers and are taken exactly. {@code multiplier} is 1 where absent, {@code reduceOnly} false;
 * {@code openOrders}, {@code accrued}, {@code attributes} and {@code markets} are empty, and so are {@code positions} where an asset says what is {@code borrowed}; {@code indexPrice}, {@code isolatedMargin} and {@code leverage}
 * stay absent, as do {@code expiry} and {@code option} of what is no option; {@code underlying} is the instrument. Null means absent. Every other field is required, and every unknown one is refused, because a mistyped optional field
 * would otherwise be a silent change of a customer's margin.
 *
 * <p>A tree that comes from elsewhere, such as YAML, must have been read with decimals for its floating point numbers.
 */
public final class SnapshotReader {

    /** Most bytes of a document that is read. One of 1,000 positions and 5,000 orders has about 1.5 MB. */
    public static final int BYTES_MAX = 4 * 1024 * 1024;

    public static final int POSITIONS_MAX = 1_000;
    public static final int COLLATERAL_MAX = 200;
    public static final int OPEN_ORDERS_MAX = 5_000;
    public static final int ACCRUED_MAX = 1_000;
    public static final int ATTRIBUTES_MAX = 32;
    public static final int MARKETS_MAX = 1_000;

    private static final List<String> SNAPSHOT_FIELDS = List.of(
            "accountId",
            "sequence",
            "asOf",
            "segment",
            "settlementCurrency",
            "collateral",
            "positions",
            "openOrders",
            "accrued",
            "attributes",
            "markets");
    private static final List<String> COLLATERAL_FIELDS =
            List.of("asset", "quantity", "price", "borrowed", "repaidInEpisode");
    private static final List<String> POSITION_FIELDS = List.of(
            "instrument",
            "contract",
            "mode",
            "quantity",
            "entryPrice",
            "markPrice",
            "indexPrice",
            "markTime",
            "multiplier",
            "isolatedMargin",
            "leverage",
            "underlying",
            "expiry",
            "option",
            "settlementCurrency");
    private static final List<String> OPTION_FIELDS =
            List.of("type", "strike", "underlyingPrice", "impliedVolatility", "greeks");
    private static final List<String> GREEK_FIELDS = List.of("delta", "gamma", "vega", "theta");
    private static final List<String> ORDER_FIELDS = List.of(
            "orderId",
            "instrument",
            "side",
            "quantity",
            "limitPrice",
            "reduceOnly",
            "contract",
            "multiplier",
            "settlementCurrency");
    private static final List<String> ACCRUAL_FIELDS = List.of("kind", "asset", "amount");

    private SnapshotReader() {}

    /** @throws SnapshotFaults naming every fault of the snapshot, or the one that makes the text no JSON */
    public static AccountSnapshot read(String text) throws SnapshotFaults {
        return read(Json.parse(text));
    }

    /** The same for UTF-8 bytes. */
    public static AccountSnapshot read(byte[] bytes) throws SnapshotFaults {
        return read(Json.parse(bytes));
    }

    /** The same for a tree. */
    public static AccountSnapshot read(JsonNode root) throws SnapshotFaults {
        Faults faults = new Faults();
        Fields fields = Fields.of(root, "", faults, SNAPSHOT_FIELDS);
        String accountId = fields.name("accountId");
        long sequence = fields.sequence("sequence");
        var asOf = fields.instant("asOf");
        String segment = fields.name("segment");
        String settlementCurrency = fields.name("settlementCurrency");
        var collateral =
                fields.items("collateral", true, COLLATERAL_MAX, COLLATERAL_FIELDS, SnapshotReader::collateral);
        var positions =
                fields.items("positions", !isOfLoans(root), POSITIONS_MAX, POSITION_FIELDS, SnapshotReader::position);
        var openOrders = fields.items("openOrders", false, OPEN_ORDERS_MAX, ORDER_FIELDS, SnapshotReader::openOrder);
        var accrued = fields.items("accrued", false, ACCRUED_MAX, ACCRUAL_FIELDS, SnapshotReader::accrual);
        var attributes = fields.texts("attributes", ATTRIBUTES_MAX);
        var markets = fields.items(
                "markets", false, MARKETS_MAX, MarketReader.FIELDS, item -> MarketReader.read(item, faults));

        distinct(collateral, Collateral::asset, "asset", "/asset", faults);
        distinct(positions, Position::id, "position", "", faults);
        distinct(openOrders, OpenOrder::orderId, "order", "/orderId", faults);
        distinct(markets, Market::instrument, "market", "/instrument", faults);
        settlementCurrencyCostsOne(collateral, settlementCurrency, faults);
        marksAgree(positions, faults);
        ordersAgree(openOrders, positions, faults);
        accruedAssetsHavePrices(accrued, root, settlementCurrency, faults);
        currenciesHavePrices("positions", root, settlementCurrency, faults);
        currenciesHavePrices("openOrders", root, settlementCurrency, faults);
        faults.throwIfAny();
        return new AccountSnapshot(
                accountId,
                sequence,
                asOf,
                segment,
                settlementCurrency,
                values(collateral),
                values(positions),
                values(openOrders),
                values(accrued),
                attributes,
                values(markets));
    }

    /** True if an asset says what is borrowed: a ledger of loans has no positions, while one of contracts that forgot them says nothing of borrowing. */
    private static boolean isOfLoans(JsonNode root) {
        for (JsonNode asset : root.path("collateral")) {
            if (asset.hasNonNull("borrowed")) {
                return true;
            }
        }
        return false;
    }

    private static Collateral collateral(Fields fields) {
        return new Collateral(
                fields.name("asset"),
                fields.decimal("quantity"),
                fields.positive("price"),
                Objects.requireNonNullElse(fields.optionalNotNegative("borrowed"), Decimals.ZERO),
                Objects.requireNonNullElse(fields.optionalNotNegative("repaidInEpisode"), Decimals.ZERO));
    }

    private static @Nullable Position position(Fields fields) {
        String instrument = fields.name("instrument");
        ContractKind contract = fields.word("contract", ContractKind.class);
        MarginMode mode = fields.word("mode", MarginMode.class);
        BigDecimal quantity = fields.signed("quantity");
        BigDecimal entryPrice = fields.positive("entryPrice");
        BigDecimal markPrice = fields.positive("markPrice");
        BigDecimal indexPrice = fields.optionalPositive("indexPrice");
        Mark mark = new Mark(markPrice, indexPrice, fields.instant("markTime"));
        BigDecimal multiplier = Objects.requireNonNullElse(fields.optionalPositive("multiplier"), Decimals.ONE);
        BigDecimal leverage = fields.optionalPositive("leverage");
        BigDecimal isolatedMargin = fields.optionalDecimal("isolatedMargin");
        if (fields.says("mode", "CROSS") && fields.has("isolatedMargin")) {
            fields.add("isolatedMargin", Code.CONTRADICTION, "a cross position has no isolated margin");
        }
        if (fields.says("mode", "ISOLATED") && !fields.has("isolatedMargin")) {
            fields.add("isolatedMargin", Code.MISSING, "an isolated position needs its isolated margin");
        }
        String underlying = fields.has("underlying") ? fields.name("underlying") : instrument;
        Instant expiry = fields.has("expiry") ? fields.instant("expiry") : null;
        OptionTerms option = fields.object("option", OPTION_FIELDS, SnapshotReader::option);
        String currency = fields.has("settlementCurrency") ? fields.name("settlementCurrency") : null;
        optionIsWhole(fields);
        return fields.hasFaults()
                ? null
                : new Position(
                        instrument,
                        contract,
                        mode,
                        quantity,
                        entryPrice,
                        mark,
                        multiplier,
                        isolatedMargin,
                        leverage,
                        underlying,
                        expiry,
                        option,
                        currency);
    }

    private static void optionIsWhole(Fields fields) {
        boolean isOption = fields.says("contract", "OPTION") || fields.says("contract", "INVERSE_OPTION");
        for (String needed : List.of("option", "expiry")) {
            if (isOption && !fields.has(needed)) {
                fields.add(needed, Code.MISSING, "an option needs its `" + needed + "`");
            }
        }
        if (!isOption && fields.has("option")) {
            fields.add("option", Code.CONTRADICTION, "only contracts `OPTION` and `INVERSE_OPTION` have option terms");
        }
    }

    private static OptionTerms option(Fields fields) {
        return new OptionTerms(
                fields.word("type", OptionType.class),
                fields.positive("strike"),
                fields.optionalPositive("underlyingPrice"),
                fields.optionalPositive("impliedVolatility"),
                fields.object("greeks", GREEK_FIELDS, SnapshotReader::greeks));
    }

    private static Greeks greeks(Fields fields) {
        return new Greeks(
                fields.decimal("delta"), fields.decimal("gamma"), fields.decimal("vega"), fields.decimal("theta"));
    }

    private static OpenOrder openOrder(Fields fields) {
        return new OpenOrder(
                fields.name("orderId"),
                fields.name("instrument"),
                fields.word("side", OrderSide.class),
                fields.positive("quantity"),
                fields.positive("limitPrice"),
                fields.optionalFlag("reduceOnly"),
                fields.has("contract") ? fields.word("contract", ContractKind.class) : null,
                fields.optionalPositive("multiplier"),
                fields.has("settlementCurrency") ? fields.name("settlementCurrency") : null);
    }

    private static Accrual accrual(Fields fields) {
        return new Accrual(fields.word("kind", AccrualKind.class), fields.name("asset"), fields.decimal("amount"));
    }

    static <T> void distinct(List<Item<T>> items, Function<T, Object> key, String what, String field, Faults faults) {
        Map<Object, String> firstByKey = new HashMap<>();
        for (Item<T> item : items) {
            Object name = key.apply(item.value());
            String first = firstByKey.putIfAbsent(name, item.pointer());
            if (first != null) {
                String detail = what + " `" + name + "` is given already at " + first;
                faults.add(item.pointer() + field, Code.DUPLICATE, detail);
            }
        }
    }

    private static void settlementCurrencyCostsOne(
            List<Item<Collateral>> collateral, String settlementCurrency, Faults faults) {
        for (Item<Collateral> item : collateral) {
            Collateral held = item.value();
            if (held.asset().equals(settlementCurrency) && held.price().compareTo(Decimals.ONE) != 0) {
                String detail = "the settlement currency costs 1 of itself, was " + Decimals.plain(held.price());
                faults.add(item.pointer() + "/price", Code.CONTRADICTION, detail);
            }
        }
    }

    /** One instrument has one mark, one contract size and one set of terms, in however many positions it is held. */
    private static void marksAgree(List<Item<Position>> positions, Faults faults) {
        Map<String, Item<Position>> firstByInstrument = new HashMap<>();
        for (Item<Position> item : positions) {
            Position position = item.value();
            Item<Position> first = firstByInstrument.putIfAbsent(position.instrument(), item);
            if (first != null) {
                Position other = first.value();
                Mark mark = position.mark();
                agrees(item, first, "markPrice", mark.price(), other.mark().price(), faults);
                agrees(
                        item,
                        first,
                        "indexPrice",
                        mark.indexPrice(),
                        other.mark().indexPrice(),
                        faults);
                agrees(item, first, "markTime", mark.time(), other.mark().time(), faults);
                agrees(item, first, "multiplier", position.multiplier(), other.multiplier(), faults);
                agrees(item, first, "contract", position.contract(), other.contract(), faults);
                agrees(
                        item,
                        first,
                        "settlementCurrency",
                        position.settlementCurrency(),
                        other.settlementCurrency(),
                        faults);
                agrees(item, first, "underlying", position.underlying(), other.underlying(), faults);
                agrees(item, first, "expiry", position.expiry(), other.expiry(), faults);
                agrees(item, first, "option", position.option(), other.option(), faults);
            }
        }
    }

    /** An order's contract is that of the positions and of the orders before it in the same instrument. */
    private static void ordersAgree(List<Item<OpenOrder>> orders, List<Item<Position>> positions, Faults faults) {
        Map<String, Item<ContractKind>> contracts = new HashMap<>();
        Map<String, Item<BigDecimal>> multipliers = new HashMap<>();
        for (Item<Position> item : positions) {
            String instrument = item.value().instrument();
            contracts.putIfAbsent(
                    instrument, new Item<>(item.pointer(), item.value().contract()));
            multipliers.putIfAbsent(
                    instrument, new Item<>(item.pointer(), item.value().multiplier()));
        }
        for (Item<OpenOrder> item : orders) {
            OpenOrder order = item.value();
            agreesOrIsFirst(item.pointer(), "contract", order.instrument(), order.contract(), contracts, faults);
            agreesOrIsFirst(item.pointer(), "multiplier", order.instrument(), order.multiplier(), multipliers, faults);
        }
    }

    private static <T> void agreesOrIsFirst(
            String pointer,
            String field,
            String instrument,
            @Nullable T value,
            Map<String, Item<T>> known,
            Faults faults) {
        if (value != null) {
            Item<T> first = known.putIfAbsent(instrument, new Item<>(pointer, value));
            if (first != null && !first.value().equals(value)) {
                faults.add(pointer + "/" + field, Code.CONTRADICTION, differs(first.pointer(), field));
            }
        }
    }

    private static String differs(String pointer, String field) {
        return "differs from " + pointer + "/" + field + " of the same instrument";
    }

    private static void agrees(
            Item<Position> item,
            Item<Position> first,
            String field,
            @Nullable Object value,
            @Nullable Object otherValue,
            Faults faults) {
        if (!Objects.equals(value, otherValue)) {
            faults.add(item.pointer() + "/" + field, Code.CONTRADICTION, differs(first.pointer(), field));
        }
    }

    /** Looks at the tree's assets, since a fault of a price there must not be reported as a missing asset here. */
    private static void accruedAssetsHavePrices(
            List<Item<Accrual>> accrued, JsonNode root, String settlementCurrency, Faults faults) {
        Set<String> priced = new HashSet<>();
        root.path("collateral").forEach(held -> priced.add(held.path("asset").asText()));
        for (Item<Accrual> item : accrued) {
            String asset = item.value().asset();
            if (!asset.equals(settlementCurrency) && !priced.contains(asset)) {
                String detail = "asset `" + asset + "` has no price: list it among the collateral, with quantity 0";
                faults.add(item.pointer() + "/asset", Code.CONTRADICTION, detail);
            }
        }
    }

    private static void currenciesHavePrices(String list, JsonNode root, String settlementCurrency, Faults faults) {
        Set<String> priced = new HashSet<>(Set.of(settlementCurrency));
        root.path("collateral").forEach(held -> priced.add(held.path("asset").asText()));
        int index = 0;
        for (JsonNode item : root.path(list)) {
            String currency = item.path("settlementCurrency").asText("");
            if (!currency.isEmpty() && !item.path("settlementCurrency").isNull() && !priced.contains(currency)) {
                String detail =
                        "currency `" + currency + "` has no price: list it among the collateral, with quantity 0";
                faults.add("/" + list + "/" + index + "/settlementCurrency", Code.CONTRADICTION, detail);
            }
            index++;
        }
    }

    private static <T> List<T> values(List<Item<T>> items) {
        return items.stream().map(Item::value).toList();
    }
}
