package io.plimsoll.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.calendar.BusinessCalendar.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessCalendarTest {

    private static final Set<DayOfWeek> WORKING_DAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    /** Berlin, Monday to Friday, 08:00 and 17:00, an hour's notice, two holidays, maintenance on a Wednesday evening. */
    private static BusinessCalendar berlin(String... cutOffs) {
        return new BusinessCalendar(
                "BERLIN",
                ZoneId.of("Europe/Berlin"),
                WORKING_DAYS,
                times(cutOffs.length == 0 ? new String[] {"08:00", "17:00"} : cutOffs),
                Duration.ofHours(1),
                Set.of(LocalDate.parse("2026-12-25"), LocalDate.parse("2027-01-01")),
                List.of(new Window(Instant.parse("2026-03-04T15:30:00Z"), Instant.parse("2026-03-04T20:00:00Z"))));
    }

    private static List<LocalTime> times(String... texts) {
        return List.of(texts).stream().map(LocalTime::parse).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T05:59:59Z, 2026-03-02T07:00:00Z, 2026-03-02T16:00:00Z, more than the notice before the first cut-off",
        "2026-03-02T06:00:00Z, 2026-03-02T07:00:00Z, 2026-03-02T16:00:00Z, exactly the notice before it",
        "2026-03-02T06:00:01Z, 2026-03-02T16:00:00Z, 2026-03-03T07:00:00Z, missed by a second",
        "2026-03-02T15:00:00Z, 2026-03-02T16:00:00Z, 2026-03-03T07:00:00Z, the last of the day",
        "2026-03-02T15:00:00.000000001Z, 2026-03-03T07:00:00Z, 2026-03-03T16:00:00Z, missed by a nanosecond",
        "2026-03-06T15:00:01Z, 2026-03-09T07:00:00Z, 2026-03-09T16:00:00Z, over the weekend",
        "2026-12-24T15:00:01Z, 2026-12-28T07:00:00Z, 2026-12-28T16:00:00Z, over a holiday and the weekend",
        "2026-03-04T12:00:00Z, 2026-03-05T07:00:00Z, 2026-03-05T16:00:00Z, over the maintenance of Wednesday evening",
        "2026-03-27T12:00:00Z, 2026-03-27T16:00:00Z, 2026-03-30T06:00:00Z, over the weekend on which summer begins",
        "2026-10-23T12:00:00Z, 2026-10-23T15:00:00Z, 2026-10-26T07:00:00Z, over the weekend on which summer ends"
    })
    void aPaymentIsDueAtTheFirstCutOffThatLeavesTheNotice(Instant now, Instant next, Instant after, String why) {
        CalendarTimes times = berlin().at(now);
        assertEquals(next, times.nextCutOff(), why);
        assertEquals(after, times.cutOffAfterNext(), why);
    }

    @ParameterizedTest
    @CsvSource({
        "02:00, 2026-03-29T01:00:00Z, the clock shows 03:00 instead",
        "02:30, 2026-03-29T01:00:00Z, the clock never shows it: due when the gap ends",
        "03:00, 2026-03-29T01:00:00Z, the end of the gap",
        "03:01, 2026-03-29T01:01:00Z, after the gap",
        "01:59, 2026-03-29T00:59:00Z, before the gap"
    })
    void aCutOffThatTheClockSkipsIsDueWhenTheGapEnds(LocalTime cutOff, Instant expected, String why) {
        assertEquals(expected, sundays(cutOff).nextCutOff(Instant.parse("2026-03-28T23:00:00Z")), why);
    }

    @ParameterizedTest
    @CsvSource({
        "02:30, 2026-10-24T22:00:00Z, 2026-10-25T00:30:00Z, the first of the two",
        "02:30, 2026-10-25T00:30:00Z, 2026-11-01T01:30:00Z, the second is none",
        "03:00, 2026-10-24T22:00:00Z, 2026-10-25T02:00:00Z, after both"
    })
    void aCutOffThatTheClockShowsTwiceIsDueTheFirstTime(LocalTime cutOff, Instant now, Instant expected, String why) {
        assertEquals(expected, sundays(cutOff).nextCutOff(now), why);
    }

    private static BusinessCalendar sundays(LocalTime cutOff) {
        return new BusinessCalendar(
                "SUNDAYS",
                ZoneId.of("Europe/Berlin"),
                Set.of(DayOfWeek.SUNDAY),
                List.of(cutOff),
                Duration.ZERO,
                Set.of(),
                List.of());
    }

    @Test
    void aDateThatAZoneLeftOutHasNoCutOff() {
        // Given: Samoa had no 30 December 2011, a Friday
        BusinessCalendar samoa = new BusinessCalendar(
                "SAMOA", ZoneId.of("Pacific/Apia"), WORKING_DAYS, times("12:00"), Duration.ZERO, Set.of(), List.of());

        // When
        Instant next = samoa.nextCutOff(Instant.parse("2011-12-29T22:00:00Z"));

        // Then: noon of Monday, 2 January
        assertEquals(Instant.parse("2012-01-01T22:00:00Z"), next);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T15:29:59.999Z, , before",
        "2026-03-04T15:30:00Z, 2026-03-04T20:00:00Z, as it begins",
        "2026-03-04T19:59:59.999Z, 2026-03-04T20:00:00Z, just before it ends",
        "2026-03-04T20:00:00Z, , as it ends"
    })
    void maintenanceIsOnFromItsBeginningToJustBeforeItsEnd(Instant now, Instant until, String why) {
        assertEquals(Optional.ofNullable(until), berlin().at(now).maintenanceUntil(), why);
    }

    @Test
    void windowsThatTouchAreOneMaintenance() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        BusinessCalendar calendar = new BusinessCalendar(
                "TOUCHING",
                ZoneId.of("UTC"),
                WORKING_DAYS,
                times("08:00"),
                Duration.ZERO,
                Set.of(),
                List.of(
                        new Window(noon.plusSeconds(60), noon.plusSeconds(120)),
                        new Window(noon, noon.plusSeconds(60)),
                        new Window(noon.plusSeconds(121), noon.plusSeconds(200))));

        assertEquals(Optional.of(noon.plusSeconds(120)), calendar.maintenanceUntil(noon));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-24T22:59:59Z, true, the last second of the 24th in Berlin",
        "2026-12-24T23:00:00Z, false, a holiday begins at midnight in Berlin",
        "2026-12-25T22:59:59Z, false, its last second",
        "2026-12-25T23:00:00Z, false, a Saturday",
        "2026-12-28T00:00:00Z, true, Monday"
    })
    void businessDaysAreThoseOfTheZone(Instant now, boolean expected, String why) {
        assertEquals(expected, berlin().at(now).isBusinessDay(), why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08:00 08:00", "17:00 08:00"})
    void cutOffsMustRise(String cutOffs) {
        String message = assertThrows(IllegalArgumentException.class, () -> berlin(cutOffs.split(" ")))
                .getMessage();
        assertTrue(message.startsWith("cut-offs must rise"), message);
    }

    @ParameterizedTest
    @CsvSource({"30, 30 days closed are a long holiday", "31, a month is a slip"})
    void aMonthWithoutACutOffIsRefused(int days, String why) {
        // Given: every day from 1 March on is a holiday
        Set<LocalDate> holidays = new HashSet<>();
        for (int i = 0; i < days; i++) {
            holidays.add(LocalDate.parse("2026-03-01").plusDays(i));
        }

        // When
        Runnable made = () -> new BusinessCalendar(
                "CLOSED",
                ZoneId.of("UTC"),
                EnumSet.allOf(DayOfWeek.class),
                times("08:00"),
                Duration.ZERO,
                holidays,
                List.of());

        // Then
        if (days < 31) {
            made.run();
        } else {
            assertThrows(IllegalArgumentException.class, made::run, why);
        }
    }

    @Test
    void aLongMaintenanceThatBeginsAfterTheDaysCutOffIsRefused() {
        Window halfAYear = new Window(Instant.parse("2026-03-02T20:00:00Z"), Instant.parse("2026-09-01T00:00:00Z"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new BusinessCalendar(
                        "CLOSED",
                        ZoneId.of("UTC"),
                        WORKING_DAYS,
                        times("08:00"),
                        Duration.ZERO,
                        Set.of(),
                        List.of(halfAYear)));
    }

    /** The oracle walks minute by minute and knows nothing of transitions: a cut-off is when the clock first shows it, or more, that day. */
    @Test
    void deadlinesAreThoseOfAWalkMinuteByMinute() {
        Random random = new Random(20261123);
        List<String> zones = List.of(
                "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "UTC");
        for (int i = 0; i < 150; i++) {
            BusinessCalendar calendar = random(random, ZoneId.of(zones.get(random.nextInt(zones.size()))));
            Instant now = changeOfClock(random).plusSeconds(random.nextInt(8 * 86_400) - 4 * 86_400L);
            List<Instant> walked = walked(calendar, now);
            Instant expected = walked.stream()
                    .filter(cutOff -> cutOff.isAfter(now) && !cutOff.isBefore(now.plus(calendar.notice())))
                    .findFirst()
                    .orElseThrow();
            Instant following = walked.stream()
                    .filter(cutOff -> cutOff.isAfter(expected))
                    .findFirst()
                    .orElseThrow();

            assertEquals(expected, calendar.at(now).nextCutOff(), calendar + " at " + now);
            assertEquals(following, calendar.at(now).cutOffAfterNext(), calendar + " at " + now);
        }
    }

    /** Near a day on which some of the zones change their clocks. */
    private static Instant changeOfClock(Random random) {
        return Instant.parse(
                List.of("2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T07:00:00Z", "2026-10-03T15:30:00Z")
                        .get(random.nextInt(4)));
    }

    private static BusinessCalendar random(Random random, ZoneId zone) {
        Set<LocalTime> times = new HashSet<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            int early = random.nextInt(4 * 60); // the hours in which clocks change
            times.add(LocalTime.ofSecondOfDay(60L * (random.nextBoolean() ? early : random.nextInt(24 * 60))));
        }
        Set<LocalDate> holidays = new HashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            holidays.add(changeOfClock(random).atZone(zone).toLocalDate().plusDays(random.nextInt(7) - 3L));
        }
        List<Window> windows = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Instant from = changeOfClock(random).plusSeconds(60L * (random.nextInt(8_000) - 4_000));
            windows.add(new Window(from, from.plusSeconds(60L * (1 + random.nextInt(3_000)))));
        }
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
        days.addAll(random.nextBoolean() ? EnumSet.allOf(DayOfWeek.class) : WORKING_DAYS);
        return new BusinessCalendar(
                "RANDOM",
                zone,
                days,
                times.stream().sorted().toList(),
                Duration.ofMinutes(random.nextInt(3) * 45L),
                holidays,
                windows);
    }

    private static List<Instant> walked(BusinessCalendar calendar, Instant now) {
        List<Instant> cutOffs = new ArrayList<>();
        Set<String> passed = new HashSet<>();
        Instant minute = Instant.ofEpochSecond(now.getEpochSecond() / 60 * 60).minus(Duration.ofDays(2));
        Instant end = now.plus(Duration.ofDays(15));
        for (; minute.isBefore(end); minute = minute.plusSeconds(60)) {
            ZonedDateTime clock = minute.atZone(calendar.zone());
            for (LocalTime cutOff : calendar.cutOffs()) {
                boolean first = !clock.toLocalTime().isBefore(cutOff) && passed.add(clock.toLocalDate() + " " + cutOff);
                Instant at = minute;
                if (first
                        && calendar.businessDays().contains(clock.getDayOfWeek())
                        && !calendar.holidays().contains(clock.toLocalDate())
                        && calendar.maintenance().stream()
                                .noneMatch(window -> !at.isBefore(window.from()) && at.isBefore(window.to()))) {
                    cutOffs.add(minute);
                }
            }
        }
        return cutOffs;
    }
}
