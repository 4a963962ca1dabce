package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionType;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.wire.Fault.Code;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotReaderTest {

    private static final String WHOLE = """
            { "accountId": "A-7", "sequence": 42, "asOf": "2026-11-22T19:00:00.123Z", "segment": "RETAIL",
              "settlementCurrency": "USDT",
              "collateral": [{"asset": "USDT", "quantity": "1000", "price": "1"},
                             {"asset": "BTC", "quantity": 0.10, "price": 99500.50}],
              "positions": [{"instrument": "BTCUSDT", "contract": "LINEAR", "mode": "CROSS", "quantity": "1",
                             "entryPrice": "100000", "markPrice": "99500", "indexPrice": "99510",
                             "markTime": "2026-11-22T18:59:59.900Z", "multiplier": "1", "isolatedMargin": null,
                             "leverage": "100"},
                            {"instrument": "ETHUSDT", "contract": "LINEAR", "mode": "ISOLATED", "quantity": "-2",
                             "entryPrice": "4000", "markPrice": "4010", "markTime": "2026-11-22T18:59:59.900Z",
                             "isolatedMargin": "300"}],
              "openOrders": [{"orderId": "o-1", "instrument": "BTCUSDT", "side": "BUY", "quantity": "0.1",
                              "limitPrice": "99000", "reduceOnly": false}],
              "accrued": [{"kind": "FUNDING", "asset": "USDT", "amount": "-1.25"}],
              "attributes": {"jurisdiction": "EU"},
              "markets": [{"instrument": "BTCUSDT", "openInterest": "85000.5", "dailyVolume": 0, "volatility": "0.55",
                           "depth": "2000000", "confidence": "12.5", "lastPrice": "99490", "meanPrice": "99600",
                           "sources": [{"source": "a", "price": "99500", "time": "2026-11-22T18:59:59Z"},
                                       {"source": "b", "price": "99510", "time": "2026-11-22T19:00:00Z"}]},
                          {"instrument": "SOLUSDT"}] }
            """;

    /** Nothing else tells a ledger of loans from one of contracts that forgot its positions. */
    @Test
    void onlyALedgerOfLoansMayLeaveItsPositionsOut() throws SnapshotFaults {
        String without = WHOLE.replaceFirst("(?s)\"positions\": \\[.*?\\],\\s+\"openOrders\"", "\"openOrders\"");
        String loans = without.replace("\"price\": 99500.50", "\"price\": 99500.50, \"borrowed\": \"0\"");

        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(without));

        assertEquals("/positions", refused.faults().getFirst().pointer());
        assertEquals(Fault.Code.MISSING, refused.faults().getFirst().code());
        assertEquals(List.of(), SnapshotReader.read(loans).positions());
        assertThrows(
                SnapshotFaults.class,
                () -> SnapshotReader.read(loans.replace("\"borrowed\": \"0\"", "\"borrowed\": null")));
    }

    @ParameterizedTest(name = "an order of {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "contract": "LINEAR", "multiplier": "1"   |
            "contract": "INVERSE"                     | /openOrders/0/contract
            "multiplier": "0.1"                       | /openOrders/0/multiplier
            "multiplier": "0"                         | /openOrders/0/multiplier
            "contract": "OPTION"                      | /openOrders/0/contract
            """)
    void anOrderMayNotContradictItsPosition(String fields, @Nullable String pointer) throws SnapshotFaults {
        String text = WHOLE.replace("\"reduceOnly\": false", fields);

        if (pointer == null) {
            assertEquals(
                    ContractKind.LINEAR,
                    SnapshotReader.read(text).openOrders().getFirst().contract());
        } else {
            SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(text));
            assertEquals(pointer, refused.faults().getFirst().pointer());
        }
    }

    @Test
    void takesTheSnapshotOfTheContract() throws SnapshotFaults {
        // When
        AccountSnapshot snapshot = SnapshotReader.read(WHOLE);

        // Then
        assertEquals("A-7", snapshot.accountId());
        assertEquals(42, snapshot.sequence());
        assertEquals(Instant.parse("2026-11-22T19:00:00.123Z"), snapshot.asOf());
        assertEquals(new BigDecimal("99500.5"), snapshot.collateral().get(1).price());
        assertEquals(new BigDecimal("0.1"), snapshot.collateral().get(1).quantity());
        assertEquals(
                new BigDecimal("99510"), snapshot.positions().getFirst().mark().indexPrice());
        assertNull(snapshot.positions().getFirst().isolatedMargin());
        assertEquals(MarginMode.ISOLATED, snapshot.positions().get(1).mode());
        assertNull(snapshot.positions().get(1).leverage());
        assertNull(snapshot.positions().get(1).mark().indexPrice());
        assertEquals(BigDecimal.ONE, snapshot.positions().get(1).multiplier());
        assertEquals(new BigDecimal("-1.25"), snapshot.accrued().getFirst().amount());
        assertEquals(Map.of("jurisdiction", "EU"), snapshot.attributes());
        Market market = snapshot.markets().getFirst();
        assertEquals(new BigDecimal("85000.5"), market.openInterest());
        assertEquals(BigDecimal.ZERO, market.dailyVolume());
        assertEquals(new BigDecimal("12.5"), market.confidence());
        assertEquals(
                new Quote("b", new BigDecimal("99510"), Instant.parse("2026-11-22T19:00:00Z")),
                market.quotes().get(1));
        assertEquals(
                new Market("SOLUSDT", null, null, null, null, null, null, null, List.of()),
                snapshot.markets().get(1));
    }

    @Test
    void optionalListsMayBeAbsentOrNull() throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        root.remove(List.of("openOrders", "accrued", "markets"));
        root.putNull("attributes");

        // When
        AccountSnapshot snapshot = SnapshotReader.read(root);

        // Then
        assertTrue(snapshot.openOrders().isEmpty());
        assertTrue(snapshot.accrued().isEmpty());
        assertTrue(snapshot.attributes().isEmpty());
        assertTrue(snapshot.markets().isEmpty());
    }

    @ParameterizedTest(name = "{0} = {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /accountId              | null                       | MISSING
            /accountId              | ""                         | EMPTY
            /accountId              | "A 7"                      | ILLEGAL_CHARACTER
            /accountId              | "A\\u0000"                 | ILLEGAL_CHARACTER
            /accountId              | 7                          | WRONG_TYPE
            /accountId              | {}                         | WRONG_TYPE
            /sequence               | -1                         | OUT_OF_RANGE
            /sequence               | 1.5                        | OUT_OF_RANGE
            /sequence               | 9007199254740993           | OUT_OF_RANGE
            /sequence               | 1e999999999                | OUT_OF_RANGE
            /sequence               | "42"                       | WRONG_TYPE
            /sequence               | null                       | MISSING
            /asOf                   | "yesterday"                | NOT_AN_INSTANT
            /asOf                   | "2026-11-22T19:00:00"      | NOT_AN_INSTANT
            /asOf                   | "2026-02-30T19:00:00Z"     | NOT_AN_INSTANT
            /asOf                   | "1999-12-31T23:59:59.999Z" | OUT_OF_RANGE
            /asOf                   | "2200-01-01T00:00:00Z"     | OUT_OF_RANGE
            /asOf                   | "+999999999-01-01T00:00:00Z" | OUT_OF_RANGE
            /asOf                   | 1795374000                 | WRONG_TYPE
            /segment                | ""                         | EMPTY
            /settlementCurrency     | null                       | MISSING
            /collateral             | null                       | MISSING
            /collateral             | {}                         | WRONG_TYPE
            /collateral/0           | "USDT"                     | WRONG_TYPE
            /collateral/0           | null                       | WRONG_TYPE
            /collateral/0/borrowed  | "-1"                       | OUT_OF_RANGE
            /collateral/0/repaidInEpisode | -0.1                 | OUT_OF_RANGE
            /positions/1/settlementCurrency | "EUR"              | CONTRADICTION
            /openOrders/0/settlementCurrency | "EUR"             | CONTRADICTION
            /collateral/0/quantity  | null                       | MISSING
            /collateral/0/quantity  | ""                         | NOT_A_DECIMAL
            /collateral/0/quantity  | "NaN"                      | NOT_A_DECIMAL
            /collateral/0/quantity  | "Infinity"                 | NOT_A_DECIMAL
            /collateral/0/quantity  | "1,000"                    | NOT_A_DECIMAL
            /collateral/0/quantity  | "0x10"                     | NOT_A_DECIMAL
            /collateral/0/quantity  | " 1"                       | NOT_A_DECIMAL
            /collateral/0/quantity  | "+1"                       | NOT_A_DECIMAL
            /collateral/0/quantity  | "1."                       | NOT_A_DECIMAL
            /collateral/0/quantity  | "١٢"                       | NOT_A_DECIMAL
            /collateral/0/quantity  | "1e9999999999"             | NOT_A_DECIMAL
            /collateral/0/quantity  | "1e999999999"              | OUT_OF_RANGE
            /collateral/0/quantity  | 1e999999999                | OUT_OF_RANGE
            /collateral/0/quantity  | "0e999999999"              | OUT_OF_RANGE
            /collateral/0/quantity  | 1e-31                      | OUT_OF_RANGE
            /collateral/0/quantity  | 1e30                       | OUT_OF_RANGE
            /collateral/0/quantity  | "123456789012345678901234567890.123456789" | OUT_OF_RANGE
            /collateral/0/quantity  | true                       | WRONG_TYPE
            /collateral/0/quantity  | []                         | WRONG_TYPE
            /collateral/1/price     | "0"                        | NOT_POSITIVE
            /collateral/1/price     | "-1"                       | NOT_POSITIVE
            /collateral/0/price     | "0.999"                    | CONTRADICTION
            /positions              | null                       | MISSING
            /positions/0/instrument | "BTC USDT"                 | ILLEGAL_CHARACTER
            /positions/0/contract   | null                       | MISSING
            /positions/0/contract   | "INVERTED"                 | UNKNOWN_VALUE
            /positions/0/mode       | "cross"                    | UNKNOWN_VALUE
            /positions/0/mode       | 1                          | WRONG_TYPE
            /positions/0/quantity   | "0"                        | ZERO
            /positions/0/quantity   | -0.000                     | ZERO
            /positions/0/entryPrice | 0                          | NOT_POSITIVE
            /positions/0/markPrice  | "-5"                       | NOT_POSITIVE
            /positions/0/indexPrice | "0"                        | NOT_POSITIVE
            /positions/0/markTime   | null                       | MISSING
            /positions/0/multiplier | "0"                        | NOT_POSITIVE
            /positions/0/leverage   | "0"                        | NOT_POSITIVE
            /positions/0/isolatedMargin | "10"                   | CONTRADICTION
            /positions/1/isolatedMargin | null                   | MISSING
            /positions/1/isolatedMargin | "ten"                  | NOT_A_DECIMAL
            /openOrders             | "none"                     | WRONG_TYPE
            /openOrders/0/side      | "LONG"                     | UNKNOWN_VALUE
            /openOrders/0/quantity  | "-1"                       | NOT_POSITIVE
            /openOrders/0/limitPrice | "0"                       | NOT_POSITIVE
            /openOrders/0/reduceOnly | "false"                   | WRONG_TYPE
            /accrued/0/kind         | "TAX"                      | UNKNOWN_VALUE
            /accrued/0/asset        | "DOGE"                     | CONTRADICTION
            /attributes             | []                         | WRONG_TYPE
            /attributes/jurisdiction | 7                         | WRONG_TYPE
            /attributes/jurisdiction | "\\u0007"                 | ILLEGAL_CHARACTER
            /attributes/jurisdiction | "\\ud800"                 | ILLEGAL_CHARACTER
            /markets                 | {}                        | WRONG_TYPE
            /markets/0/instrument    | null                      | MISSING
            /markets/0/openInterest  | "0"                       | NOT_POSITIVE
            /markets/0/dailyVolume   | "-1"                      | OUT_OF_RANGE
            /markets/0/volatility    | "-0.01"                   | OUT_OF_RANGE
            /markets/0/depth         | "deep"                    | NOT_A_DECIMAL
            /markets/0/confidence    | -1                        | OUT_OF_RANGE
            /markets/0/lastPrice     | 0                         | NOT_POSITIVE
            /markets/0/meanPrice     | "-5"                      | NOT_POSITIVE
            /markets/0/sources       | "a"                       | WRONG_TYPE
            /markets/0/sources/1/source | "a"                    | DUPLICATE
            /markets/0/sources/1/price | "0"                     | NOT_POSITIVE
            /markets/0/sources/0/time | null                     | MISSING
            /markets/1/instrument    | "BTCUSDT"                 | DUPLICATE
            """)
    void namesTheOneFaultOf(String pointer, String value, Code code) throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        put(root, pointer, Json.parse(value));

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(Json.text(root)));

        // Then
        assertEquals(1, refused.faults().size(), () -> refused.faults().toString());
        assertEquals(pointer, refused.faults().getFirst().pointer());
        assertEquals(code, refused.faults().getFirst().code());
        assertFalse(refused.isMalformed());
    }

    @ParameterizedTest(name = "an option with {0} = {1} is {2} at {3}")
    @CsvSource(delimiter = '|', textBlock = """
            /positions/0/option                    | null        | MISSING         | /positions/0/option
            /positions/0/expiry                    | null        | MISSING         | /positions/0/expiry
            /positions/0/expiry                    | "26JAN24"   | NOT_AN_INSTANT  | /positions/0/expiry
            /positions/0/option                    | "CALL"      | WRONG_TYPE      | /positions/0/option
            /positions/0/option/type               | "C"         | UNKNOWN_VALUE   | /positions/0/option/type
            /positions/0/option/strike             | "0"         | NOT_POSITIVE    | /positions/0/option/strike
            /positions/0/option/strike             | null        | MISSING         | /positions/0/option/strike
            /positions/0/option/underlyingPrice    | "-1"        | NOT_POSITIVE    | /positions/0/option/underlyingPrice
            /positions/0/option/impliedVolatility  | "0"         | NOT_POSITIVE    | /positions/0/option/impliedVolatility
            /positions/0/option/implied            | "0.5"       | UNKNOWN_FIELD   | /positions/0/option/implied
            /positions/0/option/greeks/theta       | null        | MISSING         | /positions/0/option/greeks/theta
            /positions/0/option/greeks/delta       | "half"      | NOT_A_DECIMAL   | /positions/0/option/greeks/delta
            /positions/0/underlying                | "B TC"      | ILLEGAL_CHARACTER | /positions/0/underlying
            /positions/0/contract                  | "QUANTO"    | CONTRADICTION   | /positions/0/option
            """)
    void namesTheFaultOfAnOption(String pointer, String value, Code code, String at) throws SnapshotFaults {
        // Given
        ObjectNode root = withOption();
        assertEquals(
                OptionType.CALL,
                SnapshotReader.read(Json.text(root))
                        .positions()
                        .getFirst()
                        .option()
                        .type());
        put(root, pointer, Json.parse(value));

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(Json.text(root)));

        // Then
        assertEquals(1, refused.faults().size(), () -> refused.faults().toString());
        assertEquals(at, refused.faults().getFirst().pointer());
        assertEquals(code, refused.faults().getFirst().code());
    }

    private static ObjectNode withOption() throws SnapshotFaults {
        ObjectNode root = whole();
        put(root, "/positions/0/contract", Json.parse("\"OPTION\""));
        put(root, "/positions/0/expiry", Json.parse("\"2027-01-29T08:00:00Z\""));
        put(
                root,
                "/positions/0/option",
                Json.parse("{\"type\": \"CALL\", \"strike\": \"110000\", \"underlyingPrice\": 99500,"
                        + " \"impliedVolatility\": \"0.5\","
                        + " \"greeks\": {\"delta\": 0.4, \"gamma\": \"0.0001\", \"vega\": 90, \"theta\": -60}}"));
        return root;
    }

    @Test
    void aPositionThatSaysNothingOfOptionsKeepsItsText() throws SnapshotFaults {
        // When
        String text = SnapshotJson.canonical(SnapshotReader.read(WHOLE));

        // Then
        assertFalse(text.contains("underlying") || text.contains("expiry") || text.contains("option"));
    }

    @Test
    void reportsEveryFaultOfADocumentAtOnce() throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        root.remove("accountId");
        root.put("asof", "2026-11-22T19:00:00Z");
        put(root, "/positions/0/markPrice", Json.parse("\"abc\""));
        put(root, "/positions/1/quantity", Json.parse("0"));
        put(root, "/openOrders/0/a~b~1c", Json.parse("1"));

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(root));

        // Then
        assertEquals(
                List.of(
                        "/asof UNKNOWN_FIELD",
                        "/accountId MISSING",
                        "/positions/0/markPrice NOT_A_DECIMAL",
                        "/positions/1/quantity ZERO",
                        "/openOrders/0/a~0b~1c UNKNOWN_FIELD"),
                refused.faults().stream()
                        .map(fault -> fault.pointer() + " " + fault.code())
                        .toList());
        assertEquals(
                "unknown field `asof`; did you mean `asOf`?",
                refused.faults().getFirst().detail());
    }

    @ParameterizedTest
    @CsvSource({"/collateral, /collateral/2/asset", "/openOrders, /openOrders/1/orderId", "/positions, /positions/2"})
    void refusesTheSecondOfTwoOfTheSameName(String list, String pointer) throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        ArrayNode items = (ArrayNode) root.at(list);
        items.add(items.get(items.size() - 1).deepCopy());

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(root));

        // Then
        assertEquals(1, refused.faults().size(), () -> refused.faults().toString());
        assertEquals(pointer, refused.faults().getFirst().pointer());
        assertEquals(Code.DUPLICATE, refused.faults().getFirst().code());
    }

    @ParameterizedTest
    @CsvSource({
        "markPrice, 99501",
        "indexPrice, 99511",
        "markTime, 2026-11-22T18:59:59.901Z",
        "multiplier, 10",
    })
    void refusesTwoMarksOfOneInstrument(String field, String value) throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        ObjectNode hedge = root.at("/positions/0").deepCopy();
        hedge.put("quantity", "-1");
        hedge.put(field, value);
        ((ArrayNode) root.get("positions")).add(hedge);

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(root));

        // Then
        assertEquals("/positions/2/" + field, refused.faults().getFirst().pointer());
        assertEquals(Code.CONTRADICTION, refused.faults().getFirst().code());
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void takesNamesUpToTheirLimit(int length, boolean isTaken) throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        root.put("accountId", "x".repeat(length));

        // When
        List<Fault> faults = faultsOf(root);

        // Then
        assertEquals(isTaken, faults.isEmpty(), faults::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "/positions, 1000, true",
        "/positions, 1001, false",
        "/openOrders, 5000, true",
        "/openOrders, 5001, false"
    })
    void takesListsUpToTheirLimit(String pointer, int count, boolean isTaken) throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        ArrayNode list = (ArrayNode) root.at(pointer);
        ObjectNode first = list.get(0).deepCopy();
        list.removeAll();
        for (int index = 0; index < count; index++) {
            list.add(first.deepCopy().put("instrument", "I" + index));
            if (pointer.equals("/openOrders")) {
                ((ObjectNode) list.get(index)).put("orderId", "o" + index);
            }
        }

        // When
        List<Fault> faults = faultsOf(root);

        // Then
        assertEquals(isTaken, faults.isEmpty(), faults::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "{} {}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "// nothing",
                "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
                "\u0000",
            })
    void textThatIsNoJsonHasOneFault(String text) {
        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(text));

        // Then
        assertTrue(refused.isMalformed());
        assertEquals(1, refused.faults().size());
    }

    @Test
    void aNumberOfAThousandDigitsIsRefusedByTheParser() {
        // Given
        String text = "{\"sequence\": 1" + "0".repeat(1_000) + "}";

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(text));

        // Then
        assertTrue(refused.isMalformed());
    }

    /** Either would let one account be written in two ways, past whatever looks at the bytes before us. */
    @Test
    void overlongFormsAndOtherEncodingsAreRefused() {
        // Given
        byte[] overlong = WHOLE.replace("A-7", "A~~").getBytes(StandardCharsets.UTF_8);
        int at = new String(overlong, StandardCharsets.UTF_8).indexOf("~~");
        overlong[at] = (byte) 0xc0;
        overlong[at + 1] = (byte) 0xaf;

        // Then
        assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(overlong));
        assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(WHOLE.getBytes(StandardCharsets.UTF_16)));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        // When
        SnapshotFaults refused = assertThrows(
                SnapshotFaults.class, () -> SnapshotReader.read(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'}));

        // Then
        assertTrue(refused.isMalformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"text\"", "[]", "true"})
    void aDocumentOtherThanAnObjectHasOneFault(String text) {
        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(text));

        // Then
        assertEquals("", refused.faults().getFirst().pointer());
        assertEquals(Code.WRONG_TYPE, refused.faults().getFirst().code());
        assertEquals(1, refused.faults().size());
    }

    @Test
    void aDocumentOfCountlessFaultsReportsTheFirstOnes() throws SnapshotFaults {
        // Given
        ObjectNode root = whole();
        for (int index = 0; index < 10_000; index++) {
            root.put("extra" + index, index);
        }

        // When
        SnapshotFaults refused = assertThrows(
                SnapshotFaults.class, () -> SnapshotReader.read(Json.text(root).getBytes(StandardCharsets.UTF_8)));

        // Then
        assertEquals(SnapshotFaults.FAULTS_MAX, refused.faults().size());
    }

    private static List<Fault> faultsOf(JsonNode root) {
        try {
            SnapshotReader.read(root);
            return List.of();
        } catch (SnapshotFaults refused) {
            return refused.faults();
        }
    }

    private static ObjectNode whole() throws SnapshotFaults {
        return (ObjectNode) Json.parse(WHOLE);
    }

    private static void put(ObjectNode root, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        String name = pointer.substring(last + 1).replace("~1", "/");
        if (root.at(pointer.substring(0, last)) instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) root.at(pointer.substring(0, last))).set(name, value);
        }
    }
}
