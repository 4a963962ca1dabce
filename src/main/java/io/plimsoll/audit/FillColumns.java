package io.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.BookedFill;
import io.plimsoll.margin.Fill;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fills of an account as one column of a query, so that a row is an account. */
final class FillColumns {

    /**
     * Of the table or alias {@code standing}: the fills after its snapshot, and those of the hour before, should a snapshot's clock go back.
     */
    static final String SELECT = """
            (select json_agg(json_build_array(fill.fill_id, fill.intent_id, leg.instrument, leg.side, leg.mode,
                 fill.quantity::text, fill.price::text, fill.paid::text, fill.to_fund::text,
                 (extract(epoch from fill.filled_at) * 1000000)::bigint, fill.filled_at_nanos))
             from closure_fill fill join closure_leg leg on leg.intent_id = fill.intent_id and leg.step = fill.step
             where fill.account_id = standing.account_id and fill.step is not null
                 and fill.filled_at >= standing.as_of - interval '1 hour') as fills""";

    private FillColumns() {}

    /** @param column null for an account without fills */
    static List<BookedFill> read(@Nullable String column) {
        List<BookedFill> fills = new ArrayList<>();
        if (column != null) {
            for (JsonNode fill : parsed(column)) {
                PositionId position = new PositionId(
                        fill.get(2).textValue(),
                        Side.valueOf(fill.get(3).textValue()),
                        MarginMode.valueOf(fill.get(4).textValue()));
                fills.add(new BookedFill(
                        fill.get(0).textValue(),
                        fill.get(1).textValue(),
                        new Fill(position, decimal(fill.get(5)), decimal(fill.get(6)), decimal(fill.get(7))),
                        Instant.EPOCH
                                .plus(fill.get(9).longValue(), ChronoUnit.MICROS)
                                .plusNanos(fill.get(10).longValue()),
                        decimal(fill.get(8))));
            }
        }
        return fills;
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.textValue());
    }

    private static JsonNode parsed(String column) {
        try {
            return Json.parse(column);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored fills of an account are not readable", e);
        }
    }
}
