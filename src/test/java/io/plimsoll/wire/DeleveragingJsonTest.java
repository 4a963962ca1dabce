package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A deleveraging as it comes in and goes out; every fault is named by its place. */
class DeleveragingJsonTest {

    private static final String SHORT = """
            {"method": "QUEUE", "side": "SHORT", "quantity": "15", "lot": "1", "price": "128", "markPrice": 130,
             "candidates": [
               {"accountId": "A-2", "size": "10", "entryPrice": "120", "bankruptcyPrice": "115"},
               {"accountId": "A-1", "size": "10", "entryPrice": "100", "bankruptcyPrice": "95"}]}
            """;

    @Test
    void g9ranksFirstWhoEarnsMostAtTheHighestLeverage() throws SnapshotFaults {
        String expected = """
            {"candidates":[{"rank":1,"accountId":"A-1","score":"1.114285714285714285714285714285714","fifth":3,
            "passedOver":false,"before":"10","closed":"10","after":"0","realised":"280","borne":"20"},{"rank":2,"accountId":"A-2",
            "score":"0.7222222222222222222222222222222222","fifth":5,"passedOver":false,"before":"10","closed":"5","after":"5","realised":"40",
            "borne":"10"}],"uncovered":"0","borne":"30","lossLeft":"0"}""";

        assertEquals(expected.replace("\n", ""), answer(SHORT));
    }

    @Test
    void whatNobodyCoversCostsAtTheMark() throws SnapshotFaults {
        String answer = answer(SHORT.replace("\"15\"", "\"22\"").replace("\"lot\"", "\"multiplier\": 0.1, \"lot\""));

        assertEquals(
                "\"uncovered\":\"2\",\"borne\":\"4\",\"lossLeft\":\"0.4\"}",
                answer.substring(answer.indexOf("\"uncovered\"")));
    }

    @ParameterizedTest(name = "{0} becomes {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"QUEUE\"`, `\"LOTTERY\"`, /method UNKNOWN_VALUE",
                "`\"quantity\": \"15\"`, `\"quantity\": \"15.5\"`, /quantity CONTRADICTION",
                "`\"size\": \"10\", \"entryPrice\": \"100\"`, `\"size\": \"9.5\", \"entryPrice\": \"100\"`, /candidates/1/size CONTRADICTION",
                "`\"A-1\"`, `\"A-2\"`, /candidates/1/accountId DUPLICATE",
                "`\"bankruptcyPrice\": \"95\"`, `\"bankruptcyPrice\": \"130\"`, /candidates/1/bankruptcyPrice CONTRADICTION",
                "`\"entryPrice\": \"120\"`, `\"entryPrice\": \"0\"`, /candidates/0/entryPrice NOT_POSITIVE",
                "`, \"bankruptcyPrice\": \"95\"`, ``, /candidates/1/bankruptcyPrice MISSING",
                "`\"lot\"`, `\"lots\"`, /lots UNKNOWN_FIELD"
            })
    void aFaultIsNamedByItsPlace(String from, String to, String fault) {
        SnapshotFaults faults = assertThrows(SnapshotFaults.class, () -> answer(SHORT.replace(from, to)));

        Fault first = faults.faults().getFirst();
        assertEquals(fault, first.pointer() + " " + first.code());
    }

    @Test
    void anInverseContractIsRankedByItsValueAndAVenueMayGiveItsOwnScore() throws SnapshotFaults {
        String inverse = SHORT.replace("\"side\"", "\"contract\": \"INVERSE\", \"side\"");
        String scored = SHORT.replace("\"bankruptcyPrice\": \"115\"", "\"score\": 2");

        assertTrue(answer(inverse).contains("\"accountId\":\"A-1\",\"score\":\"0.62637362637362637362637362637"));
        assertTrue(answer(scored).contains("\"rank\":1,\"accountId\":\"A-2\",\"score\":\"2\""));
        SnapshotFaults faults = assertThrows(SnapshotFaults.class, () -> answer(inverse.replace("\"115\"", "\"-1\"")));
        assertEquals(
                "/candidates/0/bankruptcyPrice NOT_POSITIVE",
                faults.faults().getFirst().pointer() + " "
                        + faults.faults().getFirst().code());
    }

    /** What is left of the quantity would stand uncovered, and nobody's mark would say at what loss. */
    @Test
    void nobodyToTakeAPartIsAFault() {
        String nobody = SHORT.replaceAll("(?s)\"candidates\": \\[.*\\]", "\"candidates\": []");

        SnapshotFaults faults = assertThrows(SnapshotFaults.class, () -> answer(nobody));

        Fault first = faults.faults().getFirst();
        assertEquals("/candidates EMPTY", first.pointer() + " " + first.code());
    }

    private static String answer(String body) throws SnapshotFaults {
        return Json.text(DeleveragingJson.write(DeleveragingJson.read(body.getBytes(StandardCharsets.UTF_8))));
    }
}
