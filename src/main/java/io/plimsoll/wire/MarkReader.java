package io.plimsoll.wire;

import io.plimsoll.market.Mark;
import java.util.List;

/** Reads a mark from the JSON of a topic's record and refuses a broken one with all its faults at once. */
public final class MarkReader {

    private static final List<String> FIELDS = List.of("instrument", "price", "indexPrice", "time");

    private MarkReader() {}

    /** A mark and whose it is. */
    public record InstrumentMark(String instrument, Mark mark) {}

    /** @throws SnapshotFaults naming every fault of the mark, or the one that makes the bytes no JSON */
    public static InstrumentMark read(byte[] bytes) throws SnapshotFaults {
        Faults faults = new Faults();
        Fields fields = Fields.of(Json.parse(bytes), "", faults, FIELDS);
        String instrument = fields.name("instrument");
        var price = fields.positive("price");
        var indexPrice = fields.optionalPositive("indexPrice");
        var time = fields.instant("time");
        faults.throwIfAny();
        return new InstrumentMark(instrument, new Mark(price, indexPrice, time));
    }
}
