package io.plimsoll.policy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.wire.SnapshotReader;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs change on disk while decisions go on. The pack {@code small} warns if two of its numbers agree and takes over if they differ. */
class HotReloadTest {
    private static final String PACK = "policies/small/pack.yaml";
    private static final String RIGHT = "policies/small/tables/right.csv";
    private static final String TWINS = "rules/threshold/twins.drl";
    private static final String SUITE = "policies/small/scenarios/all.yaml";

    @TempDir
    Path home;

    private final ActivePolicies active = new ActivePolicies();
    private final MemoryRegistry registry = new MemoryRegistry();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Activator activator = new Activator(active, registry, InstantSource.system());
    private PolicyWatch watch;

    @BeforeEach
    void serveTheSmallPack() throws IOException {
        TestPacks.copyTo(home);
        watch = new PolicyWatch(
                TestPacks.folders(home), activator, active, attempts::add, InstantSource.system(), Duration.ZERO);
        watch.start();
        assertEquals(State.ACTIVE, last().state(), () -> last().toString());
    }

    @Test
    void numbersGoLiveWithoutCompiling() throws Exception {
        // Given
        long compiledBefore = activator.compilations();

        // When
        edit(PACK, "Left: {number: 1}", "Left: {number: 2}");
        edit(RIGHT, "ANY,1", "ANY,2");
        settle();

        // Then
        assertEquals(2, active.choose(snapshot(), "small").id().version());
        assertEquals(compiledBefore, activator.compilations());
        assertEquals(Outcome.WARNING, decide().outcome());
    }

    @Test
    void rulesGoLive() throws Exception {
        // When
        edit(TWINS, "they agree", "they are alike");
        settle();

        // Then
        assertEquals(2, active.choose(snapshot(), null).id().version());
        assertTrue(decide().because().toString().contains("they are alike"));
    }

    @Test
    void aContentKeepsItsNumberForEver() throws Exception {
        // When
        edit(PACK, "amounts: 2", "amounts: 3");
        settle();
        edit(PACK, "amounts: 3", "amounts: 2");
        settle();
        edit(PACK, "amounts: 2", "amounts: 4");
        settle();

        // Then
        assertEquals(
                List.of(1, 2, 1, 3), attempts.stream().map(Attempt::version).toList());
    }

    @Test
    void aBrokenEditLeavesTheLastGoodVersionServing() throws Exception {
        // Given
        Policy before = active.choose(snapshot(), "small");

        // When
        edit(TWINS, "number != $left", "numbr != $left");
        settle();
        Attempt brokenRule = last();
        edit(TWINS, "numbr != $left", "number != $left");
        edit(RIGHT, "ANY,1", "ANY,one");
        settle();
        Attempt brokenTable = last();
        edit(RIGHT, "ANY,one", "ANY,2");
        settle();
        Attempt failingScenario = last();

        // Then
        assertSame(before, active.choose(snapshot(), "small"));
        assertEquals(State.REFUSED, brokenRule.state());
        assertEquals(TWINS, brokenRule.findings().getFirst().file());
        assertEquals(RIGHT + ":2:5", place(brokenTable));
        assertEquals("PLM-807", brokenTable.findings().getFirst().code());
        assertEquals(SUITE + ":20:16", place(failingScenario));
        assertEquals(2, failingScenario.casesFailed());
    }

    @Test
    void aBrokenPackDoesNotHoldUpAnother() throws Exception {
        // Given
        copyPack("small", "other");
        settle();
        assertEquals(2, active.packs().size());

        // When
        edit(PACK, "owner: tests", "ownr: tests");
        edit("policies/other/pack.yaml", "amounts: 2", "amounts: 3");
        settle();

        // Then
        assertEquals(1, active.choose(snapshot(), "small").id().version());
        assertEquals(2, active.choose(snapshot(), "other").id().version());
        NoPolicyFits both = assertThrows(NoPolicyFits.class, () -> active.choose(snapshot(), null));
        assertTrue(both.getMessage().contains("other, small"), both.getMessage());
    }

    @Test
    void aPackWhoseFolderIsGoneIsStopped() throws Exception {
        // Given
        copyPack("small", "other");
        settle();

        // When
        delete(home.resolve("policies/other"));
        settle();

        // Then
        assertEquals(State.REMOVED, last().state());
        assertThrows(NoPolicyFits.class, () -> active.choose(snapshot(), "other"));
        assertEquals("small", active.choose(snapshot(), null).id().pack());
    }

    @Test
    void foldersThatAreGoneAsAWholeAreAFaultOfTheDisk() throws Exception {
        // When
        Files.move(home.resolve("policies"), home.resolve("elsewhere"));
        settle();

        // Then
        assertNotNull(watch.fault());
        assertEquals("small", active.choose(snapshot(), null).id().pack());

        // When
        Files.createDirectory(home.resolve("policies"));
        settle();

        // Then
        assertNotNull(watch.fault());
        assertEquals("small", active.choose(snapshot(), null).id().pack());
    }

    @Test
    void aFileIsTakenOnlyOnceItStandsStill() throws Exception {
        // When
        for (int written = 1; written <= 5; written++) {
            Files.writeString(home.resolve(RIGHT), "account,number\nANY,1\n#" + "x".repeat(written));
            watch.tick();
        }

        // Then
        assertEquals(1, attempts.size());

        // When
        settle();

        // Then
        assertEquals(2, attempts.size());
        assertEquals(State.ACTIVE, last().state());
    }

    @Test
    void anEditorsRenameAndItsBackupsAreOneEdit() throws Exception {
        // When
        Path table = home.resolve(RIGHT);
        Files.writeString(table.resolveSibling(".right.csv.swp"), "not a table");
        Files.writeString(table.resolveSibling("right.csv~"), "not a table");
        Path written = table.resolveSibling(".right.csv.new");
        Files.writeString(written, "account,number\nANY,1.0\n");
        Files.move(written, table, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        settle();

        // Then
        assertEquals(2, attempts.size());
        assertEquals(List.of(), last().findings());
        assertEquals(2, last().version());
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsRefused() throws Exception {
        // Given
        Path secret = Files.writeString(home.resolve("secret.csv"), "account,number\nANY,1\n");

        // When
        Files.delete(home.resolve(RIGHT));
        Files.createSymbolicLink(home.resolve(RIGHT), secret);
        settle();

        // Then
        assertEquals("PLM-703", last().findings().getFirst().code());
        assertEquals(1, active.choose(snapshot(), "small").id().version());
    }

    @Test
    void withoutTheRegistryTheLastVersionServesUntilItIsBack() throws Exception {
        // When
        registry.isAway = true;
        edit(PACK, "amounts: 2", "amounts: 3");
        settle();

        // Then
        assertEquals(State.WAITING, last().state());
        assertEquals(1, active.choose(snapshot(), "small").id().version());

        // When
        registry.isAway = false;
        watch.tick();

        // Then
        assertEquals(State.ACTIVE, last().state());
        assertEquals(2, active.choose(snapshot(), "small").id().version());
        assertEquals(1, activator.compilations());
    }

    @Test
    void aVersionOfTheFutureDecidesOnlySnapshotsOfItsTime() throws Exception {
        // Given
        Instant effective = Instant.now().plus(Duration.ofDays(30));

        // When
        edit(PACK, "settles-in: USDT", "settles-in: USDT\neffective-from: " + effective);
        settle();

        // Then
        assertEquals(State.SCHEDULED, last().state());
        assertEquals(
                1,
                active.choose(snapshotOf(effective.minusMillis(1)), null).id().version());
        assertEquals(2, active.choose(snapshotOf(effective), null).id().version());
    }

    /** At a later mark, say: the snapshot is older than the version. */
    @Test
    void aVersionThatHasComeIntoForceJudgesAnOlderSnapshotThatIsJudgedAgain() throws Exception {
        // Given
        Instant effective = Instant.now().plus(Duration.ofDays(30));

        // When
        edit(PACK, "settles-in: USDT", "settles-in: USDT\neffective-from: " + effective);
        settle();

        // Then
        Instant before = effective.minusNanos(1);
        assertEquals(1, active.choose(snapshot(), "small", before).id().version());
        assertEquals(2, active.choose(snapshot(), "small", effective).id().version());
        assertEquals(2, active.choose(snapshot(), null, effective).id().version());
        assertEquals(Set.of(active.choose(snapshot(), null, before).id()), active.inForce(before));
        assertEquals(Set.of(active.choose(snapshot(), null, effective).id()), active.inForce(effective));
    }

    @Test
    void aRestartDoesNotStopWhatABrokenEditDidNot() throws Exception {
        // Given
        edit(PACK, "amounts: 2", "amounts: 3");
        settle();
        edit(PACK, "owner: tests", "ownr: tests");

        // When
        ActivePolicies restarted = restart();

        // Then
        assertEquals(2, restarted.choose(snapshot(), null).id().version());
        assertEquals(Attempt.Cause.RESTORE, last().cause());
    }

    @Test
    void aRestartKeepsTheVersionBeforeAScheduledOne() throws Exception {
        // Given
        Instant effective = Instant.now().plus(Duration.ofDays(30));
        edit(PACK, "settles-in: USDT", "settles-in: USDT\neffective-from: " + effective);
        settle();

        // When
        ActivePolicies restarted = restart();

        // Then
        assertEquals(1, restarted.choose(snapshot(), null).id().version());
        assertEquals(2, restarted.choose(snapshotOf(effective), null).id().version());
    }

    @Test
    void aBrokenPackThatWasNeverInForceIsNotActive() throws Exception {
        // Given
        edit(PACK, "owner: tests", "ownr: tests");
        registry.forget();

        // When
        ActivePolicies restarted = restart();

        // Then
        assertThrows(NoPolicyFits.class, () -> restarted.choose(snapshot(), null));
        assertEquals(State.REFUSED, last().state());
    }

    @Test
    void theWatchGoesOnAfterAnAttemptThatMendsAFault() throws Exception {
        // When
        delete(home.resolve("rules/threshold"));
        settle();
        State without = last().state();
        Files.createDirectories(home.resolve("rules/threshold"));
        Files.copy(TestPacks.HOME.resolve(TWINS), home.resolve(TWINS));
        settle();

        // Then
        assertEquals(State.REFUSED, without);
        assertEquals(State.ACTIVE, last().state());
        assertNull(watch.fault());
    }

    @Test
    void noDecisionFailsOrMixesVersionsWhileRulesAndTablesChange() throws Exception {
        // Given
        AtomicBoolean done = new AtomicBoolean();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<Integer>> deciding = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            deciding.add(threads.submit(() -> decideUntil(done, wrong)));
        }

        // When
        for (int number = 2; number <= 31; number++) {
            edit(PACK, "Left: {number: " + (number - 1) + "}", "Left: {number: " + number + "}");
            edit(RIGHT, "ANY," + (number - 1), "ANY," + number);
            if (number % 5 == 0) {
                edit(
                        TWINS,
                        "a table and a parameter that agree",
                        "(" + number + ") a table and a parameter that agree");
            }
            settle();
            assertEquals(State.ACTIVE, last().state(), () -> last().toString());
        }
        done.set(true);
        int decisions = 0;
        for (Future<Integer> thread : deciding) {
            decisions += thread.get();
        }
        threads.shutdown();

        // Then
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(31, active.choose(snapshot(), null).id().version());
        assertEquals(7, activator.compilations());
        assertTrue(decisions > 31, "decided " + decisions);
    }

    @Test
    void nothingOfAnOldVersionStays() throws Exception {
        // Given
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

        // When
        for (int number = 1; number <= 40; number++) {
            edit(TWINS, "they agree" + (number == 1 ? "" : " " + (number - 1)), "they agree " + number);
            settle();
            assertEquals(State.ACTIVE, last().state());
            decide();
            loaders.add(new WeakReference<>(generatedLoader()));
        }

        // Then
        awaitCollectionOfAllButOne(loaders);
    }

    /** A new process on the same folders and the same registry. */
    private ActivePolicies restart() {
        ActivePolicies fresh = new ActivePolicies();
        Activator freshActivator = new Activator(fresh, registry, InstantSource.system());
        new PolicyWatch(
                        TestPacks.folders(home),
                        freshActivator,
                        fresh,
                        attempts::add,
                        InstantSource.system(),
                        Duration.ZERO)
                .start();
        return fresh;
    }

    private int decideUntil(AtomicBoolean done, Queue<String> wrong) {
        int decisions = 0;
        while (!done.get()) {
            try {
                Decision decision = decide();
                if (decision.outcome() != Outcome.WARNING) {
                    wrong.add(decision.toString());
                }
                decisions++;
            } catch (Exception e) {
                wrong.add(e.toString());
            }
        }
        return decisions;
    }

    private Decision decide() throws Exception {
        AccountSnapshot snapshot = snapshot();
        Policy policy = active.choose(snapshot, null);
        return DecisionService.evaluate(Case.ofSnapshot(snapshot, "sha256:test", List.of()), policy, Instant.EPOCH);
    }

    /** The class loader of the rule that the active version has edited. */
    private ClassLoader generatedLoader() throws Exception {
        return GeneratedClasses.loaderOf(
                active.packs()
                        .get("small")
                        .versions()
                        .getFirst()
                        .rules()
                        .engine()
                        .join(),
                "THR-1");
    }

    private static void awaitCollectionOfAllButOne(List<WeakReference<ClassLoader>> loaders) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return loaders.stream().filter(loader -> loader.get() != null).count() <= 1;
        });
    }

    private Attempt last() {
        return attempts.stream().reduce((before, after) -> after).orElseThrow();
    }

    private static String place(Attempt attempt) {
        return attempt.findings().getFirst().file() + ":"
                + attempt.findings().getFirst().range();
    }

    /** Two looks that agree, and a third that would take what the second left. */
    private void settle() {
        watch.tick();
        watch.tick();
        watch.tick();
    }

    private void edit(String path, String text, String replacement) throws IOException {
        Path file = home.resolve(path);
        String before = Files.readString(file);
        assertTrue(before.contains(text), () -> path + " does not contain " + text);
        Files.writeString(file, before.replace(text, replacement));
    }

    private void copyPack(String from, String to) throws IOException {
        for (String file : List.of(
                "pack.yaml", "tables/haircut.csv", "tables/bracket.csv", "tables/right.csv", "scenarios/all.yaml")) {
            Path copy = home.resolve("policies").resolve(to).resolve(file);
            Files.createDirectories(copy.getParent());
            String text =
                    Files.readString(home.resolve("policies").resolve(from).resolve(file));
            Files.writeString(copy, text.replace("name: " + from, "name: " + to));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static AccountSnapshot snapshot() throws Exception {
        return snapshotOf(Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static AccountSnapshot snapshotOf(Instant asOf) throws Exception {
        return SnapshotReader.read("""
                {"accountId": "A-1", "sequence": 1, "asOf": "%s", "segment": "PRO", "settlementCurrency": "USDT",
                 "collateral": [{"asset": "USDT", "quantity": "9000", "price": "1"}],
                 "positions": [{"instrument": "AAA", "contract": "LINEAR", "mode": "CROSS", "quantity": "10",
                                "entryPrice": "100", "markPrice": "100", "markTime": "%s"}],
                 "attributes": {"venue": "TEST"}}""".formatted(asOf, asOf));
    }
}
