package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.check.Tree.Global;
import io.plimsoll.rules.check.Tree.Phrase;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.verbs.VerbModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One file on its way through the check: its words, its tree, its stage, its findings. */
final class FileCheck {

    private static final List<String> IMPORTS =
            List.of("io.plimsoll.rules.facts.*", "java.math.BigDecimal", "java.time.Duration", "java.time.Instant");

    private static final List<String> KINDS =
            Arrays.stream(FieldKind.values()).map(FieldKind::declaredAs).toList();

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");

    /** The second letter is small too, since the engine and Java disagree about the getter of {@code aRate}. */
    private static final Pattern COLUMN_NAME = Pattern.compile("[a-z]|[a-z][a-z0-9][A-Za-z0-9]{0,62}");

    /** Words that Java or the rule language reads as something else. */
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "accumulate",
            "after",
            "and",
            "assert",
            "before",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "coincides",
            "collect",
            "const",
            "contains",
            "continue",
            "declare",
            "default",
            "dialect",
            "do",
            "double",
            "during",
            "else",
            "empty",
            "end",
            "enum",
            "eval",
            "excludes",
            "exists",
            "extends",
            "false",
            "final",
            "finally",
            "finishedby",
            "finishes",
            "float",
            "for",
            "forall",
            "from",
            "function",
            "getClass",
            "global",
            "goto",
            "hashCode",
            "if",
            "implements",
            "import",
            "in",
            "includes",
            "instanceof",
            "int",
            "interface",
            "long",
            "matches",
            "meets",
            "memberOf",
            "metby",
            "modify",
            "native",
            "new",
            "not",
            "notify",
            "notifyAll",
            "null",
            "or",
            "over",
            "overlappedby",
            "overlaps",
            "package",
            "private",
            "protected",
            "public",
            "query",
            "record",
            "return",
            "rule",
            "salience",
            "short",
            "soundslike",
            "startedby",
            "starts",
            "static",
            "str",
            "strictfp",
            "strsim",
            "super",
            "switch",
            "synchronized",
            "then",
            "this",
            "throw",
            "throws",
            "toString",
            "transient",
            "true",
            "try",
            "unit",
            "void",
            "volatile",
            "wait",
            "when",
            "while",
            "with",
            "yield");

    private final RuleSource source;
    private final SourceText text;
    private final FindingsOfFile findings;
    private final Limits limits;
    private final Tree.File tree;
    private final Optional<Stage> stage;
    private final List<TableType> declared = new ArrayList<>();
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

    /** The types that the file declares and that are sound. */
    void declare(Vocabulary vocabulary, Map<String, TableType> tables) {
        for (Declaration declaration : tree.declarations()) {
            TableType table = tableOf(declaration);
            declared.add(table);
            TableType other = tables.putIfAbsent(table.name(), table);
            if (other != null && !other.equals(table)) {
                findings.error(
                        Code.TABLES_DIFFER,
                        declaration.name().span(),
                        "`" + table.name() + "` is declared elsewhere with other fields",
                        "one table has one shape; give one of them another name");
            }
            boolean taken = FactModel.type(table.name()).isPresent();
            if (!taken) {
                vocabulary.declare(table);
                lost(declaration, table).forEach(field -> vocabulary.lose(table.name(), field));
            }
        }
    }

    /** Fields that stand in the declaration and not in the table. */
    private static Set<String> lost(Declaration declaration, TableType table) {
        Set<String> lost = new HashSet<>(declaration.lost());
        declaration.columns().forEach(column -> lost.add(column.name().text()));
        table.columns().forEach(column -> lost.remove(column.name()));
        return lost;
    }

    private TableType tableOf(Declaration declaration) {
        checkTableName(declaration.name());
        List<Column> columns = new ArrayList<>();
        Optional<String> key = Optional.empty();
        Set<String> names = new HashSet<>();
        for (Tree.Column column : declaration.columns()) {
            String name = column.name().text();
            checkColumnName(column.name());
            if (!names.add(name)) {
                findings.error(
                        Code.COLUMN_TWICE, column.name().span(), "`" + name + "` is declared twice", "delete one");
                continue;
            }
            Optional<FieldKind> kind = FieldKind.declaredAs(column.type().text());
            if (kind.isEmpty()) {
                findings.error(
                        Code.COLUMN_KIND,
                        column.type().span(),
                        "a table cannot have a field of type `" + column.type().text() + "`",
                        kindHint(column.type().text()),
                        findings.respell(column.type().span(), column.type().text(), KINDS));
            }
            kind.ifPresent(known -> columns.add(new Column(name, known)));
            if (column.key().isPresent()) {
                checkKey(column, key, kind);
                key = Optional.of(name);
            }
        }
        if (declaration.columns().isEmpty() && declaration.lost().isEmpty()) {
            findings.error(
                    Code.TABLE_FORM,
                    declaration.name().span(),
                    "`" + declaration.name().text() + "` has no fields",
                    "a row has at least one");
        }
        return new TableType(capitalised(declaration.name().text()), columns, key);
    }

    private static String kindHint(String written) {
        boolean binary = Set.of("double", "float", "Double", "Float").contains(written);
        return binary ? "write `BigDecimal`: money is never binary" : Similar.hintOrList(written, KINDS);
    }

    private void checkKey(Tree.Column column, Optional<String> earlier, Optional<FieldKind> kind) {
        Span span = column.key().map(Token::span).orElse(column.name().span());
        if (earlier.isPresent()) {
            findings.error(
                    Code.TABLE_KEY, span, "a table has at most one key", "keep the one that most rows differ in");
        } else if (kind.isPresent() && kind.get() != FieldKind.STRING) {
            findings.error(
                    Code.TABLE_KEY,
                    span,
                    "a key is a `String`",
                    "rows are looked up by names that occur in the snapshot");
        }
    }

    private void checkTableName(Token name) {
        String capital = capitalised(name.text());
        boolean taken = FactModel.type(name.text()).isPresent() || isJava(name.text());
        if (taken || !TABLE_NAME.matcher(name.text()).matches()) {
            findings.error(
                    Code.TABLE_NAME,
                    name.span(),
                    taken
                            ? "`" + name.text() + "` is the name of something else"
                            : "`" + name.text() + "` is not a table's name",
                    taken ? "give the table another name" : "begin with a capital letter: `" + capital + "`",
                    taken ? new Fix[0] : new Fix[] {findings.write(name.span(), capital)});
        }
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static boolean isJava(String name) {
        if (FieldKind.declaredAs(name).isPresent()) {
            return true;
        }
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void checkColumnName(Token name) {
        boolean reserved = RESERVED.contains(name.text());
        if (reserved || !COLUMN_NAME.matcher(name.text()).matches()) {
            findings.error(
                    Code.COLUMN_NAME,
                    name.span(),
                    reserved
                            ? "`" + name.text() + "` is a reserved word"
                            : "`" + name.text() + "` is not a field's name",
                    "begin with two small letters: `floor`, `initialRate`");
        }
    }

    /** Understands the rules, and tells the engine what they say. Empty where the stage is not known. */
    Optional<EngineText> check(Vocabulary vocabulary, Map<String, RuleInfo> known) {
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
        return stage.map(
                of -> new EngineText(source.path(), of, engineHeading(of), declared, rules, readings, check.joins()));
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
