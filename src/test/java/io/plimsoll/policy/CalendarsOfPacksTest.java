package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pack says below {@code calendars:}, and what is wrong with it. */
class CalendarsOfPacksTest {
    private static final String MANIFEST = "policies/small/pack.yaml";
    private static final String HOLIDAYS = "policies/small/tables/holidays.csv";

    private static final String CALENDARS = """
            calendars:
              HOUSE:
                zone: Europe/Berlin
                business-days: [MONDAY, TUESDAY]
                cut-offs: ["08:00", "17:00"]
                notice: PT1H
                holidays: tables/holidays.csv
                maintenance:
                  - {from: 2026-12-30T20:00:00Z, to: 2026-12-31T04:00:00Z}
            """;

    private static PolicyFiles small(String calendars, String holidays) {
        List<PolicyFile> files = new ArrayList<>(TestPacks.small().readable().values());
        String manifest = TestPacks.small().file(MANIFEST).orElseThrow().text();
        files.removeIf(file -> file.path().equals(MANIFEST));
        files.add(PolicyFile.of(MANIFEST, calendars + manifest));
        files.add(PolicyFile.of(HOLIDAYS, holidays));
        return PolicyFiles.of(files);
    }

    @Test
    void aPackDeclaresItsCalendarsAndTheirHolidays() {
        // When
        PackCheck check = PackCheck.of(
                small(CALENDARS, "# of the house\ndate,occasion\n2026-12-28,a Monday\n2026-12-29,a Tuesday\n"),
                "small");

        // Then
        BusinessCalendar calendar = check.candidate().orElseThrow().calendars().getFirst();
        assertEquals(List.of(), check.findings());
        assertEquals("HOUSE", calendar.name());
        assertEquals(List.of(LocalTime.of(8, 0), LocalTime.of(17, 0)), calendar.cutOffs());
        assertEquals(Duration.ofHours(1), calendar.notice());
        assertEquals(Set.of(LocalDate.of(2026, 12, 28), LocalDate.of(2026, 12, 29)), calendar.holidays());
        assertEquals(1, calendar.maintenance().size());
    }

    @Test
    void otherHolidaysAreAnotherVersion() {
        String before = hash("date\n2026-12-28\n");
        assertEquals(before, hash("date\n2026-12-28\n"));
        assertTrue(!before.equals(hash("date\n2026-12-29\n")), before);
    }

    private static String hash(String holidays) {
        return PackCheck.of(small(CALENDARS, holidays), "small")
                .candidate()
                .orElseThrow()
                .hash();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Europe/Berlin            | Europe/Berlni                       | VALUE       | 3 | `zone` cannot be `Europe/Berlni`
            Europe/Berlin            | +01:00                              | VALUE       | 3 | it must be one such as Europe/Berlin
            zone: Europe/Berlin      | zone: [UTC]                         | WRONG_TYPE  | 3 | must be a single value
            [MONDAY, TUESDAY]        | [MONDAY, TUESDY]                    | VALUE       | 4 | is no day of the week
            [MONDAY, TUESDAY]        | [MONDAY, MONDAY]                    | VALUE       | 4 | given twice
            [MONDAY, TUESDAY]        | []                                  | VALUE       | 2 | has no business day
            "17:00"                  | "8:00"                              | VALUE       | 5 | a time of day such as 08:00
            "17:00"                  | "08:00"                             | VALUE       | 5 | cut-offs must rise, and 08:00 comes after 08:00
            "17:00"                  | "25:00"                             | VALUE       | 5 | a time of day
            cut-offs: ["08:00", "17:00"] | cutoffs: ["08:00"]              | UNKNOWN_KEY | 5 | unknown key `cutoffs`
            notice: PT1H             | notice: PT0S                        | VALUE       | 6 | `notice` must be a duration
            notice: PT1H             | notice: P40D                        | VALUE       | 6 | `notice` must be a duration
            tables/holidays.csv      | tables/holiday.csv                  | FILE_MISSING | 7 | there is no file
            tables/holidays.csv      | ../holidays.csv                     | FILE_OUTSIDE | 7 | must stand among the pack's own
            tables/holidays.csv      | [2026-12-28, 2026-12-28]            | ROW_TWICE   | 7 | holiday 2026-12-28 is given twice
            tables/holidays.csv      | [28.12.2026]                        | VALUE       | 7 | a date such as 2026-12-25
            to: 2026-12-31           | to: 2026-12-29                      | VALUE       | 9 | must end after it begins
            to: 2026-12-31           | to: 2028-12-31                      | VALUE       | 2 | there is no cut-off within 31 days
            from: 2026               | form: 2026                          | UNKNOWN_KEY | 9 | unknown key `form`
            """)
    void aFaultIsFoundWhereItStands(String text, String replacement, Code code, int line, String message) {
        assertTrue(CALENDARS.contains(text), text);
        assertFinding(small(CALENDARS.replace(text, replacement), "date\n2026-12-28\n"), code, MANIFEST, line, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            day/2026-12-28             | HEADER_MISSING | 1 | the header must be
            date/28.12.2026            | CELL_VALUE     | 2 | a date such as 2026-12-25, was `28.12.2026`
            date/2026-02-29            | CELL_VALUE     | 2 | a date such as
            date/2026-12-28/2026-12-28 | ROW_TWICE      | 3 | given twice
            date,occasion/2026-12-28   | CELL_COUNT     | 2 | expected 2 cells
            date/9999-12-28            | CELL_VALUE     | 2 | must lie between 1970 and 9998
            """)
    void aFaultOfTheHolidaysIsFoundInTheirFile(String text, Code code, int line, String message) {
        assertFinding(small(CALENDARS, text.replace('/', '\n') + "\n"), code, HOLIDAYS, line, message);
    }

    private static void assertFinding(PolicyFiles files, Code code, String file, int line, String message) {
        PackCheck check = PackCheck.of(files, "small");
        Finding found = check.findings().stream()
                .filter(finding -> finding.code().equals(code.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(check.findings()));
        assertEquals(file, found.file());
        assertEquals(line, found.range().startLine(), found.message());
        assertTrue(found.message().contains(message), found.message());
        assertTrue(check.candidate().isEmpty(), "a pack with a broken calendar does not decide");
    }

    @Test
    void aRuleThatLooksAtACalendarNeedsOne() {
        // Given
        String path = "rules/threshold/twins.drl";
        String rules = TestPacks.small().file(path).orElseThrow().text();
        PolicyFiles files = TestPacks.smallWithFile(path, rules + """

                rule "THR-9 a business day warns"
                    @owner("tests") @source("tests")
                when
                    Calendar( name == "HOUSE", businessDay == true )
                then
                    decide.warn("it is a business day");
                end
                """);

        // When
        List<Finding> findings = PackCheck.of(files, "small").findings();

        // Then
        assertTrue(
                findings.stream()
                        .anyMatch(finding -> finding.code().equals(Code.MISSING_KEY.id())
                                && finding.message().contains("`THR-9` looks at a Calendar and would never fire")),
                findings.toString());
    }
}
