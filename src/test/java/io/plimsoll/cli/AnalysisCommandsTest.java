package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plimsoll analyse} and {@code plimsoll diff}, as they are typed. */
class AnalysisCommandsTest {
    private static final String HOME = "plimsoll.home";
    private static final String TABLE = "policies/small/tables/bracket.csv";
    private static final String ACCOUNT = """
            {"accountId":"A-%d","sequence":1,"asOf":"2026-03-01T12:00:00Z","segment":"PRO","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"9000","price":"1"}],"positions":[{"instrument":"AAA",\
            "contract":"LINEAR","mode":"CROSS","quantity":"%d","entryPrice":"100","markPrice":"100",\
            "markTime":"2026-03-01T12:00:00Z","multiplier":"1"}],"attributes":{"venue":"TEST"}}
            """;

    @TempDir
    Path home;

    @TempDir
    Path before;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workOnACopy() throws IOException {
        TestPacks.copyTo(home);
        TestPacks.copyTo(before);
        System.setProperty(HOME, home.toString());
    }

    @AfterEach
    void workAtHomeAgain() {
        System.clearProperty(HOME);
    }

    @Test
    void analyseNamesEachWeaknessWithItsPlaceAndAnAccount() {
        assertEquals(1, run("analyse", "small"));
        assertTrue(out.toString().startsWith("""
                        rules/threshold/twins.drl:26:1 error PLM-881 no account makes THR-2 fire: its conditions contradict one another, or what the tables say
                            rule "THR-2 a table and a parameter that differ are of two versions"
                        """), out.toString());
        assertTrue(out.toString().contains("    {\"at\":\"mark of AAA 499.99\",\"snapshot\":{"), out.toString());
        says("small: 2 errors, 1 warnings; [0-9]+ accounts decided\n$");
        assertEquals("", err.toString());
    }

    @Test
    void analyseShowsWhatABrokenTableDoes() throws IOException {
        edit(home, "AAA,50000,", "AAA,50001,");
        assertEquals(1, run("analyse", "small"));
        says("error PLM-823 brackets of `AAA`: gap");
        says("error PLM-885 no rule says the initial margin of `AAA LONG CROSS` from size");
    }

    @Test
    void analyseOfRulesThatCannotBeReadSaysWhy() throws IOException {
        Path rules = home.resolve("rules/threshold/twins.drl");
        Files.writeString(rules, Files.readString(rules).replace("decide.warn", "decide.wran"));
        assertEquals(1, run("analyse", "small"));
        says("error PLM-502");
        says("small: not analysed, because of what the check finds\n$");
    }

    @Test
    void analyseAsJsonHasEveryAccountAndWhatTheEngineSays() throws Exception {
        // When
        int exit = run("analyse", "small", "--json");

        // Then
        JsonNode report = Json.parse(out.toString());
        assertEquals(1, exit);
        assertEquals(2, report.path("errors").asInt());
        assertEquals(1, report.path("warnings").asInt());
        assertEquals("small", report.at("/packs/0/pack").asText());
        assertEquals(0, report.at("/packs/0/refuted").size());
        assertTrue(report.at("/packs/0/accounts").asInt() > 100, out.toString());
    }

    @Test
    void warningsAloneFailOnlyWhereTheyShall() {
        System.setProperty(HOME, ".");
        assertEquals(0, run("analyse", "hyperliquid"));
        says("hyperliquid: 0 errors, [1-9][0-9]* warnings");
        assertEquals(1, run("analyse", "hyperliquid", "--strict"));
    }

    @Test
    void diffOfTheSameIsNone() {
        assertEquals(0, run("diff", "small", "--against", before.toString()));
        says("^no account found that tells them apart; [0-9]+ tried\n0 of 2 known accounts are decided differently\n$");
    }

    @Test
    void diffShowsTheRowAndTheAccountsThatItMoves() throws IOException {
        edit(home, "AAA,0,50000,0.01,0.004,0", "AAA,0,50000,0.01,0.005,0");
        edit(home, "0.02,0.005,50", "0.02,0.005,0");
        edit(home, "0.05,0.01,1300", "0.05,0.01,1250");
        Path accounts =
                Files.writeString(home.resolve("book.ndjson"), ACCOUNT.formatted(1, 100) + ACCOUNT.formatted(2, -100));
        assertEquals(1, run("diff", "small", "--against", before.toString(), "--accounts", accounts.toString()));
        says("(?m)^Bracket AAA, row 1\n  - .*maintenanceRate 0.004.*\n  [+] .*maintenanceRate 0.005");
        says("2 of 2 known accounts are decided differently\n$");
    }

    @Test
    void diffAsJsonCountsWhatItTried() throws Exception {
        edit(home, "AAA,0,50000,0.01", "AAA,0,50000,0.012");
        int exit = run("diff", "small", "--against", before.toString(), "--json");
        JsonNode report = Json.parse(out.toString());
        assertEquals(1, exit);
        assertEquals("Bracket AAA, row 1", report.at("/texts/0/what").asText());
        assertTrue(report.path("accounts").asInt() > 100, out.toString());
        assertTrue(report.path("regions").size() > 0, out.toString());
    }

    @Test
    void diffAgainstAFolderWithoutThePackIsAWrongCall() throws IOException {
        Files.move(before.resolve("policies/small"), before.resolve("policies/other"));
        assertEquals(2, run("diff", "small", "--against", before.toString()));
        assertTrue(err.toString().startsWith("there is no pack `small` below " + before), err.toString());
    }

    @Test
    void diffAgainstABrokenPackSaysWhatIsWrongThere() throws IOException {
        edit(before, "AAA,50000,", "AAA,50001,");
        assertEquals(1, run("diff", "small", "--against", before.toString()));
        assertTrue(err.toString().contains("error PLM-823"), err.toString());
        assertTrue(err.toString().contains("the pack `small` in " + before + " has errors"), err.toString());
    }

    @Test
    void diffNamesTheLineOfAnAccountThatIsNone() throws IOException {
        Path accounts = Files.writeString(home.resolve("book.ndjson"), ACCOUNT.formatted(1, 100) + "{}\n");
        assertEquals(1, run("diff", "small", "--against", before.toString(), "--accounts", accounts.toString()));
        assertTrue(err.toString().contains("line 2: "), err.toString());
    }

    private static void edit(Path home, String text, String replacement) throws IOException {
        String table = Files.readString(home.resolve(TABLE));
        assertTrue(table.contains(text), table);
        Files.writeString(home.resolve(TABLE), table.replace(text, replacement));
    }

    private void says(String pattern) {
        assertTrue(Pattern.compile(pattern).matcher(out.toString()).find(), out.toString());
    }

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
