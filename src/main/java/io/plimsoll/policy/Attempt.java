package io.plimsoll.policy;

import io.plimsoll.rules.check.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to bring a pack into force.
 *
 * @param hash of the content that was tried; null where it was too broken to have one
 * @param version its number; null unless it serves
 * @param at when it began
 * @param cause what made it happen
 * @param compiledIn time that compiling took; null where nothing was compiled, as for a change of numbers
 * @param findings what was found; errors where it was refused
 * @param cases scenarios that were run
 * @param casesFailed those of them that failed
 * @param detail why it waits, or what was removed; null where findings say it all
 */
public record Attempt(
        String pack,
        State state,
        @Nullable String hash,
        @Nullable Integer version,
        Instant at,
        Duration took,
        Cause cause,
        @Nullable Duration compiledIn,
        List<Finding> findings,
        int cases,
        int casesFailed,
        @Nullable String detail) {

    /** What came of an attempt. */
    public enum State {
        /** It serves. */
        ACTIVE,
        /** It will serve snapshots from the instant its manifest says. */
        SCHEDULED,
        /** It is broken, or its scenarios fail; what served before goes on. */
        REFUSED,
        /** It is good, but the registry cannot number it; it is tried again. */
        WAITING,
        /** The pack's folder is gone; the pack is stopped. */
        REMOVED
    }

    /** What made an attempt happen. */
    public enum Cause {
        /** The service started. */
        START,
        /** A file changed. */
        CHANGE,
        /** The service started with files that are not in force, so the version that was is taken from the registry. */
        RESTORE
    }

    public Attempt {
        findings = List.copyOf(findings);
    }
}
