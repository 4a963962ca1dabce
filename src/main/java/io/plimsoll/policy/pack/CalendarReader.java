package io.plimsoll.policy.pack;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.calendar.BusinessCalendar.Window;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.model.Range;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@code calendars:} of a manifest: each with its zone, business days, cut-offs, notice, holidays and maintenance windows. */
final class CalendarReader {
    private static final int CALENDARS_MAX = 20;

    private final Findings findings;
    private final Function<YamlScalar, Set<LocalDate>> holidaysOfFile;

    /** @param holidaysOfFile the dates of the table that a path names; its findings are its own */
    CalendarReader(Findings findings, Function<YamlScalar, Set<LocalDate>> holidaysOfFile) {
        this.findings = findings;
        this.holidaysOfFile = holidaysOfFile;
    }

    /** True if the holidays are told by a file and not one by one. */
    static boolean isFile(YamlScalar holidays) {
        return holidays.text().endsWith(".csv");
    }

    /** The calendars that nothing is wrong with. */
    List<BusinessCalendar> read(YamlMap calendars) {
        if (calendars.entries().size() > CALENDARS_MAX) {
            findings.error(Code.VALUE, calendars.range(), "a pack may have " + CALENDARS_MAX + " calendars");
            return List.of();
        }
        List<BusinessCalendar> read = new ArrayList<>();
        Fields fields = new Fields(calendars, findings);
        for (Entry entry : calendars.all()) {
            fields.map(entry.key().text())
                    .flatMap(map -> calendar(entry.key(), map))
                    .ifPresent(read::add);
        }
        return read;
    }

    private Optional<BusinessCalendar> calendar(YamlScalar name, YamlMap map) {
        Fields fields = new Fields(map, findings)
                .only("zone", "business-days", "cut-offs", "notice", "holidays", "maintenance")
                .require("zone", "business-days", "cut-offs");
        Optional<ZoneId> zone = fields.scalar("zone").flatMap(this::zone);
        Set<DayOfWeek> days = new LinkedHashSet<>();
        fields.oneOrMore("business-days").forEach(day -> businessDay(day, days));
        List<LocalTime> cutOffs = cutOffs(fields);
        Optional<Duration> notice = fields.scalar("notice").isPresent()
                ? fields.duration("notice", BusinessCalendar.NOTICE_MAX)
                : Optional.of(Duration.ZERO);
        Set<LocalDate> holidays = holidays(fields);
        List<Window> maintenance = maintenance(fields);
        if (map.get("business-days").isPresent()
                && fields.oneOrMore("business-days").isEmpty()) {
            findings.error(Code.VALUE, name.range(), "calendar `" + name.text() + "` has no business day");
        }
        if (zone.isEmpty() || days.isEmpty() || cutOffs.isEmpty() || notice.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new BusinessCalendar(name.text(), zone.get(), days, cutOffs, notice.get(), holidays, maintenance));
        } catch (IllegalArgumentException e) {
            findings.error(Code.VALUE, name.range(), "calendar `" + name.text() + "`: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ZoneId> zone(YamlScalar text) {
        if (ZoneId.getAvailableZoneIds().contains(text.text())) {
            return Optional.of(ZoneId.of(text.text()));
        }
        findings.unknown(
                Code.VALUE,
                text.range(),
                "`zone` cannot be `" + text.text() + "`, it must be one such as Europe/Berlin",
                text.text(),
                ZoneId.getAvailableZoneIds());
        return Optional.empty();
    }

    private void businessDay(YamlScalar text, Set<DayOfWeek> into) {
        List<String> names = Arrays.stream(DayOfWeek.values()).map(Enum::name).toList();
        if (!names.contains(text.text())) {
            findings.unknown(
                    Code.VALUE, text.range(), "`" + text.text() + "` is no day of the week", text.text(), names);
        } else if (!into.add(DayOfWeek.valueOf(text.text()))) {
            findings.error(Code.VALUE, text.range(), "`" + text.text() + "` is given twice");
        }
    }

    private List<LocalTime> cutOffs(Fields fields) {
        List<LocalTime> cutOffs = new ArrayList<>();
        for (YamlScalar text : fields.oneOrMore("cut-offs")) {
            try {
                LocalTime time = LocalTime.parse(text.text());
                if (!cutOffs.isEmpty() && !cutOffs.getLast().isBefore(time)) {
                    findings.error(
                            Code.VALUE,
                            text.range(),
                            "cut-offs must rise, and " + time + " comes after " + cutOffs.getLast());
                    continue;
                }
                cutOffs.add(time);
            } catch (DateTimeException e) {
                findings.error(
                        Code.VALUE,
                        text.range(),
                        "a cut-off must be a time of day such as 08:00, was `" + text.text() + "`");
            }
        }
        return cutOffs;
    }

    private Set<LocalDate> holidays(Fields fields) {
        Set<LocalDate> holidays = new LinkedHashSet<>();
        for (YamlScalar text : fields.oneOrMore("holidays")) {
            if (isFile(text)) {
                holidays.addAll(holidaysOfFile.apply(text));
            } else {
                holiday(text.text(), text.range(), Code.VALUE, findings, holidays);
            }
        }
        return holidays;
    }

    /** Takes a holiday, or says what is wrong with it. */
    static void holiday(String text, Range range, Code code, Findings findings, Set<LocalDate> into) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() < 1970 || date.getYear() > 9998) {
                findings.error(code, range, "a holiday must lie between 1970 and 9998, was `" + text + "`");
            } else if (!into.add(date)) {
                findings.error(Code.ROW_TWICE, range, "holiday " + date + " is given twice");
            }
        } catch (DateTimeException e) {
            findings.error(code, range, "a holiday must be a date such as 2026-12-25, was `" + text + "`");
        }
    }

    private List<Window> maintenance(Fields fields) {
        List<Window> windows = new ArrayList<>();
        for (YamlValue item : fields.list("maintenance")) {
            if (!(item instanceof YamlMap map)) {
                findings.error(
                        Code.WRONG_TYPE,
                        item.range(),
                        "a window must be written as {from: 2026-12-31T20:00:00Z, to: 2027-01-01T04:00:00Z}");
                continue;
            }
            Fields window = new Fields(map, findings).only("from", "to").require("from", "to");
            Optional<Instant> from = window.instant("from");
            Optional<Instant> to = window.instant("to");
            if (from.isPresent() && to.isPresent()) {
                if (from.get().isBefore(to.get())) {
                    windows.add(new Window(from.get(), to.get()));
                } else {
                    findings.error(Code.VALUE, map.range(), "a window must end after it begins");
                }
            }
        }
        return windows;
    }
}
