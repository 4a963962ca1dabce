package io.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The legs of an intent as one column of a query, so that a row is an intent. */
final class LegColumns {

    /** Of the table or alias {@code intent}. */
    static final String SELECT = """
            (select json_agg(json_build_array(leg.step, leg.instrument, leg.side, leg.mode, leg.quantity::text,
                 leg.filled::text, leg.is_done) order by leg.step)
             from closure_leg leg where leg.intent_id = intent.intent_id) as legs""";

    private LegColumns() {}

    /** @param column null for an intent without orders */
    static List<Leg> read(@Nullable String column) {
        List<Leg> legs = new ArrayList<>();
        if (column != null) {
            for (JsonNode leg : parsed(column)) {
                PositionId position = new PositionId(
                        leg.get(1).textValue(),
                        Side.valueOf(leg.get(2).textValue()),
                        MarginMode.valueOf(leg.get(3).textValue()));
                legs.add(new Leg(
                        leg.get(0).intValue(),
                        position,
                        decimal(leg.get(4)),
                        decimal(leg.get(5)),
                        leg.get(6).booleanValue()));
            }
        }
        return legs;
    }

    private static BigDecimal decimal(JsonNode node) {
        return Decimals.normalised(new BigDecimal(node.textValue()));
    }

    private static JsonNode parsed(String column) {
        try {
            return Json.parse(column);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored orders of an intent are not readable", e);
        }
    }
}
