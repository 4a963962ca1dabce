package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.Position;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes a snapshot as the JSON that {@link SnapshotReader} reads back to an equal snapshot. */
public final class SnapshotJson {

    private SnapshotJson() {}

    /** Fields in the order of the contract; decimals as plain strings; absent values left out. */
    public static ObjectNode write(AccountSnapshot snapshot) {
        ObjectNode node = Json.object();
        node.put("accountId", snapshot.accountId());
        node.put("sequence", snapshot.sequence());
        node.put("asOf", snapshot.asOf().toString());
        node.put("segment", snapshot.segment());
        node.put("settlementCurrency", snapshot.settlementCurrency());
        ArrayNode collateral = node.putArray("collateral");
        snapshot.collateral().forEach(held -> write(held, collateral.addObject()));
        ArrayNode positions = node.putArray("positions");
        snapshot.positions().forEach(position -> write(position, positions.addObject()));
        ArrayNode openOrders = node.putArray("openOrders");
        snapshot.openOrders().forEach(order -> write(order, openOrders.addObject()));
        ArrayNode accrued = node.putArray("accrued");
        snapshot.accrued().forEach(accrual -> write(accrual, accrued.addObject()));
        ObjectNode attributes = node.putObject("attributes");
        snapshot.attributes().forEach(attributes::put);
        if (!snapshot.markets().isEmpty()) { // absent where nothing is known, so that such a snapshot keeps its digest
            ArrayNode markets = node.putArray("markets");
            snapshot.markets().forEach(market -> write(market, markets.addObject()));
        }
        return node;
    }

    /**
     * The one text of a snapshot's content: equal snapshots have equal texts, different ones different texts. It follows RFC 8785 (keys
     * sorted, no spaces), with decimals as normalised strings, so that any JSON tool can make it again.
     */
    public static String canonical(AccountSnapshot snapshot) {
        return CanonicalJson.text(write(snapshot));
    }

    private static void write(Collateral held, ObjectNode node) {
        node.put("asset", held.asset());
        node.put("quantity", plain(held.quantity()));
        node.put("price", plain(held.price()));
        putUnlessZero(node, "borrowed", held.borrowed());
        putUnlessZero(node, "repaidInEpisode", held.repaidInEpisode());
    }

    private static void write(Position position, ObjectNode node) {
        node.put("instrument", position.instrument());
        node.put("contract", position.contract().name());
        node.put("mode", position.mode().name());
        node.put("quantity", plain(position.quantity()));
        node.put("entryPrice", plain(position.entryPrice()));
        node.put("markPrice", plain(position.mark().price()));
        putIfPresent(node, "indexPrice", position.mark().indexPrice());
        node.put("markTime", position.mark().time().toString());
        node.put("multiplier", plain(position.multiplier()));
        putIfPresent(node, "isolatedMargin", position.isolatedMargin());
        putIfPresent(node, "leverage", position.leverage());
        if (!position.underlying().equals(position.instrument())) {
            node.put("underlying", position.underlying());
        }
        if (position.expiry() != null) {
            node.put("expiry", position.expiry().toString());
        }
        if (position.option() != null) {
            write(position.option(), node.putObject("option"));
        }
        if (position.settlementCurrency() != null) {
            node.put("settlementCurrency", position.settlementCurrency());
        }
    }

    private static void write(OptionTerms option, ObjectNode node) {
        node.put("type", option.type().name());
        node.put("strike", plain(option.strike()));
        putIfPresent(node, "underlyingPrice", option.underlyingPrice());
        putIfPresent(node, "impliedVolatility", option.impliedVolatility());
        Greeks greeks = option.greeks();
        if (greeks != null) {
            ObjectNode of = node.putObject("greeks");
            of.put("delta", plain(greeks.delta()));
            of.put("gamma", plain(greeks.gamma()));
            of.put("vega", plain(greeks.vega()));
            of.put("theta", plain(greeks.theta()));
        }
    }

    private static void write(OpenOrder order, ObjectNode node) {
        node.put("orderId", order.orderId());
        node.put("instrument", order.instrument());
        node.put("side", order.side().name());
        node.put("quantity", plain(order.quantity()));
        node.put("limitPrice", plain(order.limitPrice()));
        node.put("reduceOnly", order.reduceOnly());
        ContractKind contract = order.contract();
        if (contract != null) {
            node.put("contract", contract.name());
        }
        putIfPresent(node, "multiplier", order.multiplier());
        if (order.settlementCurrency() != null) {
            node.put("settlementCurrency", order.settlementCurrency());
        }
    }

    private static void write(Accrual accrual, ObjectNode node) {
        node.put("kind", accrual.kind().name());
        node.put("asset", accrual.asset());
        node.put("amount", plain(accrual.amount()));
    }

    private static void write(Market market, ObjectNode node) {
        node.put("instrument", market.instrument());
        putIfPresent(node, "openInterest", market.openInterest());
        putIfPresent(node, "dailyVolume", market.dailyVolume());
        putIfPresent(node, "volatility", market.volatility());
        putIfPresent(node, "depth", market.depth());
        putIfPresent(node, "confidence", market.confidence());
        putIfPresent(node, "lastPrice", market.lastPrice());
        putIfPresent(node, "meanPrice", market.meanPrice());
        ArrayNode sources = node.putArray("sources");
        for (Quote quote : market.quotes()) {
            sources.addObject()
                    .put("source", quote.source())
                    .put("price", plain(quote.price()))
                    .put("time", quote.time().toString());
        }
    }

    private static void putUnlessZero(ObjectNode node, String field, BigDecimal value) {
        if (value.signum() != 0) {
            node.put(field, plain(value));
        }
    }

    private static void putIfPresent(ObjectNode node, String field, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(field, plain(value));
        }
    }

    private static String plain(BigDecimal value) {
        return Decimals.plain(value);
    }
}
