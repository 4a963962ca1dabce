package io.plimsoll.rules.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A business calendar of the pack at the instant the account is judged; one for each that the pack declares. */
@About("A business calendar of the pack at the instant the account is judged; one for each that the pack declares.")
public record Calendar(
        @About("Name, as the pack declares it.") String name,
        @About("Time zone of its local times.") String zone,

        @About("The first cut-off ahead that is at least the calendar's notice away.")
        Instant nextCutOff,

        @About("The cut-off that follows nextCutOff.") Instant cutOffAfterNext,

        @About("True on a business day in the calendar's zone that is no holiday.")
        Boolean businessDay,

        @About("True within a maintenance window.") Boolean inMaintenance,

        @About(value = "When the maintenance that is on ends; absent outside of maintenance.", mayBeAbsent = true)
        @Nullable
        Instant maintenanceUntil) {}
