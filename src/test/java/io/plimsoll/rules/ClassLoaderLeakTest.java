package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A version that nobody uses any more is gone with its classes, however often rules are edited. */
class ClassLoaderLeakTest {

    private static final int RELOADS = 60;

    /** The last versions may still be on their way out. */
    private static final int ALIVE_MAX = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void sixtyReloadsLeaveNoClassLoader() throws Exception {
        // Given
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

        // When
        for (int i = 0; i < RELOADS; i++) {
            loaders.add(compileUseAndClose(i));
        }

        // Then
        assertEquals(RELOADS, loaders.size());
        assertTrue(aliveAfterCollection(loaders) <= ALIVE_MAX, () -> alive(loaders) + " class loaders are still alive");
    }

    private static WeakReference<ClassLoader> compileUseAndClose(int number) {
        String rule = RulesFixture.rule(
                "MRG-%03d says so".formatted(number),
                "$p : Position( notional > " + number + " )",
                "margin.initial($p, 1);");
        String table = "declare Limit rate : BigDecimal end\n";
        try (CompiledRules rules = RulesFixture.compile(RulesFixture.file(Stage.MARGIN, table + rule))) {
            RuleBook book = rules.with(Map.of(), RulesFixture.LIMITS);
            assertEquals(
                    2, book.propose(Stage.MARGIN, RulesFixture.view()).all().size());
            ClassLoader loader = rules.loaderOf("MRG-%03d".formatted(number));
            assertTrue(
                    loader != CompiledRules.class.getClassLoader(), "the generated classes have a loader of their own");
            return new WeakReference<>(loader);
        }
    }

    private static long aliveAfterCollection(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (alive(loaders) > 0 && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(50);
        }
        return alive(loaders);
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }
}
