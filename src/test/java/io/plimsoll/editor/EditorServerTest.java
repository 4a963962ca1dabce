package io.plimsoll.editor;

import static io.plimsoll.editor.TestEditor.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.TestPacks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorServerTest {
    private static final String BRACKETS = "rules/margin/brackets.drl";
    private static final String TWINS = "rules/threshold/twins.drl";
    private static final String MANIFEST = "policies/small/pack.yaml";
    private static final String SUITE = "policies/small/scenarios/all.yaml";
    private static final String TABLE = "policies/small/tables/bracket.csv";

    @TempDir
    Path home;

    private TestEditor editor;

    @BeforeEach
    void openTheWindow() throws Exception {
        TestPacks.copyTo(home);
        editor = TestEditor.on(home, URI.create("http://localhost:1"));
    }

    @AfterEach
    void closeTheWindow() throws Exception {
        editor.close();
    }

    @Test
    void theServerSaysWhatItCanDo() throws Exception {
        InitializeResult result = editor.initialize();
        assertEquals(
                TextDocumentSyncKind.Full,
                result.getCapabilities().getTextDocumentSync().getRight().getChange());
        assertEquals("plimsoll", result.getServerInfo().getName());
    }

    @Test
    void aMistakeIsShownWhereItStandsAndGoesOnceItIsMended() throws Exception {
        // Given
        String text = editor.open(BRACKETS);
        editor.await(BRACKETS, List::isEmpty);

        // When
        editor.change(BRACKETS, text.replace("floor < $notional", "flor < $notional"));

        // Then
        Diagnostic found = editor.await(BRACKETS, all -> all.size() == 1).getFirst();
        assertEquals(new Range(new Position(20, 40), new Position(20, 44)), found.getRange());
        assertEquals("flor", editor.text(BRACKETS, found.getRange()));
        assertEquals("PLM-403", found.getCode().getLeft());
        assertEquals(DiagnosticSeverity.Error, found.getSeverity());
        assertTrue(found.getMessage().getLeft().contains("did you mean `floor`?"), found.toString());

        // When
        editor.change(BRACKETS, text);

        // Then
        editor.await(BRACKETS, List::isEmpty);
    }

    @Test
    void anEditOfOneFileIsShownInTheFilesThatRestOnIt() throws Exception {
        String text = editor.open(BRACKETS);
        editor.change(BRACKETS, text.replace("    cap   ", "    limit ").replace("cap >=", "limit >="));
        assertEquals(
                Set.of("PLM-802", "PLM-803"),
                editor.await(TABLE, all -> !all.isEmpty()).stream()
                        .map(found -> found.getCode().getLeft())
                        .collect(Collectors.toSet()));
    }

    @Test
    void tablesManifestsAndScenariosAreCheckedAsTheyAreTyped() throws Exception {
        String table = editor.open(TABLE);
        editor.change(TABLE, table.replace("AAA,50000,", "AAA,50001,"));
        Diagnostic gap = editor.await(TABLE, all -> !all.isEmpty()).getFirst();
        assertEquals("50001", editor.text(TABLE, gap.getRange()));

        String manifest = editor.open(MANIFEST);
        editor.change(MANIFEST, manifest.replace("owner:", "ownr:"));
        editor.await(
                MANIFEST,
                all -> all.stream()
                        .anyMatch(found -> found.getMessage().getLeft().contains("ownr")));

        String suite = editor.open(SUITE);
        editor.change(SUITE, suite.replace("outcome: WARNING", "outcme: WARNING"));
        Diagnostic key = editor.await(SUITE, all -> !all.isEmpty()).getFirst();
        assertEquals("outcme", editor.text(SUITE, key.getRange()));
    }

    @Test
    void columnsCountUtf16UnitsAlsoBehindOtherScripts() throws Exception {
        // Given
        String text = editor.open(BRACKETS);
        String suite = editor.open(SUITE);

        // When
        editor.change(
                BRACKETS,
                text.replace("    Bracket( ", "    /* 𝔸𝔹 é */ Bracket( ").replace("floor <", "flor <"));
        editor.change(SUITE, suite.replace("{outcome: WARNING, figures", "{outcome: \"𝔸𝔹\", figurs"));

        // Then
        assertEquals("flor", editor.text(BRACKETS, onlyRange(BRACKETS)));
        List<Diagnostic> found = editor.await(
                SUITE,
                all -> all.stream().anyMatch(one -> one.getMessage().getLeft().contains("figurs")));
        assertTrue(
                found.stream()
                        .anyMatch(one -> editor.text(SUITE, one.getRange()).equals("figurs")),
                found.toString());
    }

    @Test
    void windowsLineEndsMoveNothing() throws Exception {
        String text = editor.open(BRACKETS).replace("\n", "\r\n");
        editor.change(BRACKETS, text.replace("floor <", "flor <"));
        assertEquals("flor", editor.text(BRACKETS, onlyRange(BRACKETS)));
        assertTrue(hover(BRACKETS, "$notional : no|tional").contains("field of `Position`"));
    }

    private Range onlyRange(String path) throws Exception {
        return editor.await(path, all -> all.size() == 1).getFirst().getRange();
    }

    @Test
    void aFileThatIsClosedCountsAsItIsOnDisk() throws Exception {
        // Given
        String text = editor.open(BRACKETS);
        editor.change(BRACKETS, text.replace("floor <", "flor <"));
        editor.await(BRACKETS, all -> !all.isEmpty());

        // When
        editor.server().getTextDocumentService().didClose(new DidCloseTextDocumentParams(editor.document(BRACKETS)));

        // Then
        editor.await(BRACKETS, List::isEmpty);
    }

    @Test
    void aFileThatIsLargerThanTheServiceReadsIsSaidToBe() throws Exception {
        String suite = editor.open(SUITE);
        editor.change(SUITE, suite + "#".repeat((1 << 20) - suite.length()));
        editor.await(SUITE, List::isEmpty);
        editor.change(SUITE, suite + "#".repeat((1 << 20) - suite.length() + 1));
        assertEquals(
                "PLM-702",
                editor.await(SUITE, all -> all.size() == 1).getFirst().getCode().getLeft());
    }

    @Test
    void aChangeOnDiskIsSeen() throws Exception {
        Files.writeString(home.resolve(TABLE), "instrument\n");
        editor.server().getWorkspaceService().didChangeWatchedFiles(new DidChangeWatchedFilesParams(List.of()));
        editor.await(TABLE, all -> !all.isEmpty());
    }

    @Test
    void hoverTellsTypeUnitAndMeaning() throws Exception {
        editor.open(BRACKETS);
        String field = hover(BRACKETS, "$notional : notion|al");
        assertTrue(field.startsWith("`notional` BigDecimal, field of `Position`"), field);
        assertTrue(field.contains("settlement currency"), field);
        String fact = hover(BRACKETS, "$p : Posi|tion(");
        assertTrue(fact.startsWith("**Position** fact, seen from the guard stage on"), fact);
        assertFalse(fact.contains("liquidationPrice"), "a margin rule does not see it: " + fact);
        String variable = hover(BRACKETS, "cap >= $not|ional");
        assertTrue(variable.startsWith("`$notional` is `notional` BigDecimal, field of `Position`"), variable);
        assertTrue(hover(BRACKETS, "margin.initial($|p,").startsWith("`$p` is a **Position**"));
        String verb = hover(BRACKETS, "margin.mainten|ance(");
        assertTrue(verb.contains("`margin.maintenance(position : Position, rate : BigDecimal"), verb);
        String table = hover(BRACKETS, "    Brac|ket(");
        assertTrue(table.contains("- small: policies/small/tables/bracket.csv, 4 rows"), table);
        assertTrue(hover(BRACKETS, "rule \"MRG|-1 ").contains("in the pack small"));
    }

    @Test
    void hoverInAScenarioTellsWhatARuleSays() throws Exception {
        editor.open(SUITE);
        assertTrue(hover(SUITE, "fired: [MRG|-1").contains("requirement follows the bracket"));
        assertNull(get(editor.server()
                .getTextDocumentService()
                .hover(new HoverParams(editor.document(SUITE), editor.at(SUITE, "suite: every|thing")))));
    }

    private String hover(String path, String marked) throws Exception {
        Hover hover = get(editor.server()
                .getTextDocumentService()
                .hover(new HoverParams(editor.document(path), editor.at(path, marked))));
        return hover.getContents().getRight().getValue();
    }

    @Test
    void completionReplacesWhatIsTyped() throws Exception {
        // Given
        String text = editor.open(BRACKETS);
        editor.change(BRACKETS, text.replace("floor < $notional", "floor < $not"));

        // When
        CompletionItem item = complete(BRACKETS, "floor < $not|").stream()
                .filter(one -> one.getLabel().equals("$notional"))
                .findFirst()
                .orElseThrow();

        // Then
        TextEdit edit = item.getTextEdit().getLeft();
        assertEquals("$not", editor.text(BRACKETS, edit.getRange()));
        assertEquals("$notional", edit.getNewText());
    }

    private List<CompletionItem> complete(String path, String marked) throws Exception {
        return get(editor.server()
                        .getTextDocumentService()
                        .completion(new CompletionParams(editor.document(path), editor.at(path, marked))))
                .getLeft();
    }

    @Test
    void aVariableLeadsToItsBindingAndATypeToItsDeclarationAndItsTables() throws Exception {
        editor.open(BRACKETS);
        assertEquals(List.of(BRACKETS + " $notional"), definitions(BRACKETS, "cap >= $|notional"));
        assertEquals(List.of(BRACKETS + " Bracket", TABLE + " "), definitions(BRACKETS, "    Brac|ket( instrument"));
        assertEquals(List.of(BRACKETS + " cap"), definitions(BRACKETS, "ca|p >= $notional"));
        editor.open(TWINS);
        editor.open(MANIFEST);
        assertEquals(List.of(TWINS + " Left", MANIFEST + " Left"), definitions(TWINS, "    Le|ft( $left"));
    }

    @Test
    void aRuleIdInAScenarioLeadsToTheRule() throws Exception {
        editor.open(BRACKETS);
        editor.open(SUITE);
        assertEquals(
                List.of(BRACKETS + " \"MRG-1 requirement follows the bracket of the position's notional\""),
                definitions(SUITE, "fired: [MR|G-1"));
    }

    @Test
    void aPathInAManifestLeadsToTheFile() throws Exception {
        editor.open(MANIFEST);
        editor.open(BRACKETS);
        assertEquals(List.of(BRACKETS + " "), definitions(MANIFEST, "rules/margin/brac|kets.drl"));
        editor.open(TABLE);
        assertEquals(List.of(TABLE + " "), definitions(MANIFEST, "tables/brac|ket.csv"));
    }

    private List<String> definitions(String path, String marked) throws Exception {
        return get(editor.server()
                        .getTextDocumentService()
                        .definition(new DefinitionParams(editor.document(path), editor.at(path, marked))))
                .getLeft()
                .stream()
                .map(location -> {
                    String found = home.relativize(Path.of(URI.create(location.getUri())))
                            .toString();
                    boolean isEmpty = location.getRange()
                            .getStart()
                            .equals(location.getRange().getEnd());
                    return found + " " + (isEmpty ? "" : editor.text(found, location.getRange()));
                })
                .toList();
    }

    @Test
    void referencesOfARuleAreItsScenarios() throws Exception {
        editor.open(TWINS);
        editor.open(SUITE);
        List<String> places = get(editor.server()
                        .getTextDocumentService()
                        .references(new ReferenceParams(
                                editor.document(TWINS), editor.at(TWINS, "rule \"THR|-1"), new ReferenceContext(true))))
                .stream()
                .map(location -> location.getUri().substring(location.getUri().lastIndexOf('/') + 1) + ":"
                        + location.getRange().getStart().getLine())
                .toList();
        assertEquals(List.of("twins.drl:16", "all.yaml:23"), places);
    }

    @Test
    void aVariableIsRenamedInItsRuleAlone() throws Exception {
        // Given
        editor.open(TWINS);
        Position at = editor.at(TWINS, "number == $le|ft");

        // When
        WorkspaceEdit edit = get(
                editor.server().getTextDocumentService().rename(new RenameParams(editor.document(TWINS), at, "mine")));

        // Then
        List<TextEdit> edits = edit.getChanges().get(editor.uri(TWINS));
        assertEquals(
                List.of("19:10 $mine", "20:21 $mine"),
                edits.stream()
                        .map(one -> one.getRange().getStart().getLine() + ":"
                                + one.getRange().getStart().getCharacter() + " " + one.getNewText())
                        .toList());
    }

    @Test
    void whatCannotBeRenamedIsRefused() throws Exception {
        editor.open(BRACKETS);
        Position fact = editor.at(BRACKETS, "$p : Posi|tion(");
        assertNull(get(editor.server()
                .getTextDocumentService()
                .prepareRename(new PrepareRenameParams(editor.document(BRACKETS), fact))));
        for (String name : List.of("$instrument", "not a name", "")) {
            RenameParams params =
                    new RenameParams(editor.document(BRACKETS), editor.at(BRACKETS, "cap >= $|notional"), name);
            assertThrows(
                    ExecutionException.class,
                    () -> get(editor.server().getTextDocumentService().rename(params)),
                    name);
        }
    }

    @Test
    void theOutlineHasTypesAndRules() throws Exception {
        editor.open(TWINS);
        List<String> names = get(editor.server()
                        .getTextDocumentService()
                        .documentSymbol(new DocumentSymbolParams(editor.document(TWINS))))
                .stream()
                .map(symbol -> symbol.getRight().getName())
                .toList();
        assertEquals(List.of("Left", "Right", "THR-1", "THR-2"), names);
    }

    @Test
    void formattingIsThatOfTheCommand() throws Exception {
        String text = editor.open(TWINS);
        editor.change(TWINS, text.replace("    ", "\t"));
        List<? extends TextEdit> edits = format();
        assertEquals(
                text.replace("    account : String\n    number  : ", "    account : String\n    number  : "),
                edits.getFirst().getNewText());

        editor.change(TWINS, text);
        assertEquals(List.of(), format());

        editor.change(TWINS, text + "rule");
        assertEquals(List.of(), format());
        assertTrue(
                editor.messages().getLast().startsWith("not formatted: line "),
                editor.messages().toString());
    }

    private List<? extends TextEdit> format() throws Exception {
        return get(editor.server()
                .getTextDocumentService()
                .formatting(new DocumentFormattingParams(editor.document(TWINS), new FormattingOptions(4, true))));
    }

    @Test
    void aFixOfAFindingIsAnAction() throws Exception {
        // Given
        String text = editor.open(BRACKETS);
        editor.change(BRACKETS, text.replace("floor < $notional", "flor < $notional"));
        Diagnostic found = editor.await(BRACKETS, all -> all.size() == 1).getFirst();

        // When
        CodeAction action = get(editor.server()
                        .getTextDocumentService()
                        .codeAction(new CodeActionParams(
                                editor.document(BRACKETS), found.getRange(), new CodeActionContext(List.of(found)))))
                .getFirst()
                .getRight();

        // Then
        TextEdit edit = action.getEdit().getChanges().get(editor.uri(BRACKETS)).getFirst();
        assertEquals("flor", editor.text(BRACKETS, edit.getRange()));
        assertEquals("floor", edit.getNewText());
        assertTrue(action.getIsPreferred());
    }

    @Test
    void aFileOfAPackCanBeRunOnItsLastDecisions() throws Exception {
        editor.open(BRACKETS);
        assertEquals(
                List.of("run on last decisions of small"),
                get(editor.server().getTextDocumentService().codeLens(new CodeLensParams(editor.document(BRACKETS))))
                        .stream()
                        .map(lens -> lens.getCommand().getTitle())
                        .toList());
    }

    @Test
    void aFileOutsideOfTheFoldersIsNoConcern() throws Exception {
        assertNull(get(editor.server()
                .getTextDocumentService()
                .hover(new HoverParams(editor.document("elsewhere.drl"), new Position(0, 0)))));
    }

    @Test
    void withoutAShutdownTheExitIsAFailure() throws Exception {
        try (TestEditor impolite = TestEditor.on(home, URI.create("http://localhost:1"))) {
            impolite.server().exit();
            assertEquals(1, impolite.exitCode());
        }
    }
}
