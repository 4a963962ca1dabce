package io.plimsoll.policy.boundary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One quantity of a draft that can be moved.
 *
 * @param pointer of the draft's document
 * @param isTime a time is moved in milliseconds since 1970, anything else as the decimal it is
 */
record Knob(String pointer, boolean isTime) {
    /** Items of one list that are tried; a book of a thousand positions has the same limits as one of three. */
    private static final int ITEMS_MAX = 3;

    private static final BigDecimal NANOS_PER_MS = BigDecimal.valueOf(1_000_000);

    /** Every quantity of a draft, those that an author would vary first before the others. */
    static List<Knob> of(JsonNode document) {
        List<Knob> knobs = new ArrayList<>();
        add(document, "/snapshot/collateral", "quantity", false, knobs);
        add(document, "/snapshot/positions", "quantity", false, knobs);
        add(document, "/snapshot/positions", "markPrice", false, knobs);
        add(document, "/snapshot/positions", "markTime", true, knobs);
        add(document, "/snapshot/positions", "indexPrice", false, knobs);
        add(document, "/snapshot/positions", "isolatedMargin", false, knobs);
        add(document, "/snapshot/openOrders", "quantity", false, knobs);
        add(document, "/snapshot/openOrders", "limitPrice", false, knobs);
        add(document, "/snapshot/accrued", "amount", false, knobs);
        add(document, "/snapshot/collateral", "price", false, knobs);
        add(document, "/snapshot/positions", "entryPrice", false, knobs);
        add(document, "/snapshot/positions", "leverage", false, knobs);
        add(document, "/openCalls", "openedAt", true, knobs);
        add(document, "/openCalls", "dueBy", true, knobs);
        add(document, "/openCalls", "amount", false, knobs);
        add(document, "/lastDecisions", "since", true, knobs);
        add(document, "/lastDecisions", "breachedSince", true, knobs);
        add(document, "/snapshot/markets", "openInterest", false, knobs);
        add(document, "/snapshot/markets", "dailyVolume", false, knobs);
        add(document, "/snapshot/markets", "volatility", false, knobs);
        add(document, "/snapshot/markets", "depth", false, knobs);
        add(document, "/snapshot/markets", "confidence", false, knobs);
        add(document, "/snapshot/markets", "lastPrice", false, knobs);
        add(document, "/snapshot/markets", "meanPrice", false, knobs);
        for (int i = 0; i < Math.min(document.at("/snapshot/markets").size(), ITEMS_MAX); i++) {
            add(document, "/snapshot/markets/" + i + "/sources", "price", false, knobs);
            add(document, "/snapshot/markets/" + i + "/sources", "time", true, knobs);
        }
        return knobs;
    }

    private static void add(JsonNode document, String list, String field, boolean isTime, List<Knob> knobs) {
        JsonNode items = document.at(list);
        for (int i = 0; i < Math.min(items.size(), ITEMS_MAX); i++) {
            if (items.get(i).has(field)) {
                knobs.add(new Knob(list + "/" + i + "/" + field, isTime));
            }
        }
    }

    BigDecimal value(JsonNode document) {
        String text = document.at(pointer).asText();
        if (!isTime) {
            return new BigDecimal(text);
        }
        Instant instant = Instant.parse(text);
        BigDecimal nanos = BigDecimal.valueOf(instant.getNano()).divide(NANOS_PER_MS, 6, RoundingMode.UNNECESSARY);
        return BigDecimal.valueOf(instant.getEpochSecond()).movePointRight(3).add(nanos);
    }

    /** The value as a case writes it. */
    String text(BigDecimal value) {
        if (!isTime) {
            return Decimals.plain(Decimals.normalised(value));
        }
        BigDecimal[] parts = value.divideAndRemainder(BigDecimal.valueOf(1_000));
        return Instant.ofEpochSecond(
                        parts[0].longValueExact(),
                        parts[1].multiply(NANOS_PER_MS).longValue())
                .toString();
    }

    /** The document with the quantity moved. */
    ObjectNode with(ObjectNode document, BigDecimal value) {
        ObjectNode changed = document.deepCopy();
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) changed.at(pointer.substring(0, last))).put(pointer.substring(last + 1), text(value));
        return changed;
    }
}
