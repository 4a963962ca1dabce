package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.tape.TapeEntry.Closing;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents as they stand in the log, cut down to what the tape reads. */
class TapeEntriesTest {

    private static final String DECISION = """
            {"decisionId":"d-1","accountId":"A-7","decidedAt":"2026-11-22T19:00:00Z","policy":{"hash":"sha256:p"},
             "figures":{"settlementCurrency":"USDT"},
             "positions":[
               {"instrument":"BTCUSDT","side":"LONG","mode":"CROSS","quantity":"3","price":"100","notional":"300.00","bankruptcyPrice":"91"},
               {"instrument":"ETHUSDT","side":"SHORT","mode":"ISOLATED","quantity":"-2","price":"50","notional":"100.00","bankruptcyPrice":null}],
             "collateral":[{"asset":"SOL","quantity":"10"}],
             "closure":%s,"marginCalls":%s,"startedFrom":[{"marginAccount":"CROSS","outcome":"LIQUIDATE","since":"2026-11-22T18:59:00Z"}]}""";

    @Test
    void rld2_aLongThatIsClosedIsSoldAndAShortIsBought() throws SnapshotFaults {
        // When
        List<TapeEntry> entries = steps("""
                {"action":"CANCEL_ORDERS"},
                {"action":"REDUCE","marginAccount":"CROSS","instrument":"BTCUSDT","positionSide":"LONG","mode":"CROSS","side":"SELL",
                 "quantity":"1","method":"MARKET","fee":{"amount":"3","toFund":"2","toLiquidator":"1"}},
                {"action":"TAKE_OVER","marginAccount":"ISOLATED ETHUSDT SHORT","instrument":"ETHUSDT","positionSide":"SHORT",
                 "mode":"ISOLATED","side":"BUY","quantity":"2","price":"60"}""");

        // Then
        assertEquals(
                List.of(
                        "0 BTCUSDT REDUCE LONG SELL MARKET 1 100 91 100.00 2 continued=true",
                        "1 ETHUSDT TAKE_OVER SHORT BUY null 2 50 null 100.00 0 continued=false"),
                entries.stream().map(TapeEntriesTest::line).toList());
    }

    @Test
    void aPartOfANotionalIsRoundedUp() throws SnapshotFaults {
        // Given: 300.00 · 0.00001 / 3 = 0.001
        List<TapeEntry> entries = steps("""
                {"action":"REDUCE","marginAccount":"CROSS","instrument":"BTCUSDT","positionSide":"LONG","mode":"CROSS","side":"SELL",
                 "quantity":"0.00001","method":"MARKET"}""");

        // Then
        assertEquals("0.01", entries.getFirst().notional().toPlainString());
    }

    @Test
    void theFundPaysWhatItBearsAndNobodyKnowsWhatIsNotSaid() throws SnapshotFaults {
        // When
        List<TapeEntry> entries = steps("""
                {"action":"INSURANCE_FUND","marginAccount":"CROSS","amount":"12.50"},
                {"action":"AUTO_DELEVERAGE","marginAccount":"ISOLATED ETHUSDT SHORT","amount":"7"},
                {"action":"INSURANCE_FUND"}""");

        // Then
        assertEquals(
                List.of(
                        "0 USDT INSURANCE_FUND null 12.50 -12.50",
                        "1 ETHUSDT AUTO_DELEVERAGE SHORT 7 0",
                        "2 USDT INSURANCE_FUND null 0 null"),
                entries.stream().map(TapeEntriesTest::line).toList());
    }

    @Test
    void aSeizureSellsCollateralAndARepaymentBuysADebtBack() throws SnapshotFaults {
        // When
        List<TapeEntry> entries = steps("""
                {"action":"REPAY","marginAccount":"CROSS","asset":"USDT","quantity":"75","price":"1","value":"75.00"},
                {"action":"SEIZE","marginAccount":"CROSS","asset":"SOL","quantity":"4","price":"20","value":"80.00","bonus":"0.05"}""");

        // Then
        assertEquals(
                List.of(
                        "0 USDT REPAY SHORT BUY null 75 1 null 75.00 0",
                        "1 SOL SEIZE LONG SELL null 4 20 null 80.00 0 continued=true"),
                entries.stream().map(TapeEntriesTest::line).toList());
    }

    @Test
    void aCallIsToldWhenItOpensChangesOrEndsAndNotWhileItStands() throws SnapshotFaults {
        // When
        List<TapeEntry> entries = entries("null", """
                [{"callId":"c-1","marginAccount":"CROSS","status":"OPENED","amount":"200.00"},
                 {"callId":"c-2","marginAccount":"ISOLATED ETHUSDT SHORT","status":"STANDING","amount":"5.00"},
                 {"callId":"c-3","marginAccount":"ISOLATED ETHUSDT SHORT","status":"CURED","amount":"0"}]""");

        // Then
        assertEquals(
                List.of("0 USDT MARGIN_CALL OPENED null 200.00 0", "1 ETHUSDT MARGIN_CALL CURED SHORT 0 0"),
                entries.stream().map(TapeEntriesTest::line).toList());
    }

    @Test
    void aStepOnAPositionThatTheDecisionDoesNotHaveIsNoDocumentOfThisService() {
        assertThrows(IllegalStateException.class, () -> steps("""
                        {"action":"CLOSE","marginAccount":"CROSS","instrument":"XRPUSDT","positionSide":"LONG","mode":"CROSS",
                         "side":"SELL","quantity":"1"}"""));
    }

    private static List<TapeEntry> steps(String steps) throws SnapshotFaults {
        return entries("{\"steps\":[" + steps + "]}", "[]");
    }

    private static List<TapeEntry> entries(String closure, String calls) throws SnapshotFaults {
        return TapeEntries.of(Json.parse(DECISION.formatted(closure, calls)));
    }

    private static String line(TapeEntry entry) {
        Closing closing = entry.closing();
        String closed = closing == null
                ? ""
                : " " + closing.side() + " " + closing.method() + " " + closing.quantity() + " " + closing.mark() + " "
                        + closing.bankruptcyPrice();
        String held = closing == null || closing.holding() == null
                ? ""
                : " continued=" + closing.holding().isContinued();
        String status = entry.callStatus() == null ? "" : " " + entry.callStatus();
        return entry.ordinal() + " " + entry.instrument() + " " + entry.stage() + status + " " + entry.positionSide()
                + closed + " " + entry.notional() + " " + entry.fundDelta() + held;
    }
}
