package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.postgres.ScratchDatabase;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchOrderIT {

    private static final int ROWS = 1_000;

    private static Search search(String account, String rule, Instant from, Instant to) {
        return new Search(account, null, rule, null, null, from, to, null);
    }

    private static void fill(ScratchDatabase database) throws Exception {
        database.execute(
                "insert into decision select n, 'd-' || n, 'A-7', n, 'SNAPSHOT', now(), now(), now(), 'p', 1, 'h',"
                        + " 'HEALTHY', array['MRG-010'], 'd', '{}', '{}', n, '[]' from generate_series(1, " + ROWS
                        + ") n");
        database.execute("analyze decision");
    }

    /** A thousand rows, and one that is expected of a partition that nobody has looked at. */
    @ParameterizedTest
    @CsvSource({
        "1000, ' order by log_position desc'",
        "1001, ' order by log_position + 0 desc'",
        "1002, ' order by log_position + 0 desc'"
    })
    void whatIsExpectedToBeFewIsFoundAndSorted(long sortedMax, String order) throws Exception {
        try (ScratchDatabase database = new ScratchDatabase()) {
            database.migrate("latest");
            fill(database);
            Conditions conditions = search(null, "MRG-010", null, null).conditions();
            try (Connection connection = database.dataSource().getConnection()) {
                assertEquals(order, SearchOrder.of(connection, conditions, true, sortedMax));
                assertEquals(" order by log_position desc", SearchOrder.of(connection, conditions, false, sortedMax));
            }
        }
    }

    @Test
    void onlyRulesAndTimesAreScattered() {
        assertFalse(search("A-7", null, null, null).isScattered());
        assertTrue(search("A-7", "THR-010", null, null).isScattered());
        assertTrue(search("A-7", null, Instant.EPOCH, null).isScattered());
        assertTrue(search("A-7", null, null, Instant.EPOCH).isScattered());
    }
}
