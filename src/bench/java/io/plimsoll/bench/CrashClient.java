package io.plimsoll.bench;

import io.plimsoll.api.Snapshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clearing system of one account: it sends snapshots one after the other, sends what was not answered again until it is, and now and then
 * gives up, so that nobody knows what became of that one. It keeps each answer.
 */
final class CrashClient implements Runnable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int PAUSE_MS = 20;
    private static final int GIVES_UP_ONE_IN = 10;

    private final String accountId;
    private final URI decisions;
    private final Random random;
    private final AtomicBoolean isSending;
    private final AtomicLong answeredSentAtNanos;
    private final Map<Long, String> answers = new LinkedHashMap<>();
    private final Map<Long, String> abandoned = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private long sentAgain;
    private long otherAnswers;

    /** @param answeredSentAtNanos when the latest snapshot was sent that has an answer */
    CrashClient(String accountId, URI decisions, long seed, AtomicBoolean isSending, AtomicLong answeredSentAtNanos) {
        this.accountId = accountId;
        this.decisions = decisions;
        this.random = new Random(seed);
        this.isSending = isSending;
        this.answeredSentAtNanos = answeredSentAtNanos;
    }

    @Override
    public void run() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            for (long sequence = 1; isSending.get(); sequence++) {
                String balance = List.of(Snapshots.HEALTHY, Snapshots.CALLED, Snapshots.LIQUIDATED)
                        .get(random.nextInt(3));
                send(
                        client,
                        sequence,
                        Snapshots.json(
                                accountId, sequence, balance, Instant.now().toString()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpClient client, long sequence, String snapshot) throws InterruptedException {
        boolean isGivenUp = random.nextInt(GIVES_UP_ONE_IN) == 0;
        HttpRequest request = HttpRequest.newBuilder(decisions)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(snapshot))
                .build();
        for (boolean isFirst = true; isSending.get() || isFirst; isFirst = false) {
            sentAgain += isFirst ? 0 : 1;
            long sentAtNanos = System.nanoTime();
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    answers.put(sequence, response.body());
                    answeredSentAtNanos.accumulateAndGet(sentAtNanos, Math::max);
                    askAgain(client, request, sequence);
                    return;
                }
                if (response.statusCode() != 503) {
                    refusals.add(response.statusCode() + ": " + response.body());
                    return;
                }
            } catch (IOException e) {
                // the service, or the connection to it, is away: what became of the snapshot is not known
            }
            if (isGivenUp) {
                break;
            }
            Thread.sleep(PAUSE_MS);
        }
        abandoned.put(sequence, snapshot);
    }

    /** What was answered once is answered so for ever. */
    private void askAgain(HttpClient client, HttpRequest request, long sequence) throws InterruptedException {
        if (random.nextInt(20) != 0) {
            return;
        }
        try {
            HttpResponse<String> again = client.send(request, BodyHandlers.ofString());
            if (again.statusCode() == 200 && !again.body().equals(answers.get(sequence))) {
                otherAnswers++;
            }
        } catch (IOException e) {
            // away
        }
    }

    String accountId() {
        return accountId;
    }

    /** What was answered, by sequence. */
    Map<Long, String> answers() {
        return answers;
    }

    /** Sequences that were sent and never answered: each may be in the log, once. */
    Map<Long, String> abandoned() {
        return abandoned;
    }

    long sentAgain() {
        return sentAgain;
    }

    /** Answers that no caller should get. */
    List<String> refusals() {
        return refusals;
    }

    /** Answers to the same snapshot that differed from the first. */
    long otherAnswers() {
        return otherAnswers;
    }
}
