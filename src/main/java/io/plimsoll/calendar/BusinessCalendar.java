package io.plimsoll.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The hours of a clearing house: on which days and by which times of day it takes payments.
 *
 * <p>A cut-off of a date is the first instant of that date at which the local clock shows the time or a later one. Where the clock is put
 * forward over it that is the instant after the gap; where the clock shows it twice, the first of the two; a date that a zone left out has
 * none. Holidays and days that are no business days have no cut-offs, and one within a maintenance window is left out.
 *
 * @param cutOffs local times of day, rising, 1 to {@value #CUT_OFFS_MAX}
 * @param notice least time between asking for a payment and its cut-off, zero to {@link #NOTICE_MAX}
 * @param maintenance windows in which nothing can be paid, at most {@value #WINDOWS_MAX}, in any order
 */
public record BusinessCalendar(
        String name,
        ZoneId zone,
        Set<DayOfWeek> businessDays,
        List<LocalTime> cutOffs,
        Duration notice,
        Set<LocalDate> holidays,
        List<Window> maintenance) {

    public static final int CUT_OFFS_MAX = 24;
    public static final int HOLIDAYS_MAX = 3_000;
    public static final int WINDOWS_MAX = 100;
    public static final Duration NOTICE_MAX = Duration.ofDays(31);

    /** Days without a cut-off that a calendar may have on end; a deadline further off is a slip in the holidays. */
    private static final int CLOSED_DAYS_MAX = 31;

    /**
     * A stretch of time.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public record Window(Instant from, Instant to) {
        public Window {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("a window must end after it begins, was " + from + " to " + to);
            }
        }

        public boolean contains(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(to);
        }
    }

    /** @throws IllegalArgumentException if a parameter is none of what it must be, or a month would pass without a cut-off */
    public BusinessCalendar {
        businessDays = Collections.unmodifiableSortedSet(new TreeSet<>(businessDays));
        cutOffs = List.copyOf(cutOffs);
        holidays = Collections.unmodifiableSortedSet(new TreeSet<>(holidays));
        maintenance = List.copyOf(maintenance);
        requireCount("business days", businessDays.size(), 1, DayOfWeek.values().length);
        requireCount("cut-offs", cutOffs.size(), 1, CUT_OFFS_MAX);
        requireCount("holidays", holidays.size(), 0, HOLIDAYS_MAX);
        requireCount("maintenance windows", maintenance.size(), 0, WINDOWS_MAX);
        for (int i = 1; i < cutOffs.size(); i++) {
            if (!cutOffs.get(i - 1).isBefore(cutOffs.get(i))) {
                throw new IllegalArgumentException(
                        "cut-offs must rise, was " + cutOffs.get(i) + " after " + cutOffs.get(i - 1));
            }
        }
        if (notice.isNegative() || notice.compareTo(NOTICE_MAX) > 0) {
            throw new IllegalArgumentException("notice must be zero to " + NOTICE_MAX + ", was " + notice);
        }
        requireNeverClosedForLong(zone, businessDays, cutOffs, holidays, maintenance);
    }

    /** The first cut-off that is still ahead and at least the notice away. */
    public Instant nextCutOff(Instant now) {
        Instant earliest = now.plus(notice);
        return firstCutOff(earliest, cutOff -> cutOff.isAfter(now) && !cutOff.isBefore(earliest));
    }

    /** The first cut-off after an instant, however near. */
    public Instant cutOffAfter(Instant instant) {
        return firstCutOff(instant, cutOff -> cutOff.isAfter(instant));
    }

    /** True on a business day of the calendar's zone that is no holiday. */
    public boolean isBusinessDay(Instant instant) {
        return isBusinessDay(instant.atZone(zone).toLocalDate());
    }

    public boolean isBusinessDay(LocalDate date) {
        return businessDays.contains(date.getDayOfWeek()) && !holidays.contains(date);
    }

    /** The end of the maintenance that an instant lies in, windows that touch or overlap taken as one; empty outside of any. */
    public Optional<Instant> maintenanceUntil(Instant instant) {
        Instant until = instant;
        boolean longer = true;
        while (longer) {
            longer = false;
            for (Window window : maintenance) {
                if (window.contains(until)) {
                    until = window.to();
                    longer = true;
                }
            }
        }
        return until.equals(instant) ? Optional.empty() : Optional.of(until);
    }

    /** What the calendar says at an instant. */
    public CalendarTimes at(Instant now) {
        Instant next = nextCutOff(now);
        return new CalendarTimes(name, zone, next, cutOffAfter(next), isBusinessDay(now), maintenanceUntil(now));
    }

    private Instant firstCutOff(Instant from, Predicate<Instant> wanted) {
        return cutOffs(
                        zone,
                        businessDays,
                        cutOffs,
                        holidays,
                        maintenance,
                        from.atZone(zone).toLocalDate())
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** Every cut-off of a date and the days after it, rising, as far as a calendar may be without one. */
    private static Stream<Instant> cutOffs(
            ZoneId zone,
            Set<DayOfWeek> businessDays,
            List<LocalTime> times,
            Set<LocalDate> holidays,
            List<Window> maintenance,
            LocalDate from) {
        return from.datesUntil(from.plusDays(2L * CLOSED_DAYS_MAX))
                .filter(date -> businessDays.contains(date.getDayOfWeek()) && !holidays.contains(date))
                .flatMap(date -> times.stream().flatMap(time -> cutOff(zone, date, time).stream()))
                .filter(cutOff -> maintenance.stream().noneMatch(window -> window.contains(cutOff)));
    }

    private static Optional<Instant> cutOff(ZoneId zone, LocalDate date, LocalTime time) {
        LocalDateTime local = date.atTime(time);
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        Instant instant = change == null
                ? local.toInstant(zone.getRules().getOffset(local))
                : change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
        return Optional.of(instant).filter(on -> on.atZone(zone).toLocalDate().equals(date));
    }

    /** Where no closed stretch begins, a week has a cut-off; so it is enough to look where one may begin. */
    private static void requireNeverClosedForLong(
            ZoneId zone,
            Set<DayOfWeek> businessDays,
            List<LocalTime> cutOffs,
            Set<LocalDate> holidays,
            List<Window> maintenance) {
        Stream<LocalDate> begins = Stream.concat(
                holidays.stream(),
                maintenance.stream()
                        .map(window -> window.from().atZone(zone).toLocalDate().plusDays(1)));
        begins.forEach(date -> {
            LocalDate end = date.plusDays(CLOSED_DAYS_MAX);
            boolean opens = cutOffs(zone, businessDays, cutOffs, holidays, maintenance, date)
                    .anyMatch(cutOff -> cutOff.atZone(zone).toLocalDate().isBefore(end));
            if (!opens) {
                throw new IllegalArgumentException(
                        "there is no cut-off within " + CLOSED_DAYS_MAX + " days from " + date + " on");
            }
        });
    }

    private static void requireCount(String what, int count, int min, int max) {
        if (count < min || count > max) {
            throw new IllegalArgumentException(
                    "a calendar must have " + min + " to " + max + " " + what + ", was " + count);
        }
    }
}
