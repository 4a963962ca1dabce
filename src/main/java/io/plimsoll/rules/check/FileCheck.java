package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.check.Tree.Global;
import io.plimsoll.rules.check.Tree.Phrase;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.verbs.VerbModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One file on its way through the check: its words, its tree, its stage, its findings. */
final class FileCheck {

    private static final List<String> IMPORTS =
            List.of("io.plimsoll.rules.facts.*", "java.math.BigDecimal", "java.time.Duration", "java.time.Instant");

    private final RuleSource source;
    private final SourceText text;
    private final FindingsOfFile findings;
    private final Limits limits;
    private final Tree.File tree;
    private final Optional<Stage> stage;

    /** By the name of a type that the file declares, its fields that could not be read. */
    private final Map<String, Set<String>> declared = new LinkedHashMap<>();

    private final List<Rule> understood = new ArrayList<>();

    FileCheck(RuleSource source, Limits limits) {
        this.source = source;
        this.text = new SourceText(source);
        this.findings = new FindingsOfFile(text);
        this.limits = limits;
        boolean readable = source.text().length() <= limits.sourceBytesMax()
                && source.text().getBytes(StandardCharsets.UTF_8).length <= limits.sourceBytesMax();
        if (!readable) {
            findings.error(
                    Code.FILE_SIZE,
                    new Span(0, 0),
                    "a rule file may have at most " + limits.sourceBytesMax() + " bytes",
                    "split the file, or put its numbers into a table");
        }
        this.tree = readable
                ? new FileParser(SplitNames.joined(new Lexer(text, findings).tokens(), findings), findings, limits)
                        .file()
                : new Tree.File(List.of(), List.of(), List.of(), List.of(), List.of());
        boolean rules = !tree.packages().isEmpty()
                || !tree.rules().isEmpty()
                || !tree.declarations().isEmpty();
        if (readable && !rules) {
            findings.keepFirst();
        }
        findings.place(tree.rules());
        this.stage = readable ? heading() : Optional.empty();
    }

    Optional<Stage> stage() {
        return stage;
    }

    FindingsOfFile findings() {
        return findings;
    }

    RuleSource source() {
        return source;
    }

    /** The rules in which nothing was found wrong, once they are checked. */
    List<Rule> understood() {
        return understood;
    }

    int rules() {
        return tree.rules().size();
    }

    private Optional<Stage> heading() {
        Optional<Stage> folder = folder();
        Span first = tree.packages().isEmpty()
                ? new Span(0, 0)
                : tree.packages().getFirst().span();
        if (folder.isEmpty()) {
            findings.error(
                    Code.FOLDER,
                    first,
                    "the file stands in none of the folders of a stage",
                    "move it to one of "
                            + Arrays.stream(Stage.values()).map(Stage::topic).toList());
            return Optional.empty();
        }
        String expected = "plimsoll." + folder.get().topic();
        if (tree.packages().isEmpty()) {
            findings.error(
                    Code.PACKAGE,
                    first,
                    "the file has no package",
                    "begin with `package " + expected + "`",
                    findings.insert(first, "package " + expected + "\n\n"));
        }
        for (Phrase name : tree.packages()) {
            boolean again = !name.equals(tree.packages().getFirst());
            if (again || !name.text().equals(expected)) {
                findings.error(
                        Code.PACKAGE,
                        name.span(),
                        again ? "a file has one package" : "`" + name.text() + "` is not the package of this folder",
                        again ? "delete this line" : "write `package " + expected + "`",
                        again ? new Fix[0] : new Fix[] {findings.write(name.span(), expected)});
            }
        }
        tree.imports().forEach(this::checkImport);
        checkGlobals(folder.get(), first);
        return folder;
    }

    private Optional<Stage> folder() {
        String[] path = source.path().replace('\\', '/').split("/");
        return Arrays.stream(Stage.values())
                .filter(candidate -> path.length > 1 && candidate.topic().equals(path[path.length - 2]))
                .findFirst();
    }

    private void checkImport(Phrase name) {
        if (!IMPORTS.contains(name.text())) {
            findings.error(
                    Code.IMPORT,
                    name.span(),
                    "`" + name.text() + "` cannot be imported",
                    Similar.hintOrList(name.text(), IMPORTS),
                    findings.respell(name.span(), name.text(), IMPORTS));
        }
    }

    private void checkGlobals(Stage folder, Span heading) {
        VerbModel.Global expected = VerbModel.of(folder);
        String hint = "write `global " + expected.className() + " " + expected.name() + "`";
        boolean declared = false;
        for (Global global : tree.globals()) {
            boolean right = global.type().text().equals(expected.className())
                    && global.name().text().equals(expected.name());
            if (!right || declared) {
                Span whole = global.type().span().to(global.name().span());
                findings.error(
                        Code.GLOBAL,
                        whole,
                        right
                                ? "the global is declared twice"
                                : "this is not the global of the " + folder.topic() + " stage",
                        right ? "delete this line" : hint,
                        right
                                ? new Fix[0]
                                : new Fix[] {findings.write(whole, expected.className() + " " + expected.name())});
            }
            declared = true;
        }
        if (!declared && !tree.rules().isEmpty()) {
            findings.error(Code.GLOBAL, heading, "the file does not declare its stage's global", hint);
        }
    }

    /** Adds the columns of the types that the file declares to those that other files declare of them. */
    void declare(Map<String, TableType> tables) {
        DeclarationCheck declarations = new DeclarationCheck(findings);
        for (Declaration declaration : tree.declarations()) {
            TableType table = declarations.tableOf(declaration);
            declared.put(table.name(), DeclarationCheck.lost(declaration, table));
            TableType known = tables.getOrDefault(table.name(), table);
            known.contradiction(table)
                    .ifPresentOrElse(
                            what -> findings.error(
                                    Code.TABLES_DIFFER,
                                    declaration.name().span(),
                                    "`" + table.name() + "` is declared elsewhere with another " + what,
                                    "files may name different columns of one table; give it one key, and each column one type"),
                            () -> tables.put(table.name(), known.with(table)));
        }
    }

    /** Lets the rules of the file's stage see the types that the file declares. */
    void tell(Vocabulary vocabulary, Map<String, TableType> tables) {
        declared.forEach((name, lost) -> {
            TableType table = tables.get(name);
            if (table != null && FactModel.type(name).isEmpty()) {
                vocabulary.declare(table);
                lost.forEach(field -> vocabulary.lose(name, field));
            }
        });
    }

    /** Understands the rules, and tells the engine what they say. Empty where the stage is not known. */
    Optional<EngineText> check(Vocabulary vocabulary, Map<String, TableType> tables, Map<String, RuleInfo> known) {
        RuleCheck check = new RuleCheck(text, findings, vocabulary, limits, known);
        Map<String, List<EngineText.Reading>> readings = new HashMap<>();
        List<EngineText.Rule> rules = new ArrayList<>();
        for (Tree.Rule rule : tree.rules()) {
            String id = rule.name().text().split(" ", 2)[0];
            int line = text.line(rule.head().start());
            EngineWriter engine = new EngineWriter(line);
            readings.put(id, check.check(rule, engine));
            rules.add(new EngineText.Rule(id, line, engine.text()));
        }
        understood.addAll(check.understood());
        List<TableType> seen = declared.keySet().stream()
                .filter(tables::containsKey)
                .map(tables::get)
                .toList();
        return stage.map(
                of -> new EngineText(source.path(), of, engineHeading(of), seen, rules, readings, check.joins()));
    }

    private static String engineHeading(Stage stage) {
        EngineWriter engine = new EngineWriter(1);
        VerbModel.Global global = VerbModel.of(stage);
        engine.add("package plimsoll." + stage.topic() + ";");
        IMPORTS.forEach(name -> engine.add("import " + name + ";"));
        engine.add("import io.plimsoll.money.Decimals;");
        engine.add("import accumulate io.plimsoll.rules.folds.Average exact_average;");
        engine.add("import accumulate io.plimsoll.rules.folds.Count exact_count;");
        engine.add("global " + global.className() + " " + global.name() + "; dialect \"mvel\";");
        return engine.text();
    }
}
