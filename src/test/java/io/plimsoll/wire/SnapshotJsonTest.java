package io.plimsoll.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.plimsoll.account.AccountSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotJsonTest {

    private static final String SMALL = """
            {"accountId":"A-7","sequence":1,"asOf":"2026-11-22T19:00:00Z","segment":"RETAIL","settlementCurrency":"USDT",
             "collateral":[{"asset":"USDT","quantity":%s,"price":1}],"positions":[]}
            """;

    @Test
    void whatIsWrittenIsReadBackEqual() throws SnapshotFaults {
        RandomSnapshots snapshots = new RandomSnapshots(20261122);
        for (int run = 0; run < 500; run++) {
            // Given
            AccountSnapshot snapshot = snapshots.next();

            // When
            AccountSnapshot tree = SnapshotReader.read(SnapshotJson.write(snapshot));
            AccountSnapshot canonical = SnapshotReader.read(SnapshotJson.canonical(snapshot));

            // Then
            assertEquals(snapshot, tree);
            assertEquals(snapshot, canonical);
            assertEquals(SnapshotJson.canonical(snapshot), SnapshotJson.canonical(canonical));
        }
    }

    @Test
    void theCanonicalTextHasSortedKeysAndNoSpaces() throws SnapshotFaults {
        // When
        String canonical = SnapshotJson.canonical(SnapshotReader.read(SMALL.formatted("\"1000.00\"")));

        // Then
        assertEquals(
                "{\"accountId\":\"A-7\",\"accrued\":[],\"asOf\":\"2026-11-22T19:00:00Z\",\"attributes\":{},"
                        + "\"collateral\":[{\"asset\":\"USDT\",\"price\":\"1\",\"quantity\":\"1000\"}],"
                        + "\"openOrders\":[],\"positions\":[],\"segment\":\"RETAIL\",\"sequence\":1,"
                        + "\"settlementCurrency\":\"USDT\"}",
                canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, true",
        "1000.00, true",
        "'\"1000\"', true",
        "'\"1e3\"', true",
        "1.0E+3, true",
        "1000.000000000000000001, false",
        "-1000, false",
    })
    void theDigestSeesTheNumberAndNotItsSpelling(String quantity, boolean isSame) throws SnapshotFaults {
        // Given
        Sha256SnapshotDigest digest = new Sha256SnapshotDigest();
        String plain = digest.of(SnapshotReader.read(SMALL.formatted("1000")));

        // When
        String other = digest.of(SnapshotReader.read(SMALL.formatted(quantity)));

        // Then
        if (isSame) {
            assertEquals(plain, other);
        } else {
            assertNotEquals(plain, other);
        }
    }
}
