package io.plimsoll.decision;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import java.time.Instant;
import java.util.List;

/**
 * One version of one pack as a whole: immutable, so a decision that holds it cannot mix two versions.
 *
 * @param calendars business calendars that its rules see
 */
public record Policy(
        PolicyId id,
        Rounding rounding,
        MaintenanceConvention maintenanceConvention,
        List<BusinessCalendar> calendars,
        RuleBook rules) {

    public Policy {
        calendars = List.copyOf(calendars);
    }

    /** The same policy with another rule book, such as one that is watched. */
    public Policy withRules(RuleBook others) {
        return new Policy(id, rounding, maintenanceConvention, calendars, others);
    }

    /** What the calendars say at an instant. */
    List<CalendarTimes> calendarsAt(Instant instant) {
        return calendars.isEmpty()
                ? List.of()
                : calendars.stream().map(calendar -> calendar.at(instant)).toList();
    }
}
