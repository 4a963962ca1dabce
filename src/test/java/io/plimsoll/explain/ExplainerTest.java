package io.plimsoll.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.decision.Stage;
import io.plimsoll.explain.NotFired.FailedTest;
import io.plimsoll.explain.NotFired.Kind;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.replay.KnownVersion;
import io.plimsoll.replay.LoggedCase;
import io.plimsoll.replay.Replayer;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainerTest {

    private static final Instant DECIDED_AT = Instant.parse("2026-11-22T19:00:01Z");

    private static KnownVersion version(String pack) throws IOException {
        Candidate candidate = ShippedPacks.candidate(pack);
        return new Replayer(id -> Optional.of(candidate))
                .version(new PolicyId(pack, 1, candidate.hash()))
                .orElseThrow();
    }

    private static Explanation explained(KnownVersion version, Case given) {
        JsonNode decision = DecisionJson.write(DecisionService.evaluateInFull(given, version.policy(), DECIDED_AT));
        LoggedCase logged = new LoggedCase(decision, given, version.policy().id(), DECIDED_AT);
        return Explainer.of(logged, version, () -> true);
    }

    /** Long one bitcoin of 100,000: initial margin 1000, maintenance margin 450. */
    private static Explanation withBalance(String account, String balance) throws IOException {
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json(account, 1, balance));
        return explained(
                version("perpetuals"), Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of()));
    }

    private static Optional<NotFired> notFired(Explanation explanation, String rule) {
        return explanation.notFired().stream()
                .filter(one -> one.rule().id().equals(rule))
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "THR-050, equity < maintenanceMargin, 900, <, 450, 450",
        "THR-060, marginRatio < $level, 2, <, 0.5, 1.5",
        "THR-070, equity < 0, 900, <, 0, 900"
    })
    void aRuleThatDidNotFireNamesTheTestThatFailedAndHowFarItWasOff(
            String rule, String test, String actual, String relation, String needed, String distance)
            throws IOException {
        NotFired found = notFired(withBalance("A", "900"), rule).orElseThrow();

        assertEquals(Stage.THRESHOLD, found.rule().stage());
        assertEquals(
                new FailedTest(test, "MarginAccount", actual, relation, needed, distance),
                found.lacked().test());
    }

    @ParameterizedTest
    @CsvSource({"449.99, ", "450, 0", "450.01, 0.01"})
    void atItsLimitAStrictRuleIsOffByNothing(String balance, String distance) throws IOException {
        Optional<NotFired> found = notFired(withBalance("A", balance), "THR-050");

        assertEquals(
                Optional.ofNullable(distance),
                found.map(one -> one.lacked().test()).map(FailedTest::distance));
    }

    @Test
    void aConditionThatNothingIsThereForSaysSo() throws IOException {
        Explanation explanation = withBalance("A", "900");

        assertTrue(
                explanation.notFired().stream()
                        .anyMatch(one -> one.lacked().kind() == Kind.NOTHING_THERE
                                && one.lacked().condition().startsWith("MarginCall(")),
                () -> explanation.notFired().toString());
    }

    static List<String> packs() throws IOException {
        return ShippedPacks.names();
    }

    /** What is told of every case of every pack is looked at by itself: the figures must refute the test. */
    @ParameterizedTest
    @MethodSource("packs")
    void everyRuleOfAStageThatRanFiredOrLackedWhatItsFiguresShow(String pack) throws IOException {
        // Given
        KnownVersion version = version(pack);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Suite suite : version.candidate().suites()) {
            for (Scenario scenario : suite.scenarios()) {

                // When
                Explanation explanation = explained(version, scenario.given());

                // Then
                String name = suite.name() + ": " + scenario.name();
                assertTrue(explanation.isSame(), name);
                assertEveryRuleIsTold(version, explanation, name);
                for (NotFired one : explanation.notFired()) {
                    kinds.add(one.lacked().kind());
                    FailedTest test = one.lacked().test();
                    assertEquals(
                            one.lacked().kind() == Kind.TEST_FAILED,
                            test != null && one.lacked().kind() != Kind.MUST_BE_THERE,
                            () -> name + ": " + one);
                    if (test != null) {
                        assertRefuted(test, name);
                    }
                }
                assertTrue(Statement.html(explanation).contains("</html>"), name);
            }
        }
        assertTrue(kinds.contains(Kind.TEST_FAILED));
    }

    private static void assertEveryRuleIsTold(KnownVersion version, Explanation explanation, String name) {
        if (explanation.decision().path("holdReasons").toString().contains("RULE_FAILED")) {
            return; // a rule that failed neither proposed nor lacked anything
        }
        Set<String> told = new HashSet<>();
        Set<String> stages = new HashSet<>();
        explanation.decision().path("because").forEach(reason -> {
            told.add(reason.path("rule").asText());
            stages.add(reason.path("stage").asText());
        });
        explanation.notFired().forEach(one -> {
            told.add(one.rule().id());
            stages.add(one.rule().stage().name());
        });
        assertEquals(
                version.candidate().rules().rules().stream()
                        .filter(rule -> stages.contains(rule.stage().name()))
                        .map(rule -> rule.id())
                        .collect(Collectors.toSet()),
                told,
                name);
    }

    private static void assertRefuted(FailedTest test, String name) {
        if (test.distance() == null || test.distance().endsWith(" s")) {
            return;
        }
        BigDecimal actual = new BigDecimal(test.actual());
        BigDecimal needed = new BigDecimal(test.needed());
        boolean isOpposite = test.relation().startsWith("not ");
        boolean holds = Relation.of(test.relation().replace("not ", "")).holds(actual.compareTo(needed));
        assertEquals(isOpposite, holds, () -> name + ": " + test);
        assertEquals(
                0, actual.subtract(needed).abs().compareTo(new BigDecimal(test.distance())), () -> name + ": " + test);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20000 | Your account was in order: its equity was 20000.00 USDT, and its positions needed 450.00 USDT to stay open.",
                "900 | Please bring in 150.00 USDT by 22 November 2026, 19:30:00 UTC: the equity of your account was 900.00 USDT, which is less than its positions need.",
                "100 | Your positions had to be closed: its equity was 100.00 USDT, and its positions need 450.00 USDT to stay open.",
                "-1 | Your positions had to be taken over: its equity was -1.00 USDT, and its positions need 450.00 USDT to stay open."
            })
    void theCustomerIsToldOneSentence(String balance, String sentence) throws IOException {
        assertEquals(sentence, CustomerSentence.of(withBalance("A", balance).decision()));
    }

    @Test
    void theStatementIsPrintedWithWhateverTheAccountIsCalled() throws IOException {
        Explanation called = withBalance("A", "900");
        ObjectNode named = called.decision().deepCopy();
        named.put("accountId", "<script>&'x'"); // the wire takes no such id; a pack's sentences are free
        Explanation explanation = new Explanation(named, true, called.rules(), called.notFired(), called.wouldChange());

        String html = Statement.html(explanation);
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        Statement.pdf(explanation, pdf);

        assertFalse(html.contains("<script>"));
        assertTrue(html.contains("&lt;script&gt;&amp;"), html);
        assertEquals("%PDF-", new String(pdf.toByteArray(), 0, 5, StandardCharsets.US_ASCII));
        try (PDDocument document = Loader.loadPDF(pdf.toByteArray())) {
            String text = new PDFTextStripper().getText(document);
            assertTrue(text.contains("Please bring in 150.00 USDT by 22 November 2026"), text);
            assertTrue(text.contains(explanation.decision().path("decisionId").asText()), text);
            assertTrue(text.contains("THR-050"), text);
        }
    }

    @Test
    void aDecisionThatComesOutAnotherIsNotPassedOffAsTheSame() throws IOException {
        Explanation explanation = withBalance("A", "900");
        ObjectNode altered = explanation.decision().deepCopy();
        altered.put("outcome", "HEALTHY");
        AccountSnapshot snapshot = Snapshots.read(Snapshots.json("A", 1, "900"));
        KnownVersion version = version("perpetuals");

        Explanation other = Explainer.of(
                new LoggedCase(
                        altered,
                        Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of()),
                        version.policy().id(),
                        DECIDED_AT),
                version,
                () -> true);

        assertTrue(explanation.isSame());
        assertFalse(other.isSame());
        assertTrue(Statement.html(other).contains("is NOT the same"));
        assertNotNull(other.notFired());
    }
}
