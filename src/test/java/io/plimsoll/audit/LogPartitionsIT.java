package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.postgres.ScratchDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogPartitionsIT {

    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private ScratchDatabase database;

    @BeforeEach
    void create() throws SQLException {
        database = new ScratchDatabase();
        database.migrate("latest");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    private LogPartitions partitions(long rows, Instant now) {
        return new LogPartitions(database.dataSource(), rows, PERIOD, InstantSource.fixed(now), registry);
    }

    private void decide(String id) throws SQLException {
        database.execute("with it as (insert into decision_identity (decision_id) values ('" + id
                + "') returning log_position) insert into decision select log_position, '" + id + "', 'A-' || '" + id
                + "', 1, 'SNAPSHOT', t, t, t, 'p', 1, 'h', 'HEALTHY', '{}', 'd', '{}', '{}', 1, '[]'"
                + " from it, (values (timestamptz '" + BEGUN + "')) at(t)");
    }

    private String spans() throws SQLException {
        return database.ask(
                "select string_agg(first_position || '-' || end_position, ' ' order by first_position) from decision_partition");
    }

    private String tableOf(String id) throws SQLException {
        return database.ask("select tableoid::regclass from decision where decision_id = '" + id + "'");
    }

    @Test
    void aWholePartitionIsReadyAheadOfTheWriters() throws Exception {
        // Given
        assertEquals("1-1000001", spans());
        database.execute("select setval('decision_position', 999000)");

        // When
        partitions(1_000, BEGUN).maintain();

        // Then: 1,000 positions are left
        assertEquals("1-1000001", spans());

        // When
        decide("one");
        partitions(1_000, BEGUN).maintain();
        partitions(1_000, BEGUN).maintain();

        // Then: 999 were
        assertEquals("1-1000001 1000001-1001001", spans());
        assertEquals("decision_p1", tableOf("one"));
        assertEquals(
                "2",
                database.ask("select count(*) from pg_trigger where tgrelid = 'decision_p1000001'::regclass"),
                "what refuses changes");
    }

    @ParameterizedTest
    @CsvSource({"29, decision_p1", "30, decision_p1", "31, decision_p1000001"})
    void aPartitionTakesInDecisionsForItsPeriod(int days, String table) throws Exception {
        // Given
        decide("one");

        // When
        partitions(1_000, BEGUN.plus(Duration.ofDays(days))).maintain();
        decide("two");

        // Then
        assertEquals("decision_p1", tableOf("one"));
        assertEquals(table, tableOf("two"));

        // When: the period begins anew with the partition's first decision
        partitions(1_000, BEGUN.plus(Duration.ofDays(30))).maintain();
        decide("three");

        // Then
        assertEquals(table, tableOf("three"));
    }

    @Test
    void anEmptyLogStaysWhereItIsHoweverLong() throws Exception {
        partitions(1_000, BEGUN.plus(Duration.ofDays(3_650))).maintain();

        decide("one");

        assertEquals("1", database.ask("select log_position from decision"));
    }

    @Test
    void whatWentAstrayIsKeptAndTold() throws Exception {
        // Given
        database.execute("select setval('decision_position', 1000000)");
        decide("astray");
        decide("too");
        assertEquals("decision_default", tableOf("astray"));

        // When
        LogPartitions partitions = partitions(1_000, BEGUN);
        partitions.maintain();
        decide("next");

        // Then
        assertEquals("decision_p1000001", tableOf("astray"));
        assertEquals("decision_p1000001", tableOf("too"));
        assertEquals("decision_p1000003", tableOf("next"));
        assertEquals("1-1000001 1000001-1000003 1000003-1001003", spans());
        assertEquals(2, registry.get("plimsoll.log.astray").gauge().value());
        partitions.maintain();
        assertEquals(2, registry.get("plimsoll.log.astray").gauge().value());
    }

    @Test
    void aDecisionIsThereOnceInAllPartitions() throws Exception {
        decide("one");
        database.execute("select setval('decision_position', 1000000)");

        SQLException refused = assertThrows(SQLException.class, () -> decide("one"));

        assertEquals("23505", refused.getSQLState());
        assertEquals("1", database.ask("select count(*) from decision"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update decision_p1 set outcome = 'CALL'",
                "delete from decision_p1",
                "truncate decision_p1",
                "truncate decision_default",
                "update decision_identity set log_position = 7",
                "delete from decision_identity",
                "truncate decision_identity cascade"
            })
    void noPartitionIsChangedByItself(String sql) throws Exception {
        decide("one");

        SQLException refused = assertThrows(SQLException.class, () -> database.execute(sql));

        assertEquals("23001", refused.getSQLState());
    }

    @ParameterizedTest
    @CsvSource({
        "999, PT1H, plimsoll.log.partition-rows",
        "100000001, PT1H, plimsoll.log.partition-rows",
        "1000, PT59M59S, plimsoll.log.partition-period"
    })
    void settingsOutOfRangeAreNamed(long rows, Duration period, String setting) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new LogPartitions(
                        database.dataSource(), rows, period, InstantSource.fixed(BEGUN), new SimpleMeterRegistry()));

        assertEquals(0, refused.getMessage().indexOf(setting), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"1000, PT1H", "100000000, PT1H"})
    void settingsAtTheirLimitsAreTaken(long rows, Duration period) throws Exception {
        new LogPartitions(database.dataSource(), rows, period, InstantSource.fixed(BEGUN), registry).maintain();
    }
}
