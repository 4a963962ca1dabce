package io.plimsoll.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.proof.DecisionProof.Checked.NotShown;
import io.plimsoll.proof.DecisionProof.Checked.Sealed;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody committed to must not stand in an export beside what is proven. */
class ExportStrictnessTest {

    private static final SealedLog LOG = SealedLog.of(4, 3);
    private static final String WHOLE = LOG.export();
    private static final String MASKED = LOG.export(
            Json.object(),
            row -> true,
            field -> field.equals("decision.accountId") || field.equals("snapshot.accountId"));

    private static List<String> lines(String export) {
        return new ArrayList<>(export.lines().toList());
    }

    private static ExportReport verify(List<String> lines) {
        try {
            return new ExportVerifier(SealedLog.keys(SealedLog.KEY), Map.of())
                    .verify(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstOf(String type, List<String> lines) {
        return lines.indexOf(lines.stream()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .findFirst()
                .orElseThrow());
    }

    private static ExportReport edited(String export, String type, Consumer<ObjectNode> edit) {
        List<String> lines = lines(export);
        int line = firstOf(type, lines);
        ObjectNode node = SealedLog.parsed(lines.get(line));
        edit.accept(node);
        lines.set(line, Json.text(node));
        return verify(lines);
    }

    private static void assertFound(Kind kind, ExportReport report) {
        assertTrue(report.findings().stream().anyMatch(finding -> finding.kind() == kind), report::toString);
    }

    private static ObjectNode object(JsonNode row, String member) {
        return (ObjectNode) row.get(member);
    }

    static Stream<Arguments> additions() {
        Consumer<ObjectNode> member = row -> row.put("comment", "checked by hand");
        Consumer<ObjectNode> likeAField = row -> row.put("decision.outcome", "HEALTHY");
        Consumer<ObjectNode> noSalts = row -> row.putObject("salts");
        Consumer<ObjectNode> masked = row -> row.putObject("masked").put("decision.figures", Hash.NONE.toString());
        Consumer<ObjectNode> beyondLong = row -> row.put(
                "position", BigInteger.TWO.pow(64).add(row.path("position").bigIntegerValue()));
        Consumer<ObjectNode> fraction = row -> row.put("leaf", 0.0);
        return Stream.of(
                Arguments.of("a member", member),
                Arguments.of("a member that looks like a field", likeAField),
                Arguments.of("salts beside the salt", noSalts),
                Arguments.of("a masked field beside the salt", masked),
                Arguments.of("a position that wraps round to the right one", beyondLong),
                Arguments.of("a place with a fraction", fraction));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("additions")
    void aRowSaysNothingThatIsNotProven(String what, Consumer<ObjectNode> edit) {
        assertFound(Kind.ALTERED, edited(WHOLE, "row", edit));
    }

    static Stream<Arguments> unmasked() {
        Consumer<ObjectNode> unused = row -> object(row, "salts").put("decision.nothing", Hash.NONE.toString());
        Consumer<ObjectNode> saltOfMasked = row -> object(row, "salts").put("decision.accountId", Hash.NONE.toString());
        Consumer<ObjectNode> salt = row -> row.put("salt", Hash.NONE.toString());
        Consumer<ObjectNode> guess = row -> object(row, "decision").put("accountId", "A-1");
        return Stream.of(
                Arguments.of("a salt of a field that is not there", unused),
                Arguments.of("a salt of a field that is withheld", saltOfMasked),
                Arguments.of("the salt of the row beside those of its fields", salt),
                Arguments.of("a guess at what is withheld", guess));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unmasked")
    void aMaskedRowSaysNothingOfWhatIsWithheld(String what, Consumer<ObjectNode> edit) {
        assertFound(Kind.ALTERED, edited(MASKED, "row", edit));
    }

    /** A member that nothing is left of, and that something else than its members stands in. */
    @ParameterizedTest
    @ValueSource(strings = {"decision", "snapshot", "salts", "masked", "columns"})
    void whereMembersBelongNoWordStands(String member) {
        String nothing = LOG.export(Json.object(), row -> true, field -> true);

        assertEquals(List.of(), verify(lines(nothing)).findings());
        assertFound(Kind.ALTERED, edited(nothing, "row", row -> row.put(member, "was paid back in full")));
        assertFound(
                Kind.ALTERED, edited(nothing, "row", row -> row.putArray(member).add("was paid back in full")));
    }

    @Test
    void aColumnThatFollowsFromNothingIsFound() {
        assertEquals(List.of(), verify(lines(MASKED)).findings());
        assertFound(
                Kind.COLUMN, edited(MASKED, "row", row -> object(row, "columns").put("accountId", "A-1")));
        assertFound(
                Kind.COLUMN, edited(WHOLE, "row", row -> object(row, "columns").put("note", "A-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "batch", "part"})
    void aSignedLineSaysNothingBesideWhatWasSigned(String type) {
        assertFound(Kind.UNREADABLE, edited(WHOLE, type, line -> line.put("rows", 7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s=", "%s\n", " %s", "%s.", "%s%%"})
    void aSignatureIsWrittenInOneWay(String spelling) {
        assertFound(
                Kind.SIGNATURE,
                edited(
                        WHOLE,
                        "batch",
                        line -> line.put(
                                "signed", spelling.formatted(line.path("signed").asText()))));
    }

    @Test
    void strayBitsOfTheLastLetterAreNoSignature() {
        assertFound(Kind.SIGNATURE, edited(WHOLE, "batch", line -> {
            String signed = line.path("signed").asText();
            char last = signed.charAt(signed.length() - 1);
            String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            line.put("signed", signed.substring(0, signed.length() - 1) + letters.charAt(letters.indexOf(last) ^ 1));
        }));
    }

    @Test
    void aKeyThatIsCalledAsAnotherIsNotTrusted() {
        String own = SealedLog.KEY.publicJwk();
        String spoofed = own.replace(SealedLog.KEY.keyId(), "4vXLb4O6ufEX7l7-Bkr0DlmF3w4ec0dmh9qaRc4kreY");

        assertTrue(assertThrows(IllegalArgumentException.class, () -> PublicKeys.read(spoofed))
                .getMessage()
                .contains("thumbprint"));
        assertThrows(IllegalArgumentException.class, () -> PublicKeys.read("{\"keys\":[" + own + "," + spoofed + "]}"));
        assertEquals(
                Kind.UNKNOWN_KEY,
                verifiedWith(PublicKeys.ofJwks("{\"keys\":[" + spoofed + "]}")).getFirst());
    }

    private static List<Kind> verifiedWith(PublicKeys keys) {
        try {
            return new ExportVerifier(keys, Map.of())
                    .verify(new ByteArrayInputStream(WHOLE.getBytes(StandardCharsets.UTF_8))).findings().stream()
                            .map(ExportFinding::kind)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ofAccount(String account, Predicate<ObjectNode> isThere) {
        return LOG.export(
                Json.object().put("account", account),
                row -> row.at("/decision/accountId").asText().equals(account) && isThere.test(row),
                field -> false);
    }

    @Test
    void anAccountsExportLacksNoneOfItsDecisions() {
        // Given: decisions 1 and 4 are the account's
        String whole = ofAccount("A-1", row -> true);
        String lacking = ofAccount("A-1", row -> row.path("revision").asLong() != 1);
        List<String> lines = lines(whole);

        // Then: what the service itself left out is missed, what was taken out behind it is told once
        assertEquals(List.of(), verify(lines).findings());
        assertEquals(
                List.of("REMOVED row at position 2, the account's decision before position 6"),
                verify(lines(lacking)).findings().stream()
                        .map(finding -> finding.kind() + " " + finding.detail())
                        .toList());
        lines.remove(firstOf("row", lines));
        assertEquals(
                List.of("REMOVED row at position 2"),
                verify(lines).findings().stream()
                        .map(finding -> finding.kind() + " " + finding.detail())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "account, A-1, 0",
        "account, A-2, 1",
        "outcome, HEALTHY, 0",
        "outcome, HOLD, 1",
        "pack, perpetuals, 0",
        "pack, options, 1",
        "version, 3, 0",
        "version, 4, 1",
        "rule, THR-010, 0",
        "rule, THR-01, 1",
        "from, 2026-11-23T11:00:00.000001Z, 0",
        "from, 2026-11-23T11:00:00.000002Z, 1",
        "to, 2026-11-23T11:00:00.000002Z, 0",
        "to, 2026-11-23T11:00:00.000001Z, 1",
        "firstPosition, 2, 0",
        "firstPosition, 3, 1",
        "lastPosition, 2, 0",
        "lastPosition, 1, 1"
    })
    void aRowMeetsWhatItsExportWasAskedFor(String word, String value, int findings) {
        ObjectNode filter = Json.object();
        if (word.equals("version") || word.endsWith("Position")) {
            filter.put(word, Long.parseLong(value));
        } else {
            filter.put(word, value);
        }
        String export = LOG.export(
                filter, row -> row.at("/decision/decisionId").asText().equals("d-1"), field -> false);

        List<ExportFinding> found = verify(lines(export)).findings();

        assertEquals(findings, found.size(), found::toString);
        found.forEach(finding -> assertEquals(Kind.INSERTED, finding.kind()));
    }

    @Test
    void aFilterThatNobodyKnowsIsTold() {
        String export = LOG.export(Json.object().put("desk", "spot"), row -> true, field -> false);

        assertFound(Kind.UNREADABLE, verify(lines(export)));
    }

    @Test
    void aHeadStandsBetweenThoseThatWereAnchored() {
        // Given
        SealedLog log = SealedLog.of(4, 3, 2);
        SealedLog other = SealedLog.of(3, 3, 2);
        String export = log.export(
                Json.object().put("outcome", "HEALTHY"),
                row -> row.path("revision").asLong() == 2,
                field -> false);

        // Then: the export shows the second batch, of rows 3 to 5, and the first
        assertEquals(List.of(), anchored(export, log.heads.get(2)).findings());
        assertFound(Kind.ANCHOR, anchored(export, other.heads.get(2)));
        assertFound(Kind.ANCHOR, anchored(export, other.heads.getFirst()));
        assertEquals(List.of(), anchored(export, log.heads.getFirst()).findings());
    }

    private static ExportReport anchored(String export, LogHead anchor) {
        try {
            return new ExportVerifier(SealedLog.keys(SealedLog.KEY), Map.of(anchor.batch(), anchor))
                    .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theProofOfADecisionIsItsRowAndHeadAndNothingElse() {
        // Given
        PublicKeys keys = SealedLog.keys(SealedLog.KEY);
        List<String> lines = lines(WHOLE);
        ObjectNode proof = Json.object()
                .put(
                        "head",
                        SealedLog.parsed(lines.get(firstOf("batch", lines)))
                                .path("signed")
                                .asText());
        proof.set("row", SealedLog.parsed(lines.get(firstOf("row", lines))));

        // Then
        assertTrue(DecisionProof.check(Json.text(proof), keys) instanceof Sealed sealed
                && sealed.row().at("/decision/decisionId").asText().equals("d-0")
                && sealed.keyId().equals(SealedLog.KEY.keyId()));
        assertNotShown(proof.deepCopy().put("note", "true"), "beside");
        assertNotShown(proof.deepCopy().put("head", "e30"), "JWS");
        assertNotShown(proof.deepCopy().without("row"), "not what was sealed");
        ObjectNode altered = proof.deepCopy();
        ((ObjectNode) altered.at("/row/decision")).put("outcome", "LIQUIDATE");
        assertNotShown(altered, "not what was sealed");
        ObjectNode column = proof.deepCopy();
        ((ObjectNode) column.at("/row/columns")).put("outcome", "LIQUIDATE");
        assertNotShown(column, "outcome");
        ObjectNode called = proof.deepCopy();
        ((ObjectNode) called.path("row")).put("type", "was paid back in full");
        assertNotShown(called, "not what was sealed");
        assertTrue(DecisionProof.check("[]", keys) instanceof NotShown);
        assertTrue(DecisionProof.check("no JSON", keys) instanceof NotShown);
    }

    private static void assertNotShown(JsonNode proof, String reason) {
        assertTrue(
                DecisionProof.check(Json.text(proof), SealedLog.keys(SealedLog.KEY)) instanceof NotShown not
                        && not.reason().contains(reason),
                () -> Json.text(proof));
    }
}
