package io.plimsoll.api;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.SpooledInput.SenderGone;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A stream of snapshots, a line each, and the stream of their answers in the same order. Accounts are decided side by side, the lines of one
 * account one after the other. Between reading and answering stands a window of bounded lines and bytes: a client that does not read
 * its answers stops the deciding, and memory stays the same for any length of stream.
 */
final class Batch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Batch.class);

    /** Enough to fill a commit of the log while the one before is on its way to the disk. */
    private static final int LINES_IN_FLIGHT_MAX = 256;

    private static final int BYTES_IN_FLIGHT_MAX = 4 * RequestBody.BYTES_MAX;

    private final Deciding deciding;
    private final @Nullable String pack;
    private final SpooledInput input;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Line> inOrder = new ArrayBlockingQueue<>(LINES_IN_FLIGHT_MAX);
    private final Semaphore bytesLeft = new Semaphore(BYTES_IN_FLIGHT_MAX);
    /** The last line of each account that is in flight. */
    private final ConcurrentMap<String, CompletableFuture<String>> lastOfAccount = new ConcurrentHashMap<>();

    Batch(Deciding deciding, @Nullable String pack, InputStream body) throws IOException {
        this.deciding = deciding;
        this.pack = pack;
        this.input = new SpooledInput(body, threads);
    }

    /** Reads to the end of the lines and answers each, as long as there is somebody who reads the answers. */
    void answer(OutputStream output) {
        var reading = threads.submit(this::readLines);
        try {
            for (Line line = inOrder.take(); !line.isEnd(); line = inOrder.take()) {
                output.write((line.answer().get() + "\n").getBytes(StandardCharsets.UTF_8));
                bytesLeft.release(line.bytes());
                if (inOrder.isEmpty()) {
                    output.flush(); // whoever sends one line and waits gets its answer
                }
            }
            output.flush();
        } catch (IOException e) {
            LOG.debugf("batch is not read to its end: failure=%s", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was answered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a line of a batch was not answered", e);
        } finally {
            reading.cancel(true);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        input.close();
    }

    private void readLines() {
        LineReader lines = new LineReader(input, RequestBody.BYTES_MAX);
        try {
            try {
                for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
                    if (!line.isBlank()) {
                        accept(line);
                    }
                }
            } catch (SenderGone e) {
                LOG.debugf("batch broke off: linesRead=%d", lines.linesRead());
            } catch (IOException | RuntimeException e) {
                long number = lines.linesRead() + 1;
                inOrder.put(Line.answered(problem(number, ProblemResponses.internalProblem(e))));
            }
            inOrder.put(Line.END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the answering has ended before the reading
        }
    }

    private void accept(LineReader.Line line) throws InterruptedException {
        bytesLeft.acquire(line.bytes().length);
        CompletableFuture<String> answer;
        if (line.isTooLong()) {
            answer = CompletableFuture.completedFuture(problem(line.number(), Problem.tooLarge(RequestBody.BYTES_MAX)));
        } else {
            try {
                answer = decided(line.number(), SnapshotReader.read(line.bytes()));
            } catch (SnapshotFaults faults) {
                answer = CompletableFuture.completedFuture(problem(line.number(), Problem.of(faults)));
            }
        }
        inOrder.put(new Line(answer, line.bytes().length));
    }

    private CompletableFuture<String> decided(long number, AccountSnapshot snapshot) {
        CompletableFuture<String> before = lastOfAccount.get(snapshot.accountId());
        CompletableFuture<?> turn = before == null ? CompletableFuture.completedFuture("") : before;
        CompletableFuture<String> answer = turn.thenApplyAsync(ignored -> answer(number, snapshot), threads);
        lastOfAccount.put(snapshot.accountId(), answer);
        return answer.whenComplete((text, failure) -> lastOfAccount.remove(snapshot.accountId(), answer));
    }

    /** Never fails: what goes wrong with a line is the answer to the line. */
    private String answer(long number, AccountSnapshot snapshot) {
        try {
            return "{\"line\":" + number + ",\"status\":200,\"decision\":" + deciding.decide(snapshot, pack) + "}";
        } catch (SequenceRefused refused) {
            return problem(number, Problem.of(refused));
        } catch (NoPolicyFits refused) {
            return problem(number, Problem.of(refused));
        } catch (LogUnavailable unavailable) {
            return problem(number, Problem.of(unavailable));
        } catch (Refused refused) {
            return problem(number, refused.problem());
        } catch (RuntimeException e) {
            return problem(number, ProblemResponses.internalProblem(e));
        }
    }

    private static String problem(long number, Problem problem) {
        return Json.text(Json.object()
                .put("line", number)
                .put("status", problem.status())
                .set("problem", problem.body()));
    }

    /** A line in flight. */
    private record Line(@Nullable CompletableFuture<String> inFlight, int bytes) {
        static final Line END = new Line(null, 0);

        static Line answered(String answer) {
            return new Line(CompletableFuture.completedFuture(answer), 0);
        }

        boolean isEnd() {
            return inFlight == null;
        }

        CompletableFuture<String> answer() {
            if (inFlight == null) {
                throw new IllegalStateException("the end has no answer");
            }
            return inFlight;
        }
    }
}
