package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RegistryIT {
    @Inject
    VersionRegistry registry;

    @Test
    void aContentKeepsTheNumberItWasGivenFirst() throws Exception {
        assertEquals(1, number("numbered", "one"));
        assertEquals(2, number("numbered", "two"));
        assertEquals(1, number("numbered", "one"));
        assertEquals(3, number("numbered", "three"));
        assertEquals(1, number("numbered-too", "two"));
    }

    @Test
    void instancesThatSeeAChangeTogetherAgreeOnItsNumber() throws Exception {
        // Given
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            // When
            List<Future<Integer>> numbers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String content = "content " + i % 10;
                numbers.add(threads.submit(() -> number("contended", content)));
            }

            // Then
            TreeSet<Integer> distinct = new TreeSet<>();
            for (Future<Integer> number : numbers) {
                distinct.add(number.get());
            }
            assertEquals(IntStream.rangeClosed(1, 10).boxed().toList(), List.copyOf(distinct));
        }
    }

    @Test
    void aVersionKeepsEverythingItConsistsOf() throws Exception {
        // When
        PolicyFile file = file("kept", "content to keep");
        number("kept", "content to keep");

        // Then
        PolicyVersion version = QuarkusTransaction.requiringNew()
                .call(() -> PolicyVersion.<PolicyVersion>find("pack", "kept").firstResult());
        assertEquals("{\"policies/kept/pack.yaml\":\"" + file.sha256() + "\"}", version.files);
        assertEquals(
                "content to keep",
                QuarkusTransaction.requiringNew()
                        .call(() -> PolicyVersion.getEntityManager()
                                .createNativeQuery("select content from policy_file where sha256 = :sha256")
                                .setParameter("sha256", file.sha256())
                                .getSingleResult()));
    }

    @Test
    void whatWasLastInForceCanBeHadAgain() throws Exception {
        // Given
        number("restorable", "one");
        number("restorable", "two");
        registry.record(attempt("restorable", State.ACTIVE, "one", 1));
        registry.record(attempt("restorable", State.ACTIVE, "two", 2));
        registry.record(attempt("restorable", State.REFUSED, "three", null));

        // When
        List<List<PolicyFile>> contents = registry.lastInForce("restorable");

        // Then
        assertEquals(List.of(List.of(file("restorable", "two")), List.of(file("restorable", "one"))), contents);

        // When
        registry.record(attempt("restorable", State.REMOVED, null, null));

        // Then
        assertEquals(List.of(), registry.lastInForce("restorable"));
    }

    private static Attempt attempt(String pack, State state, @Nullable String content, @Nullable Integer version) {
        return new Attempt(
                pack,
                state,
                content == null ? null : PolicyFiles.hashOf(List.of(file(pack, content))),
                version,
                Instant.now(),
                Duration.ofMillis(5),
                Attempt.Cause.CHANGE,
                null,
                List.of(),
                0,
                0,
                null);
    }

    @Test
    void aVersionNeverChanges() throws Exception {
        // Given
        number("unchanging", "content");

        // When
        Exception refused = assertThrows(
                Exception.class,
                () -> QuarkusTransaction.requiringNew()
                        .run(() -> PolicyVersion.update("hash = 'sha256:other' where pack = 'unchanging'")));

        // Then
        assertTrue(refused.toString().contains("never changes"), refused.toString());
    }

    @Test
    void theAttemptsOfTheStartAreRecorded() {
        long recorded = QuarkusTransaction.requiringNew()
                .call(
                        () -> PolicyActivation.count(
                                "pack = 'perpetuals' and state = io.plimsoll.policy.Attempt$State.ACTIVE and cause = io.plimsoll.policy.Attempt$Cause.START"));
        assertTrue(recorded >= 1, "recorded " + recorded);
    }

    private int number(String pack, String content) throws Exception {
        List<PolicyFile> files = List.of(file(pack, content));
        return registry.numberOf(pack, PolicyFiles.hashOf(files), files);
    }

    private static PolicyFile file(String pack, String content) {
        return PolicyFile.of("policies/" + pack + "/pack.yaml", content);
    }
}
