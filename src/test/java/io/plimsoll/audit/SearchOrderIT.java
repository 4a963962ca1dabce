package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.postgres.ScratchDatabase;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchOrderIT {

    private static final int ROWS = 1_000;

    private static Search search(String account, String rule, Instant from, Instant to) {
        return new Search(account, null, rule, null, null, from, to, null);
    }

    private static void fill(ScratchDatabase database, long after) throws Exception {
        database.execute("insert into decision select " + after
                + " + n, 'd-' || n, 'A-7', n, 'SNAPSHOT', now(), now(), now(), 'p', 1, 'h',"
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
            fill(database, 0);
            Conditions conditions = search(null, "MRG-010", null, null).conditions();
            try (Connection connection = database.dataSource().getConnection()) {
                assertEquals(order, SearchOrder.of(connection, conditions, true, sortedMax));
                assertEquals(" order by log_position desc", SearchOrder.of(connection, conditions, false, sortedMax));
            }
        }
    }

    @Test
    void theLogIsReadNewestFirstInSpansThatDoubleUnlessWhatIsSoughtIsScattered() throws Exception {
        try (ScratchDatabase database = new ScratchDatabase()) {
            database.migrate("latest");
            database.execute("select add_decision_partition(1000) from generate_series(1, 4)");
            try (Connection connection = database.dataSource().getConnection()) {
                long first = 1_000_001;
                assertEquals(
                        List.of(
                                new LogSpan(0, first),
                                new LogSpan(first, first + 1_000),
                                new LogSpan(first + 1_000, first + 2_000),
                                new LogSpan(first + 2_000, first + 3_000),
                                new LogSpan(first + 3_000, Long.MAX_VALUE)),
                        LogSpan.ofPartitions(connection));
                assertEquals(
                        List.of(
                                new LogSpan(first + 3_000, Long.MAX_VALUE),
                                new LogSpan(first + 1_000, first + 3_000),
                                new LogSpan(0, first + 1_000)),
                        LogSpan.newestFirst(connection, Long.MAX_VALUE, false));
                assertEquals(
                        LogSpan.ofPartitions(connection).reversed(),
                        LogSpan.newestFirst(connection, Long.MAX_VALUE, true));
                assertEquals(
                        List.of(new LogSpan(first, first + 1), new LogSpan(0, first)),
                        LogSpan.newestFirst(connection, first + 1, false));
                assertEquals(List.of(new LogSpan(0, first)), LogSpan.newestFirst(connection, first, false));
            }
        }
    }

    @Test
    void aSearchFindsTheSameInHoweverManyPartitionsTheLogIs() throws Exception {
        try (ScratchDatabase database = new ScratchDatabase()) {
            database.migrate("latest");
            database.execute(
                    "select add_decision_partition(100) from generate_series(1, 3)"); // and the rest beyond all
            // partitions
            fill(database, 999_500);
            DecisionArchive archive = new DecisionArchive(database.dataSource());
            for (int limit : List.of(7, 300, 500)) {
                for (Search search : List.of(
                        search(null, null, null, null),
                        search("A-7", null, null, null),
                        search(null, "MRG-010", null, null),
                        search(null, null, Instant.EPOCH, null))) {
                    List<Long> sequences = new ArrayList<>();
                    Long before = null;
                    do {
                        Page<DecisionSummary> page = archive.find(
                                new Search(
                                        search.accountId(),
                                        null,
                                        search.rule(),
                                        null,
                                        null,
                                        search.fromInclusive(),
                                        null,
                                        before),
                                limit);
                        page.items().forEach(item -> sequences.add(item.snapshotSequence()));
                        before = page.next();
                    } while (before != null);
                    assertEquals(
                            LongStream.rangeClosed(1, ROWS).boxed().toList().reversed(), sequences);
                }
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
