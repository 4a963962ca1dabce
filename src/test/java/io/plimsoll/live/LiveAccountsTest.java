package io.plimsoll.live;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policy;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deciding the accounts that a mark touches comes to what deciding all of them at every mark comes to. */
class LiveAccountsTest {

    private static final long SEED = 20_261_123;
    private static final int ACCOUNTS = Integer.getInteger("plimsoll.accounts", 8);
    private static final int STEPS = Integer.getInteger("plimsoll.steps", 20);

    /** The service over a log of its own, and how often it was asked. */
    private static final class Side implements LiveAccounts.Deciding {
        private final InMemoryDecisionLog log = new InMemoryDecisionLog();
        private final DecisionService service;
        private final Policy policy;
        private final VaryingRules rules;
        private int asked;

        Side(Policy policy, VaryingRules rules) {
            Policies policies = (snapshot, pack, at) -> policy;
            this.policy = policy;
            this.rules = rules;
            this.service =
                    new DecisionService(policies, log, new Sha256SnapshotDigest(), InstantSource.fixed(Instant.EPOCH));
        }

        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt)
                throws Policies.NoPolicyFits, LogUnavailable {
            asked++;
            return service.redecisions().atMark(snapshot, held, takenAt);
        }

        long revision(AccountSnapshot snapshot) throws LogUnavailable {
            return log.standing(snapshot.accountId()).revision();
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            return OutcomeBounds.of(given, due, policy, rules);
        }
    }

    static List<String> packs() throws Exception {
        return ShippedPacks.names();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void theAccountsThatAreTouchedAreAllThatAreDecidedOtherwise(String pack) throws Exception {
        Candidate candidate = ShippedPacks.candidate(pack);
        int asked = 0;
        int all = 0;
        for (Suite suite : candidate.suites()) {
            Side touched = side(candidate, suite);
            Side scanned = side(candidate, suite);
            compare(pack, suite, touched, scanned);
            asked += touched.asked;
            all += scanned.asked;
        }
        String ratio = asked + " of " + all;
        assertTrue(asked < all || all == 0, ratio);
    }

    private static void compare(String pack, Suite suite, Side touched, Side scanned) throws Exception {
        LiveAccounts live = new LiveAccounts(new LiveMarks(), touched);
        Random random = new Random(SEED);
        Map<String, AccountSnapshot> snapshots = book(suite, random);
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        Map<String, Held> scan = new TreeMap<>();
        for (AccountSnapshot snapshot : snapshots.values()) {
            Decision decision = fresh(touched.service.decide(snapshot, pack));
            fresh(scanned.service.decide(snapshot, pack));
            boolean held = decision.outcome() == Outcome.HOLD;
            live.put(snapshot, touched.revision(snapshot), held);
            scan.put(snapshot.accountId(), new Held(snapshot, held));
        }
        Map<String, MarkTick> marks = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            now = now.plus(Duration.ofMillis(random.nextInt(5) == 0 ? 20_000 : random.nextInt(2_000)));
            if (random.nextInt(4) > 0) {
                MarkTick tick = tick(snapshots, marks, now, random);
                if (tick != null) {
                    marks.merge(tick.instrument(), tick, LiveAccountsTest::withIndex);
                    live.tick(tick);
                }
            }
            settle(live, now);
            scanAll(scanned, scan, marks, now);
            Map<String, List<String>> expected = outcomes(scanned);
            Map<String, List<String>> found = outcomes(touched);
            for (String account : snapshots.keySet()) {
                String at = account + " of " + suite.name() + " at step " + step;
                assertEquals(expected.get(account), found.get(account), at);
            }
        }
    }

    private static Suite largestSuite(Candidate candidate) {
        return candidate.suites().stream()
                .max(Comparator.comparing(suite -> suite.scenarios().size()))
                .orElseThrow();
    }

    private static Side side(Candidate candidate, Suite suite) {
        Map<String, List<TableRow>> tables = candidate.tablesWith(suite.tables());
        Policy policy =
                candidate.scenarioPolicy(PlainRules.of(candidate.rules()).observedBy(Observer.NONE), tables);
        return new Side(policy, candidate.varying(tables));
    }

    private record Held(AccountSnapshot snapshot, boolean held) {}

    private static List<String> due(LiveAccounts live, Instant now) {
        List<String> due = new ArrayList<>(live.touched(now));
        due.addAll(live.unlooked(128));
        return due;
    }

    private static void settle(LiveAccounts live, Instant now) throws Exception {
        for (int round = 0; round < 5; round++) {
            for (String account : due(live, now)) {
                live.decide(account, now);
            }
        }
    }

    /** Every account, until nothing is new. */
    private static void scanAll(Side side, Map<String, Held> scan, Map<String, MarkTick> marks, Instant now)
            throws Exception {
        for (Map.Entry<String, Held> entry : scan.entrySet()) {
            boolean news = true;
            for (int round = 0; news && round < 5; round++) {
                Held held = entry.getValue();
                AtMark at = side.decide(atMarks(held.snapshot(), marks), held.held(), now);
                news = at instanceof AtMark.Logged;
                if (at instanceof AtMark.Logged logged) {
                    entry.setValue(new Held(held.snapshot(), logged.decision().outcome() == Outcome.HOLD));
                }
            }
        }
    }

    /** Without an index of its own a mark is as far from it as the one before was. */
    private static MarkTick withIndex(MarkTick before, MarkTick tick) {
        BigDecimal index = before.indexPrice();
        return tick.indexPrice() != null || index == null
                ? tick
                : new MarkTick(
                        tick.instrument(),
                        tick.price(),
                        new Mark(before.price(), index, before.time())
                                .movedTo(tick.price())
                                .indexPrice(),
                        tick.time());
    }

    private static AccountSnapshot atMarks(AccountSnapshot snapshot, Map<String, MarkTick> marks) {
        AccountSnapshot at = snapshot;
        for (Position position : snapshot.positions()) {
            MarkTick tick = marks.get(position.instrument());
            if (tick != null && !tick.time().isBefore(position.mark().time())) {
                BigDecimal index = position.mark().indexPrice();
                at = at.withMark(
                        position.instrument(),
                        tick.indexPrice() == null || index == null
                                ? new Mark(
                                        tick.price(),
                                        position.mark().movedTo(tick.price()).indexPrice(),
                                        tick.time())
                                : new Mark(tick.price(), tick.indexPrice(), tick.time()));
            }
        }
        return at;
    }

    /** What was decided about each account last and by what, of every kind of decision. */
    private static Map<String, List<String>> outcomes(Side side) {
        Map<String, List<String>> outcomes = new TreeMap<>();
        for (Decision decision : side.log.decisions()) {
            List<String> accounts = new ArrayList<>();
            decision.marginAccounts().stream()
                    .map(account -> account.id() + " " + account.outcome())
                    .sorted()
                    .forEach(accounts::add);
            outcomes.computeIfAbsent(decision.accountId(), id -> new ArrayList<>())
                    .add(decision.evaluatedAt() + " " + decision.outcome() + " " + accounts);
        }
        return outcomes;
    }

    private static Decision fresh(Decided decided) {
        return ((Decided.Fresh) decided).decision();
    }

    /** The pack's own cases as accounts of one venue: one mark for each instrument, all of one instant. */
    private static Map<String, AccountSnapshot> book(Suite suite, Random random) {
        List<AccountSnapshot> cases = suite.scenarios().stream()
                .map(scenario -> scenario.given().snapshot())
                .filter(snapshot -> snapshot.positions().stream().noneMatch(held -> held.expiry() != null))
                .toList();
        Instant asOf = Instant.parse("2026-11-23T09:59:59Z");
        Map<String, AccountSnapshot> book = new TreeMap<>();
        Map<String, Mark> marks = new HashMap<>();
        for (int i = 0; i < ACCOUNTS && !cases.isEmpty(); i++) {
            AccountSnapshot like = cases.get(random.nextInt(cases.size()));
            AccountSnapshot snapshot = new AccountSnapshot(
                    "A-" + i,
                    1,
                    asOf,
                    like.segment(),
                    like.settlementCurrency(),
                    like.collateral().stream()
                            .map(held -> held.withMore(held.quantity()
                                    .multiply(BigDecimal.valueOf(random.nextDouble()))
                                    .round(new MathContext(6))))
                            .toList(),
                    like.positions(),
                    like.openOrders(),
                    like.accrued(),
                    like.attributes(),
                    List.of());
            for (Position position : like.positions()) {
                Mark mark = marks.computeIfAbsent(
                        position.instrument(),
                        name -> new Mark(
                                position.mark().price(), position.mark().indexPrice(), asOf));
                snapshot = snapshot.withMark(position.instrument(), mark);
            }
            book.put(snapshot.accountId(), snapshot);
        }
        return book;
    }

    private static @Nullable MarkTick tick(
            Map<String, AccountSnapshot> book, Map<String, MarkTick> marks, Instant now, Random random) {
        List<Position> positions = book.values().stream()
                .flatMap(snapshot -> snapshot.positions().stream())
                .toList();
        if (positions.isEmpty()) {
            return null;
        }
        Position position = positions.get(random.nextInt(positions.size()));
        MarkTick before = marks.get(position.instrument());
        BigDecimal price = before == null ? position.mark().price() : before.price();
        double most = random.nextInt(6) == 0 ? 0.15 : 0.01;
        BigDecimal moved = price.multiply(BigDecimal.valueOf(1 + most * (2 * random.nextDouble() - 1)))
                .round(new MathContext(8));
        BigDecimal index = random.nextInt(3) == 0
                ? moved.multiply(BigDecimal.valueOf(1 + 0.03 * (2 * random.nextDouble() - 1)))
                        .round(new MathContext(8))
                : null;
        return new MarkTick(position.instrument(), moved, index, now.minusMillis(random.nextInt(200)));
    }

    @Test
    void aNewerSnapshotWinsOverADecisionAtMarksThatIsUnderWay() throws Exception {
        Candidate candidate = ShippedPacks.candidate("perpetuals");
        Suite suite = largestSuite(candidate);
        Side side = side(candidate, suite);
        LiveAccounts live = new LiveAccounts(new LiveMarks(), side);
        AccountSnapshot snapshot = book(suite, new Random(SEED)).values().stream()
                .filter(of -> !of.positions().isEmpty())
                .findFirst()
                .orElseThrow();
        fresh(side.service.decide(snapshot, "perpetuals"));
        live.put(snapshot, side.revision(snapshot), false);
        Position position = snapshot.positions().getFirst();
        Instant now = snapshot.asOf().plusSeconds(1);
        live.tick(new MarkTick(
                position.instrument(), position.mark().price().multiply(new BigDecimal("0.01")), null, now));

        // When
        List<String> due = due(live, now);
        side.log.beforeNextAppend(() -> moveOn(side, snapshot));
        var decided = live.decide(due.getFirst(), now);

        // Then
        assertEquals(List.of(snapshot.accountId()), due);
        assertTrue(decided.isEmpty(), "the newer snapshot has been decided");
        assertTrue(side.log.decisions().stream().noneMatch(decision -> decision.trigger() == Trigger.MARK));
    }

    @Test
    void aMarkThatCannotBeIsRefused() {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        assertThrows(IllegalArgumentException.class, () -> new MarkTick("BTC", BigDecimal.ZERO, null, now));
        assertThrows(IllegalArgumentException.class, () -> new MarkTick("BTC", BigDecimal.ONE, BigDecimal.ZERO, now));
        assertThrows(IllegalArgumentException.class, () -> new MarkTick("BTC", BigDecimal.ONE, null, Instant.MAX));
        assertThrows(IllegalArgumentException.class, () -> new MarkTick("BTC", BigDecimal.ONE, null, Instant.MIN));
    }

    @Test
    void anAccountWithoutBoundsSaysWhyAndIsDueAtEveryMark() throws Exception {
        // Given
        AccountSnapshot snapshot =
                account().with(cross("BTC", "1", "100", "100")).snapshot();
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new Within(1, "a test wants it so"));
        live.put(snapshot, 1, false);
        Instant now = snapshot.asOf().plusSeconds(1);
        settle(live, now);

        // When
        live.tick(new MarkTick("BTC", new BigDecimal("100"), null, now.plusMillis(1)));

        // Then
        assertEquals(Map.of("a test wants it so", 1), live.withoutBounds());
        assertEquals(1, live.countWithoutBounds());
        assertEquals(List.of(snapshot.accountId()), due(live, now.plusMillis(1)));
        live.remove(snapshot.accountId());
        assertEquals(Map.of(), live.withoutBounds());
        live.tick(new MarkTick("BTC", new BigDecimal("100"), null, now.plusMillis(2)));
        assertEquals(List.of(), due(live, now.plusSeconds(60)));
    }

    @Test
    void boundsThatAnAccountDoesNotHaveAreLookedForNowAndThenAndNotAtEveryMark() throws Exception {
        // Given
        AccountSnapshot snapshot =
                account().with(cross("BTC", "1", "100", "100")).snapshot();
        var deciding = new Open(new ArrayList<>());
        LiveAccounts live = new LiveAccounts(new LiveMarks(), deciding);
        live.put(snapshot, 1, false);
        Instant now = snapshot.asOf().plusSeconds(1);
        settle(live, now);
        assertEquals(1, deciding.searchedAt().size());

        // When ten marks a second come for ten seconds
        for (int mark = 1; mark <= 100; mark++) {
            Instant at = now.plusMillis(100 * mark);
            live.tick(new MarkTick("BTC", new BigDecimal("100"), null, at));
            assertEquals(List.of(snapshot.accountId()), due(live, at));
            live.decide(snapshot.accountId(), at);
        }

        // Then
        assertEquals(List.of(now, now.plusSeconds(10)), deciding.searchedAt());
        assertEquals(Map.of("a test wants it so", 1), live.withoutBounds());

        // When a snapshot comes, then they are looked for at once
        live.put(snapshot, 2, false);
        settle(live, now.plusSeconds(11));
        assertEquals(now.plusSeconds(11), deciding.searchedAt().getLast());
    }

    private record Open(List<Instant> searchedAt) implements LiveAccounts.Deciding {
        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            return new Within(1, null).decide(snapshot, held, takenAt);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            searchedAt.add(given.evaluatedAt());
            return OutcomeBounds.open(given.evaluatedAt(), "a test wants it so");
        }
    }

    /** What is closed follows the marks without a decision; in a crash every tick would decide all who are being closed. */
    @Test
    void anAccountThatIsBeingClosedIsDueWhereAFillHasMovedItOnAndNotAtEveryMark() throws Exception {
        // Given
        AccountSnapshot snapshot =
                account().with(cross("BTC", "1", "100", "100")).snapshot();
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new Within(7, null));
        live.put(snapshot, 6, false);
        Instant now = snapshot.asOf().plusSeconds(1);
        settle(live, now);

        // When a mark stays within its bounds, and nothing was filled
        live.tick(new MarkTick("BTC", new BigDecimal("101"), null, now));
        live.movedOn(Map.of(snapshot.accountId(), 7L));

        // Then
        assertEquals(List.of(), due(live, now));

        // When something was filled
        live.movedOn(Map.of(snapshot.accountId(), 8L, "another's", 8L));

        // Then it is due once
        live.movedOn(Map.of(snapshot.accountId(), 8L));
        assertEquals(List.of(snapshot.accountId()), due(live, now));
        live.movedOn(Map.of(snapshot.accountId(), 8L));
        assertEquals(List.of(), due(live, now));

        // And whoever is not looked after any more is not asked about
        live.remove(snapshot.accountId());
        live.movedOn(Map.of(snapshot.accountId(), 9L));
        assertEquals(List.of(), due(live, now));
    }

    /** Bounds are of markets that stand still: whatever the feed tells of one has the accounts looked at. */
    @Test
    void whatAMarkTellsOfItsMarketReachesTheAccountsOfTheInstrument() throws Exception {
        // Given an account that its bounds keep from being decided
        Candidate candidate = ShippedPacks.candidate("perpetuals");
        Suite suite = largestSuite(candidate);
        Side side = side(candidate, suite);
        LiveAccounts live = new LiveAccounts(new LiveMarks(), side);
        AccountSnapshot snapshot = healthy(side, suite);
        live.put(snapshot, side.revision(snapshot), false);
        Position position = snapshot.positions().getFirst();
        Instant now = snapshot.asOf().plusSeconds(1);
        settle(live, now);
        BigDecimal price = position.mark().price();
        live.tick(new MarkTick(position.instrument(), price, null, now));
        assertEquals(List.of(), due(live, now));

        // When the feed knows of one source, and the pack wants two
        live.tick(new MarkTick(position.instrument(), price, null, now.plusMillis(1), oneSource(position, now)));

        // Then
        assertEquals(List.of(snapshot.accountId()), due(live, now.plusMillis(1)));
        Decision decision = live.decide(snapshot.accountId(), now.plusMillis(1)).orElseThrow();
        assertEquals(Outcome.HOLD, decision.outcome());
        settle(live, now.plusMillis(1));

        // And what it says again touches nobody
        live.tick(new MarkTick(position.instrument(), price, null, now.plusMillis(2), oneSource(position, now)));
        live.tick(new MarkTick(position.instrument(), price, null, now.plusMillis(3)));
        assertEquals(List.of(), due(live, now.plusMillis(3)));
    }

    private static Market oneSource(Position position, Instant now) {
        return new Market(
                position.instrument(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new Quote("one", position.mark().price(), now)));
    }

    private static AccountSnapshot healthy(Side side, Suite suite) throws Exception {
        for (AccountSnapshot snapshot : book(suite, new Random(SEED)).values()) {
            if (!snapshot.positions().isEmpty()
                    && fresh(side.service.decide(snapshot, "perpetuals")).outcome() == Outcome.HEALTHY) {
                return snapshot;
            }
        }
        throw new IllegalStateException("no account of the book is healthy");
    }

    /** Another version comes into force over many accounts: a mark that comes meanwhile need not wait for all of them. */
    @Test
    void afterAChangeOfPolicyEveryAccountIsLookedAtAFewAtATimeAndTouchedOnesFirst() throws Exception {
        // Given accounts that nothing happens to while the price is from 90 to 110
        int accounts = 300;
        AccountSnapshot like = account().with(cross("BTC", "1", "100", "100")).snapshot();
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new Within(1, null));
        for (int number = 0; number < accounts; number++) {
            live.put(named("B-" + number, like), 1, false);
        }
        Instant now = like.asOf().plusSeconds(1);
        settle(live, now);
        assertFalse(live.isMoreDue());

        // When
        live.policiesChanged();

        // Then
        List<String> first = live.unlooked(128);
        live.tick(new MarkTick("BTC", new BigDecimal("89"), null, now));
        List<String> touched = live.touched(now);

        // Then the mark touches all of them: none that is not under way waits for its turn, and none is named twice
        assertEquals(128, first.size());
        assertEquals(accounts - 128, touched.size());
        assertTrue(Collections.disjoint(first, touched));
        assertEquals(List.of(), live.unlooked(128));
        for (String account : first) {
            live.decide(account, now);
        }
        for (String account : touched) {
            live.decide(account, now);
        }

        // And without a mark each has its turn once
        live.tick(new MarkTick("BTC", new BigDecimal("100"), null, now));
        settle(live, now);
        live.policiesChanged();
        Set<String> turns = new TreeSet<>();
        while (live.isMoreDue()) {
            live.unlooked(128).forEach(account -> assertTrue(turns.add(account), account));
        }
        assertEquals(accounts, turns.size());
    }

    /** RT-2: of 100,000 accounts a fall of one per cent crosses 37, and no other is evaluated. */
    @Test
    void rt2ATickEvaluatesTheAccountsThatItCrossesAndNoOthers() throws Exception {
        // Given accounts whose outcome changes below 99 (37 of them) or far below
        int accounts = 100_000;
        AccountSnapshot like = account().with(cross("BTC", "1", "100", "100")).snapshot();
        List<String> evaluated = new ArrayList<>();
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new Crossing(evaluated));
        for (int number = 0; number < accounts; number++) {
            live.put(named((number % 2_703 == 7 ? "near-" : "far-") + number, like), 1, false);
        }
        Instant now = like.asOf().plusSeconds(1);
        while (live.isMoreDue()) {
            for (String account : due(live, now)) {
                live.decide(account, now);
            }
        }
        assertEquals(accounts, evaluated.size());
        evaluated.clear();

        // When it stays just above, then nobody is touched
        live.tick(new MarkTick("BTC", new BigDecimal("99.01"), null, now));
        assertEquals(List.of(), due(live, now));

        // When it falls by one per cent
        live.tick(new MarkTick("BTC", new BigDecimal("99"), null, now));
        for (String account : due(live, now)) {
            live.decide(account, now);
        }

        // Then
        assertEquals(37, evaluated.size());
        assertTrue(evaluated.stream().allMatch(account -> account.startsWith("near-")));
    }

    /** Far accounts change at half the price, near ones just above 99. */
    private record Crossing(List<String> evaluated) implements LiveAccounts.Deciding {
        private static final Policy POLICY = Decisions.policy(ScriptedRules.venue());
        private static final OutcomeAlone DUE = DecisionService.outcomeAlone(
                Case.ofSnapshot(account().with(cross("BTC", "1", "100", "100")).snapshot(), "", List.of()), POLICY);

        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            evaluated.add(snapshot.accountId());
            return new AtMark.Same(Case.ofSnapshot(snapshot, "", List.of()), DUE, POLICY, 1);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            double low = given.snapshot().accountId().startsWith("near-") ? 99.005 : 50;
            var along = new OutcomeBounds.Instrument("BTC", low, 200, 0, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
            return new OutcomeBounds(List.of(along), Long.MIN_VALUE, Long.MAX_VALUE, null, 0);
        }
    }

    /**
     * Nothing happens to any account while the price is from 90 to 110.
     *
     * @param revision of the account when it is looked at
     * @param open why there are no bounds; null if there are
     */
    private record Within(long revision, @Nullable String open) implements LiveAccounts.Deciding {
        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            Policy policy = Decisions.policy(ScriptedRules.venue());
            Case given = new Case(snapshot, "", List.of(), List.of(), List.of(), Trigger.MARK, takenAt);
            return new AtMark.Same(given, DecisionService.outcomeAlone(given, policy), policy, revision);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            var along = new OutcomeBounds.Instrument("BTC", 90, 110, 0, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
            return open == null
                    ? new OutcomeBounds(List.of(along), Long.MIN_VALUE, Long.MAX_VALUE, null, 0)
                    : OutcomeBounds.open(given.evaluatedAt(), open);
        }
    }

    private static AccountSnapshot named(String accountId, AccountSnapshot like) {
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

    private static void moveOn(Side side, AccountSnapshot before) {
        AccountSnapshot newer = new AccountSnapshot(
                before.accountId(),
                before.sequence() + 1,
                before.asOf().plusSeconds(1),
                before.segment(),
                before.settlementCurrency(),
                before.collateral(),
                before.positions(),
                before.openOrders(),
                before.accrued(),
                before.attributes(),
                before.markets());
        try {
            Decision decision =
                    DecisionService.evaluate(Case.ofSnapshot(newer, "other", List.of()), side.policy, before.asOf());
            side.log.append(newer, "other", decision, side.log.standing(before.accountId()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
