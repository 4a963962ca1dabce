package io.plimsoll.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.signing.Verification.Reason;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HYB-1: an executor refuses an unsigned, expired or altered intent. */
class IntentVerifierTest {

    private static final SigningKey KEY = SigningKey.generated();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:30Z");
    private static final String INTENT = """
            {"intentId":"i-1","accountId":"A-7","issuedAt":"2026-11-23T12:00:00Z","expiresAt":"2026-11-23T12:01:00Z",\
            "steps":[{"step":1,"quantity":"33"}]}""";
    private static final String SIGNED = KEY.sign(SignedKind.INTENT, INTENT);

    private static final IntentVerifier VERIFIER = verifier(KEY);

    private static IntentVerifier verifier(SigningKey... known) {
        List<String> jwks = List.of(known).stream().map(SigningKey::publicJwk).toList();
        return new IntentVerifier(PublicKeys.ofJwks(PublicKeys.jwks(jwks)), Duration.ofSeconds(1));
    }

    private static void assertRefused(Reason reason, Verification verification) {
        assertEquals(
                reason,
                assertInstanceOf(Refused.class, verification, verification::toString)
                        .reason());
    }

    @Test
    void takesWhatTheServiceSigned() {
        Valid valid = assertInstanceOf(Valid.class, VERIFIER.verify(SIGNED, NOW));

        assertEquals("33", valid.content().at("/steps/0/quantity").asText());
        assertEquals(KEY.keyId(), valid.keyId());
        assertEquals(Instant.parse("2026-11-23T12:01:00Z"), valid.expiresAt());
        assertEquals(SIGNED, KEY.sign(SignedKind.INTENT, INTENT));
    }

    @Test
    void takesTheServicesAnswerIfItsPlainIntentIsWhatWasSigned() {
        String answer = "{\"status\":\"OPEN\",\"intent\":" + INTENT + ",\"signed\":\"" + SIGNED + "\"}";

        assertInstanceOf(Valid.class, VERIFIER.verify(answer, NOW));
        assertRefused(Reason.ALTERED, VERIFIER.verify(answer.replace("\"33\"", "\"34\""), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:59:58.999999999Z, NOT_YET_VALID",
        "2026-11-23T11:59:59Z, VALID",
        "2026-11-23T12:00:00Z, VALID",
        "2026-11-23T12:01:00Z, VALID",
        "2026-11-23T12:01:00.999999999Z, VALID",
        "2026-11-23T12:01:01Z, EXPIRED",
        "2026-11-23T12:01:01.000000001Z, EXPIRED"
    })
    void isInForceBetweenItsInstantsWithASecondOfClockSkew(Instant at, String expected) {
        assertEquals(expected, nameOf(VERIFIER.verify(SIGNED, at)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T11:59:59.999999999Z, NOT_YET_VALID",
        "2026-11-23T12:00:00Z, VALID",
        "2026-11-23T12:00:59.999999999Z, VALID",
        "2026-11-23T12:01:00Z, EXPIRED"
    })
    void withoutClockSkewTheLimitsAreThoseThatWereSigned(Instant at, String expected) {
        var exact = new IntentVerifier(PublicKeys.ofJwks(PublicKeys.jwks(List.of(KEY.publicJwk()))), Duration.ZERO);

        assertEquals(expected, nameOf(exact.verify(SIGNED, at)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IntentVerifier(PublicKeys.ofJwks("{\"keys\":[]}"), Duration.ofNanos(-1)));
    }

    private static String nameOf(Verification verification) {
        return verification instanceof Refused refused ? refused.reason().name() : "VALID";
    }

    @Test
    void refusesWhatIsNotSigned() {
        String header = encoded("{\"alg\":\"none\",\"typ\":\"plimsoll-closure-intent\"}");

        assertRefused(Reason.UNSIGNED, VERIFIER.verify(INTENT, NOW));
        assertRefused(Reason.UNSIGNED, VERIFIER.verify(header + "." + encoded(INTENT) + ".", NOW));
    }

    @Test
    void refusesEveryAlteredCharacterOfTheContent() {
        String[] parts = SIGNED.split("\\.");
        for (int i = 0; i < INTENT.length(); i++) {
            String altered = INTENT.substring(0, i) + (INTENT.charAt(i) == '1' ? '2' : '1') + INTENT.substring(i + 1);

            assertRefused(Reason.ALTERED, VERIFIER.verify(parts[0] + "." + encoded(altered) + "." + parts[2], NOW));
        }
    }

    @Test
    void refusesTheSignatureOfAnotherKeyUnderAKnownName() {
        SigningKey other = SigningKey.generated();
        String[] theirs = other.sign(SignedKind.INTENT, INTENT).split("\\.");
        String[] ours = SIGNED.split("\\.");

        assertRefused(Reason.UNKNOWN_KEY, VERIFIER.verify(String.join(".", theirs), NOW));
        assertRefused(Reason.ALTERED, VERIFIER.verify(ours[0] + "." + ours[1] + "." + theirs[2], NOW));
    }

    @Test
    void aKeyThatSignsNoLongerStillVerifiesWhatItSigned() {
        SigningKey next = SigningKey.generated();

        IntentVerifier both = verifier(next, KEY);

        assertInstanceOf(Valid.class, both.verify(SIGNED, NOW));
        assertInstanceOf(Valid.class, both.verify(next.sign(SignedKind.INTENT, INTENT), NOW));
    }

    @Test
    void aRevocationIsNoIntentAndAnIntentIsNoRevocation() {
        String revocation = KEY.sign(SignedKind.REVOCATION, INTENT);

        assertRefused(Reason.OTHER_KIND, VERIFIER.verify(revocation, NOW));
        assertRefused(Reason.OTHER_KIND, VERIFIER.verifyRevocation(SIGNED));
        assertInstanceOf(Valid.class, VERIFIER.verifyRevocation(revocation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "{", "[]", "....", "{\"signed\":\"a.b.c\"}", "{\"signed\":\"\"}"})
    void refusesWhatItCannotRead(String document) {
        assertRefused(Reason.UNREADABLE, VERIFIER.verify(document, NOW));
    }

    @Test
    void refusesASignedTextThatDoesNotSayWhenItIsInForce() {
        assertRefused(Reason.UNREADABLE, VERIFIER.verify(KEY.sign(SignedKind.INTENT, "{\"intentId\":\"i\"}"), NOW));
        assertRefused(Reason.UNREADABLE, VERIFIER.verify(KEY.sign(SignedKind.INTENT, "no JSON"), NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"keys\":3}", "{\"keys\":[3]}", "null"})
    void whatIsNoSetOfKeysIsSaidSo(String jwks) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> PublicKeys.ofJwks(jwks))
                .getMessage()
                .contains("not a JWK set"));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
