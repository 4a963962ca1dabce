package io.plimsoll.tape;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.wire.Json;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On tapes with a past, which is written as the follower would have written it in the hour before. */
@QuarkusTest
@Timeout(60)
class TapeStatisticsIT {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    TapeSpikes spikes;

    private String instrument;
    private long seq;
    private Instant thisMinute;

    @BeforeEach
    void chooseAnInstrumentOfItsOwn() {
        instrument = Snapshots.newAccount("S");
        seq = 0;
        thisMinute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    }

    @ParameterizedTest
    @CsvSource({"1399.99, false", "1400, true", "1600, true"})
    void rld4_aMinuteOfFourSigmaIsReportedOnceAndOneOfLessIsNot(String notional, boolean isSpike) throws Exception {
        // Given: an hour of 900 and 1100 in turn, whose deviation is 100
        for (int minute = 1; minute <= 60; minute++) {
            closed(thisMinute.minus(Duration.ofMinutes(minute)), "LONG", minute % 2 == 0 ? "900" : "1100", "usual");
        }
        closed(thisMinute, "LONG", notional, "crash");
        double before = spikesCounted();

        // When
        spikes.lookOut();
        spikes.lookOut();

        // Then
        JsonNode reported = statistics("internal").get("spikes");
        assertEquals(isSpike ? 1 : 0, reported.size());
        if (isSpike) {
            assertEquals(thisMinute.toString(), reported.get(0).get("minute").asText());
            assertEquals(
                    notional.equals("1600") ? "6" : "4",
                    reported.get(0).get("zScore").asText());
            assertEquals("1000", reported.get(0).get("mean").asText());
            assertTrue(spikesCounted() >= before + 1 || noticedBefore());
        }
        assertEquals(0, statistics("public").get("spikes").size()); // one account
    }

    @ParameterizedTest
    @CsvSource({"4, false", "5, true"})
    void whereNothingIsUsualFiveAccountsAreASpike(int accounts, boolean isSpike) throws Exception {
        // Given
        for (int minute = 1; minute <= 10; minute++) {
            closed(thisMinute.minus(Duration.ofMinutes(minute)), "LONG", "100", "usual");
        }
        for (int account = 0; account < accounts; account++) {
            closed(thisMinute, "SHORT", "1000", "account-" + account);
        }

        // When
        spikes.lookOut();

        // Then
        assertEquals(isSpike ? 1 : 0, statistics("internal").get("spikes").size());
    }

    @Test
    void aTapeThatHasJustBegunHasNoSpikes() throws Exception {
        // Given
        for (int minute = 1; minute <= 9; minute++) {
            closed(thisMinute.minus(Duration.ofMinutes(minute)), "LONG", minute % 2 == 0 ? "900" : "1100", "usual");
        }
        closed(thisMinute, "LONG", "1000000", "crash");

        // When
        spikes.lookOut();

        // Then
        assertEquals(0, statistics("internal").get("spikes").size());
    }

    @Test
    void rld4_rollingSumsRatioAndSizes() throws Exception {
        // Given
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        closed(now.minus(Duration.ofMinutes(61)), "LONG", "7777", "early");
        closed(now.minus(Duration.ofMinutes(30)), "LONG", "50", "one");
        closed(now.minus(Duration.ofMinutes(20)), "SHORT", "2000", "two");
        closed(now.minus(Duration.ofSeconds(5)), "LONG", "950", "one");

        // When
        JsonNode statistics = statistics("internal");

        // Then
        JsonNode hour = statistics.at("/lastHour/0");
        assertEquals("3000", hour.get("notional").asText());
        assertEquals("1000", hour.get("long").asText());
        assertEquals("2000", hour.get("short").asText());
        assertEquals("0.5", hour.get("longShortRatio").asText());
        assertEquals(2, hour.get("accounts").asInt());
        assertEquals(
                "[{\"size\":\"0-100\",\"closings\":1,\"notional\":\"50\"},{\"size\":\"100-1k\",\"closings\":1,\"notional\":\"950\"},"
                        + "{\"size\":\"1k-10k\",\"closings\":1,\"notional\":\"2000\"}]",
                Json.text(hour.get("sizes")));
        JsonNode minute = statistics.at("/lastMinute/0");
        assertEquals("950", minute.get("notional").asText());
        assertTrue(minute.get("longShortRatio").isNull());
        assertFalse(statistics("public").has("thisMinute"));
    }

    @Test
    void nothingWasClosedOfWhatNobodyHas() throws Exception {
        // Given
        instrument = "NOBODY";

        // Then
        assertEquals(0, statistics("internal").get("lastHour").size());
        assertEquals(0, statistics("public").get("lastHour").size());
    }

    /** The follower of the running service may have been quicker. */
    private boolean noticedBefore() throws Exception {
        return statistics("internal").get("spikes").size() == 1;
    }

    private void closed(Instant at, String side, String notional, String account) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        with number as (
                            insert into tape_instrument (instrument, last_seq) values (?, 1)
                            on conflict (instrument) do update set last_seq = tape_instrument.last_seq + 1
                            returning last_seq)
                        insert into tape_event (instrument, seq, log_position, ordinal, decision_id, policy_hash, account_id,
                            decided_at, recorded_at, stage, position_side, closing_side, quantity, mark, notional,
                            added_notional, currency, fund_delta)
                        select ?, last_seq, -(random() * 1e15)::bigint, 0, 'd', 'sha256:p', ?, ?::timestamptz, ?::timestamptz,
                            'CLOSE', ?, ?, 1, 1, ?::numeric, ?::numeric, 'USDT', 0 from number""")) {
            insert.setString(1, instrument);
            insert.setString(2, instrument);
            insert.setString(3, account);
            insert.setString(4, at.toString());
            insert.setString(5, at.toString());
            insert.setString(6, side);
            insert.setString(7, side.equals("LONG") ? "SELL" : "BUY");
            insert.setString(8, notional);
            insert.setString(9, notional);
            insert.executeUpdate();
        }
    }

    private JsonNode statistics(String view) throws Exception {
        return Json.parse(given().queryParam("instrument", instrument)
                .queryParam("view", view)
                .get("/v1/tape/statistics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static double spikesCounted() {
        String name = "plimsoll_tape_spikes_total ";
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }
}
