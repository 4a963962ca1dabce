package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.market.Market;
import io.plimsoll.wire.MarkReader.InstrumentMark;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkReaderTest {

    private static final String MARK = """
            {"instrument":"BTCUSDT","price":"99500.5","time":"2026-11-22T19:00:00Z"%s}""";

    private static InstrumentMark read(String more) throws SnapshotFaults {
        return MarkReader.read(MARK.formatted(more).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMarkMaySayWhatIsKnownOfItsMarket() throws Exception {
        assertNull(read("").market());
        assertNull(read(",\"market\":null").market());

        Market market = read("""
                ,"market":{"confidence":"12.5","meanPrice":99400,"sources":[{"source":"one","price":"99501","time":"2026-11-22T18:59:59Z"}]}""").market();

        assertEquals("BTCUSDT", market.instrument());
        assertEquals(new BigDecimal("12.5"), market.confidence());
        assertEquals("one", market.quotes().getFirst().source());
        assertEquals(
                "BTCUSDT",
                read(",\"market\":{\"instrument\":\"BTCUSDT\"}").market().instrument());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"instrument\":\"ETHUSDT\"} | /market/instrument",
                "{\"confidence\":\"-1\"} | /market/confidence",
                "{\"openInterest\":\"0\"} | /market/openInterest",
                "{\"volatilty\":\"1\"} | /market/volatilty",
                "{\"sources\":[{\"source\":\"one\",\"price\":\"1\"}]} | /market/sources/0/time",
                "[] | /market",
            })
    void aBrokenMarketIsRefusedAndTheFieldNamed(String market, String pointer) {
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> read(",\"market\":" + market));

        assertEquals(pointer, refused.faults().getFirst().pointer());
    }
}
