package io.plimsoll.editor;

import io.plimsoll.editor.Completing.Proposal;
import io.plimsoll.editor.Navigation.CannotRename;
import io.plimsoll.editor.Navigation.Spot;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.Fix;
import io.plimsoll.rules.check.Formatted;
import io.plimsoll.rules.check.RuleFormatter;
import io.plimsoll.rules.check.RuleOutline;
import io.plimsoll.rules.check.RuleOutline.Word;
import io.plimsoll.rules.check.RuleSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;

/** Requests about one file: each is answered from the files as they are in the editor at that moment. */
final class Documents implements TextDocumentService {
    private final Session session;

    Documents(Session session) {
        this.session = session;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        take(params.getTextDocument().getUri(), params.getTextDocument().getText());
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        take(
                params.getTextDocument().getUri(),
                params.getContentChanges().getLast().getText());
    }

    private void take(String uri, String text) {
        session.workspace().path(uri).ifPresent(path -> {
            session.workspace().open(path, new Workspace.Buffer(uri, text));
            session.changed();
        });
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        session.workspace().path(params.getTextDocument().getUri()).ifPresent(path -> {
            session.workspace().close(path);
            session.changed();
        });
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        session.changed();
    }

    /** A file with its text and positions, for as long as one request is answered. */
    private record File(Library library, String path, String text, TextPositions positions) {
        int offset(Position position) {
            return positions.offset(position);
        }

        boolean isRules() {
            return path.endsWith(".drl");
        }
    }

    private <T> CompletableFuture<T> answer(TextDocumentIdentifier document, T nothing, Function<File, T> question) {
        return CompletableFuture.completedFuture(
                file(document.getUri()).map(question).orElse(nothing));
    }

    private Optional<File> file(String uri) {
        return session.workspace().path(uri).map(this::fileOf);
    }

    private File fileOf(String path) {
        Library library = session.library();
        String text = library.text(path);
        return new File(library, path, text, new TextPositions(text));
    }

    @Override
    public CompletableFuture<Hover> hover(HoverParams params) {
        return orNull(file(params.getTextDocument().getUri()).flatMap(file -> {
            int offset = file.offset(params.getPosition());
            return file.isRules() ? ofRules(file, offset) : ofData(file, offset);
        }));
    }

    /** The protocol's word for nothing is null. */
    private static <T> CompletableFuture<T> orNull(Optional<T> answer) {
        return answer.map(CompletableFuture::completedFuture).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static Optional<Hover> ofRules(File file, int offset) {
        Optional<Word> word = file.library().outline(file.path()).wordAt(offset);
        return word.flatMap(known -> new Hovering(file.library(), file.path()).word(known))
                .map(text -> hover(text, file, word.get().start(), word.get().end()));
    }

    private static Optional<Hover> ofData(File file, int offset) {
        Optional<WordsOfData.Found> word = WordsOfData.at(file.text(), offset);
        Hovering hovering = new Hovering(file.library(), file.path());
        return word.flatMap(known -> known.isRuleId() ? hovering.rule(known.text()) : hovering.type(known.text()))
                .map(text -> hover(text, file, word.get().start(), word.get().end()));
    }

    private static Hover hover(String text, File file, int start, int end) {
        return new Hover(
                new MarkupContent(MarkupKind.MARKDOWN, text), file.positions().range(start, end));
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return answer(params.getTextDocument(), Either.forLeft(List.of()), file -> {
            int offset = file.offset(params.getPosition());
            List<Proposal> proposals =
                    file.isRules() ? Completing.at(file.library(), file.path(), offset) : List.<Proposal>of();
            Range typed = file.positions().range(startOfWord(file, offset), offset);
            return Either.forLeft(
                    proposals.stream().map(proposal -> item(proposal, typed)).toList());
        });
    }

    private static int startOfWord(File file, int offset) {
        int start = offset;
        while (start > 0 && isPartOfWord(file.text().charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isPartOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
    }

    private CompletionItem item(Proposal proposal, Range typed) {
        CompletionItem item = new CompletionItem(proposal.label());
        item.setKind(proposal.kind());
        item.setDetail(proposal.detail());
        if (!proposal.about().isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, proposal.about()));
        }
        boolean snippet = proposal.snippet() && session.takesSnippets();
        String insert = snippet || !proposal.snippet() ? proposal.insert() : plain(proposal.insert());
        item.setInsertTextFormat(snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText);
        item.setTextEdit(Either.forLeft(new TextEdit(typed, insert)));
        item.setFilterText(proposal.label());
        return item;
    }

    /** A snippet for an editor that takes none: its places hold their names. */
    private static String plain(String snippet) {
        return snippet.replaceAll("\\$\\{\\d+:((?:\\\\\\$|[^}])*)}", "$1")
                .replaceAll("(?<!\\\\)\\$\\d", "")
                .replace("\\$", "$");
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        return answer(
                params.getTextDocument(),
                Either.forLeft(List.of()),
                file -> Either.forLeft(locations(
                        new Navigation(file.library()).definition(file.path(), file.offset(params.getPosition())))));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                file -> locations(
                        new Navigation(file.library()).references(file.path(), file.offset(params.getPosition()))));
    }

    private List<Location> locations(List<Spot> spots) {
        return spots.stream()
                .map(spot -> new Location(session.workspace().uri(spot.path()), range(spot)))
                .toList();
    }

    private Range range(Spot spot) {
        return fileOf(spot.path()).positions().range(spot.start(), spot.end());
    }

    @Override
    public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        return orNull(file(params.getTextDocument().getUri())
                .flatMap(file -> new Navigation(file.library())
                        .renamable(file.path(), file.offset(params.getPosition()))
                        .map(word -> Either3.forFirst(file.positions().range(word.start(), word.end())))));
    }

    @Override
    public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
        return answer(params.getTextDocument(), new WorkspaceEdit(), file -> {
            try {
                String name = Navigation.variableName(params.getNewName());
                List<TextEdit> edits = new Navigation(file.library())
                        .rename(file.path(), file.offset(params.getPosition()), name).stream()
                                .map(spot -> new TextEdit(range(spot), name))
                                .toList();
                return new WorkspaceEdit(Map.of(params.getTextDocument().getUri(), edits));
            } catch (CannotRename e) {
                throw new ResponseErrorException(
                        new ResponseError(ResponseErrorCode.InvalidParams, e.getMessage(), null));
            }
        });
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams params) {
        return answer(params.getTextDocument(), List.of(), file -> {
            if (!file.isRules()) {
                return List.of();
            }
            RuleOutline outline = file.library().outline(file.path());
            List<Either<SymbolInformation, DocumentSymbol>> symbols = new ArrayList<>();
            for (RuleOutline.Table table : outline.tables()) {
                symbols.add(symbol(
                        table.name().text(), "", SymbolKind.Struct, file, table.name(), table.start(), table.end()));
            }
            for (RuleOutline.Rule rule : outline.rules()) {
                symbols.add(symbol(
                        rule.id(), rule.says(), SymbolKind.Function, file, rule.name(), rule.start(), rule.end()));
            }
            return symbols;
        });
    }

    private static Either<SymbolInformation, DocumentSymbol> symbol(
            String name, String detail, SymbolKind kind, File file, Word at, int start, int end) {
        Range whole = file.positions().range(start, end);
        Range selected = file.positions().range(at.start(), at.end());
        return Either.forRight(new DocumentSymbol(name.isBlank() ? "?" : name, kind, whole, selected, detail));
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return answer(params.getTextDocument(), List.of(), file -> {
            if (!file.isRules()) {
                return List.of();
            }
            Formatted formatted = RuleFormatter.format(new RuleSource(file.path(), file.text()));
            if (!formatted.isReadable()) {
                Finding first = formatted.findings().getFirst();
                session.tell(
                        MessageType.Warning,
                        "not formatted: line " + first.range().startLine() + ": " + first.message());
            }
            return formatted.text().equals(file.text())
                    ? List.of()
                    : List.of(new TextEdit(file.positions().whole(), formatted.text()));
        });
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
        return answer(params.getTextDocument(), List.of(), file -> {
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            for (Finding finding : session.findings(file.path())) {
                Optional<Diagnostic> shown = params.getContext().getDiagnostics().stream()
                        .filter(diagnostic -> isOf(diagnostic, finding))
                        .findFirst();
                shown.ifPresent(diagnostic -> finding.fixes()
                        .forEach(fix -> actions.add(Either.forRight(action(
                                fix, diagnostic, fix.equals(finding.fixes().getFirst()), params)))));
            }
            return actions;
        });
    }

    private static boolean isOf(Diagnostic diagnostic, Finding finding) {
        return diagnostic.getRange().equals(TextPositions.of(finding.range()))
                && diagnostic.getCode() != null
                && finding.code().equals(diagnostic.getCode().getLeft());
    }

    private static CodeAction action(Fix fix, Diagnostic diagnostic, boolean preferred, CodeActionParams params) {
        CodeAction action = new CodeAction(fix.title());
        action.setKind(CodeActionKind.QuickFix);
        action.setDiagnostics(List.of(diagnostic));
        action.setIsPreferred(preferred);
        TextEdit edit = new TextEdit(TextPositions.of(fix.range()), fix.replacement());
        Map<String, List<TextEdit>> edits = new HashMap<>();
        edits.put(params.getTextDocument().getUri(), List.of(edit));
        action.setEdit(new WorkspaceEdit(edits));
        return action;
    }

    /** Above a file of a pack: what it would have decided. */
    @Override
    public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                file -> file.library().packsOf(file.path()).stream()
                        .map(pack -> new CodeLens(
                                new Range(new Position(0, 0), new Position(0, 0)),
                                new Command(
                                        "run on last decisions of " + pack,
                                        Commands.RUN_ON_LAST_DECISION,
                                        List.of(params.getTextDocument().getUri(), pack)),
                                null))
                        .toList());
    }
}
