package io.plimsoll.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a business calendar says at one instant.
 *
 * @param nextCutOff the first cut-off that is ahead and at least the calendar's notice away
 * @param cutOffAfterNext the one that follows it
 * @param maintenanceUntil end of the maintenance that is on; empty if none is
 */
public record CalendarTimes(
        String name,
        ZoneId zone,
        Instant nextCutOff,
        Instant cutOffAfterNext,
        boolean isBusinessDay,
        Optional<Instant> maintenanceUntil) {}
