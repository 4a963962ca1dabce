package io.plimsoll.seal;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.api.Snapshots;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.proof.LogHead;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SigningKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key is changed while the log grows: what was signed before stays proven, and the chain goes on. */
@QuarkusTest
class KeyRotationIT {

    private static final int BATCH_MAX = 8192;
    private static final int ATTEMPTS_MAX = 20;

    @Inject
    LogSealer sealer;

    @Inject
    AgroalDataSource dataSource;

    @TempDir
    Path folder;

    private static void decide() {
        given().contentType(ContentType.JSON)
                .body(Snapshots.json(Snapshots.newAccount("rotated"), 1, Snapshots.HEALTHY))
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    /** As an instance does that was started with another key. */
    private @Nullable LogHead sealWith(SigningKey key) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            LogHead head = new SealStore(key, BATCH_MAX).sealNext(connection, Instant.now());
            connection.commit();
            connection.setAutoCommit(true);
            return head;
        }
    }

    /** The instance under test seals too, and may be quicker. */
    private LogHead sealNewWith(SigningKey key) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            decide();
            LogHead head = sealWith(key);
            if (head != null) {
                return head;
            }
        }
        throw new AssertionError("another was quicker each time");
    }

    private static ExportReport verify(String keys, String export) throws Exception {
        return new ExportVerifier(PublicKeys.read(keys), Map.of())
                .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theChainGoesOnUnderAnotherKeyAndTheOldOneStillProvesItsOwn() throws Exception {
        // Given
        SigningKey before = sealer.key();
        SigningKey after = SigningKey.at(folder.resolve("next.jwk"));
        assertNotEquals(before.keyId(), after.keyId());
        decide();
        sealer.seal();

        // When: another key for one batch, then the first again
        LogHead rotated = sealNewWith(after);
        decide();
        sealer.seal();
        String export = given().get("/v1/audit/export").asString();

        // Then
        String published = given().get("/v1/audit/keys").asString();
        ExportReport whole = verify(published, export);
        assertEquals(List.of(), whole.findings());
        assertTrue(whole.keyIds().containsAll(List.of(before.keyId(), after.keyId())), whole::toString);

        // Then: whoever was never given the second key does not trust what it signed, and nothing else is doubted
        ExportReport withoutIt = verify(PublicKeys.jwks(List.of(before.publicJwk())), export);
        assertEquals(Kind.UNKNOWN_KEY, withoutIt.findings().getFirst().kind(), withoutIt::toString);
        assertEquals(whole.rows(), withoutIt.rows());
        assertEquals(
                1,
                withoutIt.findings().stream()
                        .filter(finding -> finding.kind() == Kind.UNKNOWN_KEY)
                        .count(),
                withoutIt::toString);
        assertEquals(1, rotated.size());
    }
}
