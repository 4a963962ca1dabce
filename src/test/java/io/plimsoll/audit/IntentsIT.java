package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive.Search;
import io.plimsoll.audit.ClosureArchive.SignedRecord;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.decision.OpenIntent;
import io.plimsoll.signing.IntentVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Closure intents in the log, with plain rules: below 5,000 everything is closed, above 12,000 nothing is. */
@QuarkusTest
class IntentsIT {

    private static final String CLOSED = "4000";
    private static final String RESTORED = "20000";

    @Inject
    PostgresDecisionLog log;

    @Inject
    ClosureArchive closures;

    @Inject
    DecisionArchive archive;

    @Inject
    IntentSigner signer;

    @Inject
    LogConfig config;

    @Inject
    ClosureMetrics metrics;

    @Inject
    ClosureConfig closureConfig;

    @Inject
    DueMetrics dueMetrics;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void rt4theSameSnapshotThreeTimesIsOneIntent() throws Exception {
        String account = Snapshots.newAccount("once");
        for (int delivery = 0; delivery < 3; delivery++) {
            decide(account, 1, CLOSED);
        }

        StoredIntent intent = only(account);
        assertEquals("OPEN", intent.statusAt(intent.issuedAt()));
        assertEquals("OPEN", intent.statusAt(intent.expiresAt().minusNanos(1_000)));
        assertEquals("EXPIRED", intent.statusAt(intent.expiresAt()));
        Valid valid = assertInstanceOf(Valid.class, verifier().verify(intent.signed(), intent.issuedAt()));
        assertEquals(intent.intentId(), valid.content().path("intentId").asText());
        assertEquals(decisions(account).getFirst().decisionId(), intent.decisionId());
        assertEquals("SELL", valid.content().at("/steps/2/side").asText());
        assertEquals(intent.legs(), standing(account).legs());
    }

    @Test
    void aNewerClosingSupersedesAndACureRevokes() throws Exception {
        String account = Snapshots.newAccount("chain");
        decide(account, 1, CLOSED);
        decide(account, 2, "3000");
        decide(account, 3, RESTORED);

        List<StoredIntent> intents = intents(account);
        StoredIntent second = intents.getFirst();
        StoredIntent first = intents.getLast();
        assertEquals(2, intents.size());
        assertEquals(End.SUPERSEDED, first.end());
        assertEquals(first.intentId(), second.supersedes());
        assertEquals(second.decisionId(), first.endedBy());
        assertEquals(End.CURED, second.end());
        assertNotNull(first.revocation());
        assertNotNull(second.revocation());
        Valid revoked = assertInstanceOf(Valid.class, verifier().verifyRevocation(second.revocation()));
        assertEquals(second.intentId(), revoked.content().path("intentId").asText());
        assertEquals("CURED", revoked.content().path("reason").asText());
        assertNull(log.standing(account).openIntent());
    }

    @Test
    void whatWasSignedIsReadInTheOrderOfTheLogARevocationBeforeWhatTakesItsPlace() throws Exception {
        long before = logHead();
        String account = Snapshots.newAccount("order");
        decide(account, 1, CLOSED);
        decide(account, 2, "3000");
        decide(account, 3, RESTORED);

        List<StoredIntent> intents = intents(account);
        String first = intents.getLast().intentId();
        String second = intents.getFirst().intentId();
        assertEquals(
                List.of(first, "-" + first, second, "-" + second),
                closures.signed(before, logHead()).stream()
                        .filter(one -> one.accountId().equals(account))
                        .map(IntentsIT::named)
                        .toList());
    }

    private static String named(SignedRecord one) {
        return (one.isRevocation() ? "-" : "") + one.intentId();
    }

    @Test
    void anIntentThatNobodyFillsIsDecidedAnewWhenItHasExpired() throws Exception {
        String account = Snapshots.newAccount("expires");
        decide(account, 1, CLOSED);
        StoredIntent first = only(account);
        Duration skew = Duration.ofSeconds(2); // twice what is allowed for

        expiryAt(first.expiresAt().plus(skew).minusNanos(1_000)).decideExpired();
        assertEquals(1, decisions(account).size());

        expiryAt(first.expiresAt().plus(skew)).decideExpired();
        assertEquals(Trigger.EXPIRY, decisions(account).getFirst().trigger());
        assertEquals(
                Instant.parse("2026-11-22T19:01:00.123456Z"),
                decisions(account).getFirst().evaluatedAt());
        List<StoredIntent> intents = intents(account);
        assertEquals(2, intents.size());
        assertEquals(End.EXPIRED, intents.getLast().end());
        assertNotNull(intents.getLast().revocation());
        assertEquals(first.intentId(), intents.getFirst().supersedes());
        assertEquals(1, first.attempt());
        assertEquals(2, intents.getFirst().attempt());
        assertEquals(
                Duration.between(first.issuedAt(), first.expiresAt()).multipliedBy(2),
                Duration.between(
                        intents.getFirst().issuedAt(), intents.getFirst().expiresAt()));
    }

    @Test
    void anExpiryIsDecidedByOneOfTwoInstances() throws Exception {
        String prefix = Snapshots.newAccount("two");
        PostgresDecisionLog otherLog = new PostgresDecisionLog(dataSource, new SimpleMeterRegistry(), config, signer);
        otherLog.start(new StartupEvent());
        try {
            for (int account = 0; account < 10; account++) {
                decide(prefix + account, 1, CLOSED);
            }
            Instant late = Instant.now().plusSeconds(90);
            IntentExpiry one = expiry(log, late);
            IntentExpiry other = expiry(otherLog, late);

            try (ExecutorService schedulers = Executors.newFixedThreadPool(2)) {
                for (Future<Object> done : schedulers.invokeAll(
                        List.of(Executors.callable(one::decideExpired), Executors.callable(other::decideExpired)))) {
                    done.get();
                }
            }

            for (int account = 0; account < 10; account++) {
                assertEquals(
                        List.of(Trigger.EXPIRY, Trigger.SNAPSHOT),
                        decisions(prefix + account).stream()
                                .map(DecisionSummary::trigger)
                                .toList());
            }
        } finally {
            otherLog.stop(new ShutdownEvent());
        }
    }

    @Test
    void whatWasSignedCannotBeChangedInTheDatabase() throws Exception {
        String account = Snapshots.newAccount("tamper");
        decide(account, 1, CLOSED);
        String id = only(account).intentId();

        assertThrows(
                SQLException.class, () -> execute("update closure_intent set signed = 'x' where intent_id = ?", id));
        assertThrows(
                SQLException.class,
                () -> execute(
                        "update closure_intent set expires_at = expires_at + interval '1 h' where intent_id = ?", id));
        assertThrows(SQLException.class, () -> execute("delete from closure_intent where intent_id = ?", id));
        decide(account, 2, RESTORED);
        assertThrows(
                SQLException.class,
                () -> execute(
                        "update closure_intent set is_open = true, ended = null, ended_at = null where intent_id = ?",
                        id));
    }

    @Test
    void theKeysOfBeforeStayInTheSet() throws Exception {
        decide(Snapshots.newAccount("keys"), 1, CLOSED);
        execute(
                "insert into signing_key (key_id, public_jwk) values (?, '{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
                        + "\"kid\":\"old\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}') on conflict do nothing",
                "old");

        assertTrue(closures.jwks().contains("\"kid\":\"old\""), closures.jwks());
        assertTrue(closures.jwks().contains(signer.publicJwk()), closures.jwks());
    }

    private OpenIntent standing(String account) throws Exception {
        OpenIntent open = log.standing(account).openIntent();
        assertNotNull(open);
        return open;
    }

    private void decide(String account, long sequence, String balance) throws Exception {
        new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), InstantSource.system())
                .decide(Snapshots.read(Snapshots.json(account, sequence, balance)), null);
    }

    private IntentExpiry expiryAt(Instant now) {
        return expiry(log, now);
    }

    private IntentExpiry expiry(PostgresDecisionLog of, Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        return new IntentExpiry(
                of,
                closures,
                new DecisionService(new PlainPolicies(), of, new Sha256SnapshotDigest(), clock),
                clock,
                metrics,
                closureConfig,
                dueMetrics);
    }

    private IntentVerifier verifier() throws Exception {
        return new IntentVerifier(PublicKeys.ofJwks(closures.jwks()), Duration.ZERO);
    }

    private StoredIntent only(String account) throws Exception {
        List<StoredIntent> intents = intents(account);
        assertEquals(1, intents.size());
        return intents.getFirst();
    }

    private List<StoredIntent> intents(String account) throws Exception {
        return closures.find(new Search(account, null, null, null, null), 100).items();
    }

    private List<DecisionSummary> decisions(String account) throws Exception {
        return archive.find(new DecisionArchive.Search(account, null, null, null, null, null, null, null), 100)
                .items();
    }

    private long logHead() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select coalesce(max(log_position), 0) from decision");
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql, String parameter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        }
    }
}
