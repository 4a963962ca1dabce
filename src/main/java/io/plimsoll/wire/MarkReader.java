package io.plimsoll.wire;

import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.wire.Fault.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a mark from the JSON of a topic's record and refuses a broken one with all its faults at once. */
public final class MarkReader {

    private static final List<String> FIELDS = List.of("instrument", "price", "indexPrice", "time", "market");

    private MarkReader() {}

    /**
     * A mark and whose it is.
     *
     * @param market of the same instrument; null where the record does not say
     */
    public record InstrumentMark(
            String instrument, Mark mark, @Nullable Market market) {}

    /** @throws SnapshotFaults naming every fault of the mark, or the one that makes the bytes no JSON */
    public static InstrumentMark read(byte[] bytes) throws SnapshotFaults {
        Faults faults = new Faults();
        Fields fields = Fields.of(Json.parse(bytes), "", faults, FIELDS);
        String instrument = fields.name("instrument");
        var price = fields.positive("price");
        var indexPrice = fields.optionalPositive("indexPrice");
        var time = fields.instant("time");
        Market market = fields.object("market", MarketReader.FIELDS, of -> market(of, instrument, faults));
        faults.throwIfAny();
        return new InstrumentMark(instrument, new Mark(price, indexPrice, time), market);
    }

    /** It need not name the instrument again; one that it names is the mark's. */
    private static @Nullable Market market(Fields fields, String instrument, Faults faults) {
        if (fields.has("instrument") && !fields.name("instrument").equals(instrument)) {
            fields.add("instrument", Code.CONTRADICTION, "the mark is of another instrument");
        }
        return MarketReader.read(fields, instrument, faults);
    }
}
