package io.plimsoll.stream;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.live.MarkTick;
import io.plimsoll.policy.bounds.OutcomeBounds;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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

    /** Bounds are looked for of any number of accounts, as after a restart, and each takes its time. */
    @Test
    void anAccountThatAMarkTouchesDoesNotWaitForThoseWhoseBoundsAreLookedFor() {
        // Given one account that every mark touches, and many whose bounds take for ever
        CountDownLatch found = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        LiveAccounts accounts = new LiveAccounts(new LiveMarks(), new Stuck("touched", looks, found));
        try (LiveDecisions decisions = new LiveDecisions(
                accounts, at -> Set.of(), Instant::now, new LiveMetrics(new SimpleMeterRegistry()), 4)) {
            decisions.start();
            accounts.put(named("touched"), 1, false);
            await().until(() -> looks.get() == 1);
            for (int number = 0; number < 100; number++) {
                accounts.put(named("stuck-" + number), 1, false);
            }

            // When
            for (int tick = 1; tick <= 5; tick++) {
                int before = looks.get();
                decisions.tick(new MarkTick("BTC", BigDecimal.valueOf(100 + tick), null, Instant.now()));

                // Then it is decided at each mark
                await().until(() -> looks.get() > before);
            }
        } finally {
            found.countDown();
        }
    }

    private static AccountSnapshot named(String accountId) {
        AccountSnapshot like = account().with(cross("BTC", "1", "100", "100")).snapshot();
        return new AccountSnapshot(
                accountId,
                like.sequence(),
                like.asOf(),
                like.segment(),
                like.settlementCurrency(),
                like.collateral(),
                like.positions(),
                like.openOrders(),
                like.accrued(),
                like.attributes(),
                like.markets());
    }

    /** Looking at any other account than one ends when the latch is open. */
    private record Stuck(String accountId, AtomicInteger looks, CountDownLatch found) implements LiveAccounts.Deciding {
        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            if (snapshot.accountId().equals(accountId)) {
                looks.incrementAndGet();
            } else {
                await().until(() -> found.getCount() == 0);
            }
            return new Unmoved(new AtomicInteger()).decide(snapshot, held, takenAt);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            return OutcomeBounds.open(given.evaluatedAt(), "a test wants it so");
        }
    }

    private record Unmoved(AtomicInteger looks) implements LiveAccounts.Deciding {
        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            looks.incrementAndGet();
            Policy policy = Decisions.policy(ScriptedRules.venue());
            Case given = new Case(snapshot, "", List.of(), List.of(), List.of(), Trigger.MARK, takenAt);
            return new AtMark.Same(given, DecisionService.outcomeAlone(given, policy), policy, 1);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            return new OutcomeBounds(List.of(), Long.MIN_VALUE, Long.MAX_VALUE, null, 0);
        }
    }
}
