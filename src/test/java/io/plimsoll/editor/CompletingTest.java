package io.plimsoll.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.TestPacks;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is proposed at a place; the place is where {@code |} stands. */
class CompletingTest {
    private static final String HEAD = """
            package plimsoll.threshold

            import io.plimsoll.rules.facts.*
            dialect "mvel"
            global io.plimsoll.rules.verbs.Threshold decide

            declare Level
                segment : String @key
                ratio   : BigDecimal // equity over maintenance margin
                cure    : Duration
            end

            rule "THR-100 first"
                @owner("a") @source("b")
            when
                Account( $segment : segment )
            then
                decide.warn("x");
            end

            """;

    @Test
    void anEmptyFileGetsTheHeadingOfItsStage() {
        assertTrue(labels("").containsAll(List.of("rule file", "rule", "declare")));
        String heading = proposal("", "rule file").insert();
        assertTrue(heading.startsWith("package plimsoll.threshold\n"), heading);
        assertTrue(heading.contains("global io.plimsoll.rules.verbs.Threshold decide\n"), heading);
    }

    @Test
    void betweenStatementsARuleOrADeclarationOfAnotherFile() {
        assertTrue(labels(HEAD + "|").containsAll(List.of("rule", "declare", "declare Bracket")));
        assertFalse(labels(HEAD + "|").contains("declare Level"), "it is declared here");
        assertTrue(proposal(HEAD + "|", "declare Bracket").insert().contains("instrument       : String @key"));
    }

    @Test
    void behindTheRulesNameItsHead() {
        assertEquals(List.of("@owner", "@source", "when"), labels(HEAD + "rule \"THR-1 x\" |"));
    }

    @Test
    void whereAConditionBeginsTheFactsAndTypesTheStageSees() {
        List<String> labels = labels(rule("|"));
        assertTrue(labels.containsAll(List.of("Account", "MarginAccount", "Level", "Left", "not", "exists", "then")));
        assertFalse(labels.contains("Bracket"), "declared in another stage");
        assertTrue(labels(rule("Account( )\n    Mar|")).contains("MarginAccount"));
        assertTrue(labels(rule("not |")).contains("Level"));
        assertTrue(labels(rule("$a : |")).contains("Account"));
    }

    @Test
    void aGuardRuleDoesNotSeeTheMarginAccount() {
        String guard = "rule \"GRD-1 x\" when |";
        assertFalse(labels("rules/guard/x.drl", guard).contains("MarginAccount"));
        assertTrue(labels("rules/guard/x.drl", guard).contains("Position"));
    }

    @Test
    void withinAPatternItsFieldsAndBindings() {
        List<String> labels = labels(rule("MarginAccount( |"));
        assertTrue(labels.containsAll(List.of("equity", "marginRatio", "$equity : equity")));
        assertFalse(labels.contains("outcome"), "seen only in liquidation");
        assertTrue(labels(rule("MarginAccount( equity > 0, |")).contains("notional"));
        assertTrue(labels(rule("MarginAccount( equity > 0 && |")).contains("notional"));
        assertEquals(List.of("segment", "ratio", "cure"), labels(rule("Level( $r : |")));
    }

    @Test
    void afterAFieldTheOperators() {
        assertTrue(labels(rule("MarginAccount( equity |")).containsAll(List.of("<", "in")));
    }

    @Test
    void onTheOtherSideOfAComparisonWhatIsOfItsKind() {
        List<String> labels = labels(rule("Level( $ratio : ratio, $cure : cure )\n    MarginAccount( equity < |"));
        assertTrue(labels.containsAll(List.of("$ratio", "maintenanceMargin", "max", "sqrt")));
        assertTrue(labels(rule("MarginAccount( equity < max( |")).contains("maintenanceMargin"));
        assertFalse(labels(rule("Account( segment == |")).contains("max"), "a text is not calculated");
        assertFalse(labels.contains("$cure"), "a duration is no amount");
        assertFalse(labels.contains("$segment"), "bound in another rule");
        assertFalse(labels.contains("equity"));
        assertTrue(labels(rule("MarginAccount( marginRatio != |")).contains("null"));
        assertFalse(labels(rule("MarginAccount( equity != |")).contains("null"));
        assertTrue(labels(rule("MarginCall( overdue == |")).containsAll(List.of("true", "false")));
    }

    @Test
    void textsThatAFieldIsLimitedTo() {
        assertTrue(labels(rule("MarginAccount( mode == |")).contains("\"CROSS\""));
        assertEquals(List.of("CROSS", "ISOLATED"), labels(rule("MarginAccount( mode == \"|\" )")));
        assertEquals(List.of("CROSS", "ISOLATED"), labels(rule("MarginAccount( mode == \"CR|")));
        assertEquals(List.of("CROSS", "ISOLATED"), labels(rule("MarginAccount( mode in (\"CROSS\", \"|\") )")));
        assertEquals(List.of(), labels(rule("Account( segment == \"|\" )")));
    }

    @Test
    void behindAVariablesDotTheFieldsOfItsFact() {
        assertTrue(labels(rule("$a : MarginAccount()\n    Position( notional > $a.|"))
                .contains("equity"));
    }

    @Test
    void inAccumulateTheFunctions() {
        assertEquals(
                List.of("sum", "min", "max", "average", "count"),
                labels(rule("accumulate( Position( $n : notional ); $sum : |")));
    }

    @Test
    void behindThenTheStagesVerbs() {
        List<String> labels = labels(rule("Account()\nthen\n    |"));
        assertTrue(labels.containsAll(List.of("decide.warn", "decide.marginCall", "end")));
        String dot = rule("Account()\nthen\n    decide.|\nend");
        assertTrue(labels(dot).containsAll(List.of("warn", "takeOver")));
        assertEquals(
                "marginCall(${1:targetRatio}, ${2:cure});",
                proposal(dot, "marginCall").insert());
    }

    @Test
    void anArgumentGetsTheVariablesOfItsKind() {
        String rule = "Level( $ratio : ratio, $cure : cure )\nthen\n    decide.marginCall(";
        assertEquals(List.of("$ratio", "max", "min", "abs", "sqrt"), labels(rule(rule + "|")));
        assertEquals(List.of("$cure"), labels(rule(rule + "$ratio, |")));
        assertEquals(
                List.of("TWAP", "AUCTION", "MARKET", "BACKSTOP", "REQUEST_FOR_QUOTE").stream()
                        .sorted()
                        .toList(),
                labels("rules/liquidation/x.drl", "rule \"L-1 x\" when $p : Position() then closure.route($p, \"|\");")
                        .stream()
                        .sorted()
                        .toList());
    }

    @Test
    void inACommentNothing() {
        assertEquals(List.of(), labels(rule("// |")));
        assertEquals(List.of(), labels(rule("/* | */")));
    }

    /** Whatever a file is cut to, every place in it has an answer. */
    @Test
    void aFileCutAnywhereIsAnsweredEverywhere() {
        Random random = new Random(5);
        String whole = rule("$p : Position( $n : notional, side == \"LONG\" || (size > 1) )\n"
                + "    accumulate( Position( $m : notional ); $s : sum($m); $s > $p.size )\n"
                + "then\n    decide.warn(\"x\");\nend\n");
        for (int i = 0; i < 2000; i++) {
            int start = random.nextInt(whole.length());
            int end = start + random.nextInt(Math.min(40, whole.length() - start));
            String text = whole.substring(0, start) + whole.substring(end);
            Library library = library("rules/threshold/x.drl", text);
            int offset = random.nextInt(text.length() + 1);
            Completing.at(library, "rules/threshold/x.drl", offset);
            library.outline("rules/threshold/x.drl")
                    .wordAt(offset)
                    .ifPresent(word -> new Hovering(library, "rules/threshold/x.drl").word(word));
            new Navigation(library).definition("rules/threshold/x.drl", offset);
        }
    }

    /** As large as a rule file may be, and made to cost: a key must not wait for it. */
    @Test
    void aHostileFileIsAnsweredInLittleTime() {
        for (String piece : List.of("a:B//\n", "$p:P($p.x)", "((", "P(a,", "\"", "/*", "rule \"", "@", "A-1 ")) {
            String text = "declare X\n" + piece.repeat(256 * 1024 / piece.length() - 10);
            for (String head : List.of("", "rule \"A-1 x\" when ", "rule \"A-1 x\" when P() then ")) {
                String whole = (head.isEmpty() ? text : head + text.substring(10)).substring(0, 255 * 1024);
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> {
                            Library library = library("rules/threshold/x.drl", whole);
                            Completing.at(library, "rules/threshold/x.drl", whole.length());
                            new Navigation(library).references("rules/threshold/x.drl", whole.length() / 2);
                        },
                        piece);
            }
        }
    }

    private static String rule(String when) {
        return HEAD + "rule \"THR-200 second\"\n    @owner(\"a\") @source(\"b\")\nwhen\n    " + when;
    }

    private static Completing.Proposal proposal(String marked, String label) {
        return proposals("rules/threshold/x.drl", marked).stream()
                .filter(proposal -> proposal.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> labels(String marked) {
        return labels("rules/threshold/x.drl", marked);
    }

    private static List<String> labels(String path, String marked) {
        return proposals(path, marked).stream().map(Completing.Proposal::label).toList();
    }

    private static List<Completing.Proposal> proposals(String path, String marked) {
        int offset = Math.max(0, marked.indexOf('|', marked.contains("||") ? marked.indexOf("||") + 2 : 0));
        String text = marked.isEmpty() ? "" : marked.substring(0, offset) + marked.substring(offset + 1);
        return Completing.at(library(path, text), path, offset);
    }

    private static Library library(String path, String text) {
        return new Library(TestPacks.smallWithFile(path, text));
    }
}
