package io.plimsoll.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all accounts together hold of each instrument, long and short apart; sums over too few accounts are withheld. */
final class InstrumentSums {

    private final SortedMap<String, Sum> sums = new TreeMap<>();

    private static final class Sum {
        private final String instrument;
        private final String side;
        private BigDecimal quantity = BigDecimal.ZERO;
        private BigDecimal notional = BigDecimal.ZERO;
        private long accounts;

        Sum(String instrument, String side) {
            this.instrument = instrument;
            this.side = side;
        }
    }

    /** @param state of one account, as it is committed to */
    void add(JsonNode state) {
        Set<String> counted = new HashSet<>();
        for (JsonNode position : state.path("positions")) {
            String instrument = position.path("instrument").asText();
            String side = position.path("side").asText();
            String key = instrument + " " + side;
            Sum sum = sums.computeIfAbsent(key, any -> new Sum(instrument, side));
            sum.quantity =
                    sum.quantity.add(new BigDecimal(position.path("quantity").asText()));
            sum.notional =
                    sum.notional.add(new BigDecimal(position.path("notional").asText()));
            sum.accounts += counted.add(key) ? 1 : 0;
        }
    }

    /** Writes the sums over so many accounts or more, and how many others there are. */
    void write(int accountsMin, ObjectNode node) {
        ArrayNode told = node.put("accountsMin", accountsMin).putArray("instruments");
        long withheld = 0;
        for (Sum sum : sums.values()) {
            if (sum.accounts < accountsMin) {
                withheld++;
            } else {
                told.addObject()
                        .put("instrument", sum.instrument)
                        .put("side", sum.side)
                        .put("accounts", sum.accounts)
                        .put("quantity", Decimals.plain(sum.quantity))
                        .put("notional", Decimals.plain(sum.notional));
            }
        }
        node.put("withheld", withheld);
    }
}
