package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.BookedFill;
import io.plimsoll.decision.ReportedFill;
import io.plimsoll.margin.Fill;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fills: as an executor reports them, and as a decision lists those that its snapshot did not include. */
public final class FillJson {

    private static final List<String> FIELDS = List.of(
            "fillId",
            "intentId",
            "instrument",
            "side",
            "mode",
            "step",
            "quantity",
            "price",
            "paid",
            "filledAt",
            "final");

    /** More steps than any plan has. */
    private static final int STEP_MAX = 10_000;

    private FillJson() {}

    /** @throws SnapshotFaults naming every fault by the JSON pointer of its field */
    public static ReportedFill read(byte[] bytes) throws SnapshotFaults {
        return read(Json.parse(bytes));
    }

    /** @throws SnapshotFaults naming every fault by the JSON pointer of its field */
    public static ReportedFill read(JsonNode node) throws SnapshotFaults {
        Faults faults = new Faults();
        Fields fields = Fields.of(node, "", faults, FIELDS);
        String fillId = fields.name("fillId");
        String intentId = fields.name("intentId");
        String instrument = fields.name("instrument");
        OrderSide side = fields.word("side", OrderSide.class);
        MarginMode mode = fields.has("mode") ? fields.word("mode", MarginMode.class) : null;
        Integer step = fields.has("step") ? step(fields) : null;
        BigDecimal quantity = fields.positive("quantity");
        BigDecimal price = fields.positive("price");
        BigDecimal paid = fields.optionalNotNegative("paid");
        Instant filledAt = fields.instant("filledAt");
        boolean isFinal = fields.optionalFlag("final");
        faults.throwIfAny();
        return new ReportedFill(
                fillId,
                intentId,
                instrument,
                side,
                mode,
                step,
                quantity,
                price,
                paid == null ? Decimals.ZERO : paid,
                filledAt,
                isFinal);
    }

    private static int step(Fields fields) {
        long step = fields.sequence("step");
        if (step < 1 || step > STEP_MAX) {
            fields.add("step", Fault.Code.OUT_OF_RANGE, "must be a whole number from 1 to " + STEP_MAX);
            return 1;
        }
        return (int) step;
    }

    /** The one text of a report, however it was written: the same id with another text is another fill. */
    public static String canonical(ReportedFill fill) {
        ObjectNode node = Json.object()
                .put("fillId", fill.fillId())
                .put("intentId", fill.intentId())
                .put("instrument", fill.instrument())
                .put("side", fill.side().name())
                .put("mode", fill.mode() == null ? null : fill.mode().name())
                .put("step", fill.step())
                .put("quantity", Decimals.plain(fill.quantity()))
                .put("price", Decimals.plain(fill.price()))
                .put("paid", Decimals.plain(fill.paid()))
                .put("filledAt", fill.filledAt().toString())
                .put("final", fill.isFinal());
        return Json.text(node);
    }

    static ArrayNode write(List<BookedFill> fills) {
        ArrayNode nodes = Json.object().putArray("all");
        for (BookedFill booked : fills) {
            Fill fill = booked.fill();
            nodes.addObject()
                    .put("fillId", booked.fillId())
                    .put("intentId", booked.intentId())
                    .put("instrument", fill.position().instrument())
                    .put("positionSide", fill.position().side().name())
                    .put("mode", fill.position().mode().name())
                    .put("quantity", Decimals.plain(fill.quantity()))
                    .put("price", Decimals.plain(fill.price()))
                    .put("paid", Decimals.plain(fill.paid()))
                    .put("toFund", Decimals.plain(booked.toFund()))
                    .put("filledAt", booked.filledAt().toString());
        }
        return nodes;
    }

    /** Reads what a decision of the log lists. */
    public static List<BookedFill> readBooked(JsonNode nodes) {
        List<BookedFill> fills = new ArrayList<>();
        for (JsonNode node : nodes) {
            PositionId position = new PositionId(
                    node.path("instrument").asText(),
                    Side.valueOf(node.path("positionSide").asText()),
                    MarginMode.valueOf(node.path("mode").asText()));
            fills.add(new BookedFill(
                    node.path("fillId").asText(),
                    node.path("intentId").asText(),
                    new Fill(position, decimal(node, "quantity"), decimal(node, "price"), decimal(node, "paid")),
                    Instant.parse(node.path("filledAt").asText()),
                    decimal(node, "toFund")));
        }
        return fills;
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asText());
    }
}
