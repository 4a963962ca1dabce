package io.plimsoll.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A snapshot as its JSON, compressed by what all of them have in common, to a quarter: a million of them are kept, and few are read at a time.
 */
final class PackedSnapshot {

    /** The more of a snapshot stands here word for word, the fewer bytes it takes; any other is packed as well. */
    private static final byte[] COMMON = """
            ,"attributes":{"jurisdiction":"EU","venue":""},"markets":[]"borrowed":"","repaidInEpisode":""\
            "openOrders":[{"orderId":"","instrument":"","side":"BUY","side":"SELL","quantity":"","limitPrice":"","reduceOnly":false}]\
            "accrued":[{"kind":"FUNDING","kind":"INTEREST","asset":"USDT","amount":"-"}]"multiplier":"1","isolatedMargin":"","leverage":"10",\
            "underlying":"","settlementCurrency":"","contract":"INVERSE","mode":"ISOLATED"\
            {"accountId":"","sequence":1,"asOf":"2026-01-01T00:00:00Z","segment":"RETAIL","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"","price":"1"}],"positions":[{"instrument":"BTCUSDT","contract":"LINEAR","mode":"CROSS",\
            "quantity":"","entryPrice":"","mark":{"price":"","indexPrice":"","time":"2026-01-01T00:00:00Z"},"multiplier":"1"},\
            {"instrument":"ETHUSDT","contract":"LINEAR","mode":"CROSS","quantity":"-","entryPrice":""}],"openOrders":[],"accrued":[]\
            """.getBytes(UTF_8);

    private final byte[] bytes;

    private PackedSnapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    static PackedSnapshot of(AccountSnapshot snapshot) {
        Deflater deflater = new Deflater();
        try {
            deflater.setDictionary(COMMON);
            deflater.setInput(Json.text(SnapshotJson.write(snapshot)).getBytes(UTF_8));
            deflater.finish();
            var packed = new ByteArrayOutputStream();
            byte[] part = new byte[1024];
            while (!deflater.finished()) {
                packed.write(part, 0, deflater.deflate(part));
            }
            return new PackedSnapshot(packed.toByteArray());
        } finally {
            deflater.end();
        }
    }

    AccountSnapshot unpacked() {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            var json = new ByteArrayOutputStream();
            byte[] part = new byte[4096];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                json.write(part, 0, length);
                if (inflater.needsDictionary()) {
                    inflater.setDictionary(COMMON);
                } else if (length == 0 && inflater.needsInput()) {
                    throw new DataFormatException("its end is missing");
                }
            }
            return SnapshotReader.read(json.toString(UTF_8));
        } catch (DataFormatException | SnapshotFaults e) {
            throw new IllegalStateException("a snapshot that was written is not readable", e);
        } finally {
            inflater.end();
        }
    }
}
