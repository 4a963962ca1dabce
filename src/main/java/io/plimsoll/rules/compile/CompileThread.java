package io.plimsoll.rules.compile;

import com.sun.management.ThreadMXBean;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Severity;
import io.plimsoll.rules.model.Range;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Compiles on a thread of its own, one compilation at a time, and waits no longer than its limits allow.
 *
 * <p>A thread that does not heed the end of its budget cannot be stopped. Its result is given up, and until it ends nothing more is compiled,
 * so there is never more than one. A process of its own for the compiler could be killed, but it would have to be kept warm, at the price
 * of its memory, to compile a rule within a second, and the network is built of the rules in this process in any case.
 */
public final class CompileThread {

    /** How long past its budget a compilation may take to notice. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** What the engine's compiler nests in itself, it nests on the stack. */
    private static final long STACK_BYTES = 4L << 20;

    private final RuleUnits units = new RuleUnits();
    private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);
    private @Nullable CompletableFuture<?> givenUp;
    private volatile @Nullable Thread compiler;

    /** @throws RulesDoNotCompile if the engine finds an error that the check did not, or a limit is reached */
    public synchronized Map<Stage, CompiledStage> compile(CheckedRules checked, CompileLimits limits)
            throws RulesDoNotCompile {
        if (givenUp != null && !givenUp.isDone()) {
            throw refused(checked, "an earlier compilation that took too long has not ended yet");
        }
        CompileBudget budget = new CompileBudget(limits, System::nanoTime, this::allocatedBytes);
        CompletableFuture<Map<Stage, CompiledStage>> result = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                result.complete(units.compile(checked, budget));
            } catch (RulesDoNotCompile | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return await(result, budget, checked);
    }

    private Map<Stage, CompiledStage> await(
            CompletableFuture<Map<Stage, CompiledStage>> result, CompileBudget budget, CheckedRules checked)
            throws RulesDoNotCompile {
        while (true) {
            try {
                return result.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (budget.overdueNanos() > GRACE.toNanos()) {
                    givenUp = result;
                    throw refused(checked, "this " + budget.inWords());
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RulesDoNotCompile refused) {
                    throw refused;
                }
                throw refused(checked, "the compiler failed: " + e.getCause());
            } catch (InterruptedException e) {
                givenUp = result;
                Thread.currentThread().interrupt();
                throw refused(checked, "compiling was interrupted");
            }
        }
    }

    private static RulesDoNotCompile refused(CheckedRules checked, String what) {
        return new RulesDoNotCompile(List.of(new Finding(
                Severity.ERROR,
                Code.COMPILE_LIMIT.id(),
                what,
                checked.sources().getFirst().path(),
                new Range(1, 1, 1, 1),
                null,
                "",
                RuleUnits.COMPILE_LIMIT_HINT)));
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "rule-compiler", STACK_BYTES);
        thread.setDaemon(true);
        // The engine looks for its parts by it.
        thread.setContextClassLoader(CompileThread.class.getClassLoader());
        compiler = thread;
        return thread;
    }

    private long allocatedBytes() {
        Thread thread = compiler;
        return thread != null && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? Math.max(threads.getThreadAllocatedBytes(thread.threadId()), 0)
                : 0;
    }
}
