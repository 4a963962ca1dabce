package io.plimsoll.stream;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.policy.bounds.OutcomeBounds;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveDecisionsTest {

    /** Nothing else happens: no mark comes, and the account's bounds last for ever. */
    @Test
    void anAccountIsLookedAtAgainWhenAnotherPolicyVersionHasComeIntoForce() {
        // Given
        Instant from = Instant.parse("2026-11-23T12:00:00Z");
        var now = new AtomicReference<>(from.minusNanos(1));
        AtomicInteger looks = new AtomicInteger();
        AccountSnapshot snapshot =
                account().with(cross("BTC", "1", "100", "100")).snapshot();
        LiveAccounts accounts = new LiveAccounts(new LiveMarks(), new Unmoved(looks));
        accounts.put(snapshot, 1, false);

        try (LiveDecisions decisions = new LiveDecisions(
                accounts,
                at -> Set.of(new PolicyId("pack", at.isBefore(from) ? 1 : 2, "")),
                now::get,
                new LiveMetrics(new SimpleMeterRegistry()),
                4)) {
            decisions.start();
            await().until(() -> looks.get() == 1);

            // When
            now.set(from);

            // Then
            await().until(() -> looks.get() == 2);
        }
        assertEquals(2, looks.get());
    }

    private record Unmoved(AtomicInteger looks) implements LiveAccounts.Deciding {
        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            looks.incrementAndGet();
            Decision decision =
                    Decisions.decide(account().with(cross("BTC", "1", "100", "100")), ScriptedRules.venue());
            return new AtMark.Same(
                    new Case(snapshot, "", List.of(), List.of(), List.of(), Trigger.MARK, takenAt),
                    decision,
                    Decisions.policy(ScriptedRules.venue()),
                    false);
        }

        @Override
        public OutcomeBounds bounds(Case given, Decision decision, Policy policy) {
            return new OutcomeBounds(List.of(), Long.MIN_VALUE, Long.MAX_VALUE, null, 0);
        }
    }
}
