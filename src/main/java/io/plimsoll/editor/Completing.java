package io.plimsoll.editor;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.RuleOutline;
import io.plimsoll.rules.check.RuleOutline.Binding;
import io.plimsoll.rules.check.RuleOutline.Place;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FactModel.Field;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition.Function;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Global;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.lsp4j.CompletionItemKind;

/** What may be written at a place of a rule file. */
final class Completing {

    /**
     * A proposal.
     *
     * @param insert what is written; with {@code $1}, {@code ${1:name}} and {@code $0} as places to go on at if it is a snippet
     */
    record Proposal(
            String label, CompletionItemKind kind, String detail, String about, String insert, boolean snippet) {}

    private static final List<String> OPERATORS =
            List.of("==", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "matches");

    private final Library library;
    private final String path;
    private final RuleOutline outline;
    private final Optional<Stage> stage;
    private final int offset;
    private final List<Proposal> proposals = new ArrayList<>();

    private Completing(Library library, String path, int offset) {
        this.library = library;
        this.path = path;
        this.outline = library.outline(path);
        this.stage = Library.stage(path);
        this.offset = offset;
    }

    /** Everything that fits; the editor narrows it down to what has been typed. */
    static List<Proposal> at(Library library, String path, int offset) {
        Completing completing = new Completing(library, path, offset);
        completing.propose(completing.outline.placeAt(offset));
        return completing.proposals;
    }

    private void propose(Place place) {
        if (outline.isInText(offset)) {
            texts(place, false);
            return;
        }
        switch (place) {
            case RuleOutline.StatementStart start -> statements();
            case RuleOutline.Heading heading -> heading(heading.keyword());
            case RuleOutline.TableName name -> tableNames();
            case RuleOutline.ColumnType type ->
                Arrays.stream(FieldKind.values())
                        .forEach(kind -> word(kind.declaredAs(), CompletionItemKind.Class, kind.inWords()));
            case RuleOutline.RuleHead head -> ruleHead();
            case RuleOutline.ConditionStart start -> conditions();
            case RuleOutline.TypeName name -> types();
            case RuleOutline.ConstraintStart start -> constraints(start.type());
            case RuleOutline.BoundField bound -> fields(bound.type());
            case RuleOutline.Operator operator ->
                OPERATORS.forEach(sign -> word(sign, CompletionItemKind.Operator, "comparison"));
            case RuleOutline.Value value -> values(value);
            case RuleOutline.Property property -> fields(property.type());
            case RuleOutline.FoldFunction function ->
                Arrays.stream(Function.values())
                        .forEach(known -> snippet(
                                known.word(), CompletionItemKind.Function, "accumulate", known.word() + "(\\$$1)"));
            case RuleOutline.CallStart start -> calls(true);
            case RuleOutline.VerbName verb -> calls(false);
            case RuleOutline.Argument argument -> argument(argument);
            case RuleOutline.Nowhere nowhere -> {}
        }
    }

    private void word(String label, CompletionItemKind kind, String detail) {
        add(label, kind, detail, "", label, false);
    }

    private void snippet(String label, CompletionItemKind kind, String detail, String insert) {
        add(label, kind, detail, "", insert, true);
    }

    private void add(
            String label, CompletionItemKind kind, String detail, String about, String insert, boolean snippet) {
        proposals.add(new Proposal(label, kind, detail, about, insert, snippet));
    }

    private void statements() {
        if (outline.words().isEmpty()) {
            stage.ifPresent(known -> snippet(
                    "rule file",
                    CompletionItemKind.Snippet,
                    "heading of a " + known.topic() + " file",
                    heading(known)));
        }
        snippet("rule", CompletionItemKind.Snippet, "a new rule", """
                rule "${1:ID-000} ${2:what the rule says}"
                    @owner("$3") @source("$4")
                when
                    $5
                then
                    $0
                end
                """);
        snippet(
                "declare",
                CompletionItemKind.Snippet,
                "a type whose rows stand in a table",
                "declare ${1:Type}\n    ${2:name} : ${3:String} @key\n    $0\nend\n");
        Set<String> own = ownTables();
        for (String other : library.rulePaths()) {
            for (RuleOutline.Table table : library.outline(other).tables()) {
                if (own.add(table.name().text())) {
                    String text = library.text(other).substring(table.start(), table.end());
                    add("declare " + table.name().text(), CompletionItemKind.Struct, "as in " + other, "", text, false);
                }
            }
        }
        List.of("import", "global", "package", "dialect")
                .forEach(keyword -> word(keyword, CompletionItemKind.Keyword, "heading"));
    }

    private Set<String> ownTables() {
        Set<String> names = new LinkedHashSet<>();
        outline.tables().forEach(table -> names.add(table.name().text()));
        return names;
    }

    private static String heading(Stage stage) {
        Global global = VerbModel.of(stage);
        return "package plimsoll." + stage.topic() + "\n\nimport io.plimsoll.rules.facts.*\ndialect \"mvel\"\nglobal "
                + global.className() + " " + global.name() + "\n\n$0";
    }

    private void heading(String keyword) {
        switch (keyword) {
            case "import" ->
                List.of("io.plimsoll.rules.facts.*", "java.math.BigDecimal", "java.time.Duration", "java.time.Instant")
                        .forEach(name -> word(name, CompletionItemKind.Module, "may be imported"));
            case "package" ->
                stage.ifPresent(known -> word("plimsoll." + known.topic(), CompletionItemKind.Module, "this folder's"));
            case "global" ->
                stage.map(VerbModel::of)
                        .ifPresent(global -> word(
                                global.className() + " " + global.name(), CompletionItemKind.Module, "this stage's"));
            case "dialect" -> word("\"mvel\"", CompletionItemKind.Value, "the only one");
            default -> {}
        }
    }

    private void tableNames() {
        Set<String> own = ownTables();
        library.rulePaths()
                .forEach(other -> library.outline(other).tables().stream()
                        .filter(table -> own.add(table.name().text()))
                        .forEach(
                                table -> word(table.name().text(), CompletionItemKind.Struct, "declared in " + other)));
    }

    private void ruleHead() {
        snippet("@owner", CompletionItemKind.Property, "who answers for the rule", "@owner(\"$1\")");
        snippet("@source", CompletionItemKind.Property, "where the rule comes from", "@source(\"$1\")");
        word("when", CompletionItemKind.Keyword, "conditions follow");
    }

    private void conditions() {
        types();
        word("not", CompletionItemKind.Keyword, "holds where nothing matches");
        word("exists", CompletionItemKind.Keyword, "holds, once, where something matches");
        snippet(
                "accumulate",
                CompletionItemKind.Keyword,
                "sums and counts",
                "accumulate( ${1:Position}( ${2:\\$n : notional} ); \\$${3:sum} : ${4:sum}(${5:\\$n}) )");
        word("then", CompletionItemKind.Keyword, "proposals follow");
    }

    /** The facts and declared types that the stage sees. */
    private void types() {
        Stage seenFrom = stage.orElse(Stage.LIQUIDATION);
        FactModel.types().stream()
                .filter(type -> type.from().compareTo(seenFrom) <= 0)
                .forEach(type ->
                        add(type.name(), CompletionItemKind.Class, "fact", type.about(), type.name() + "( $0 )", true));
        Set<String> names = new LinkedHashSet<>();
        for (String other : library.rulePaths()) {
            if (Library.stage(other).equals(stage)) {
                library.outline(other).tables().stream()
                        .map(table -> table.name().text())
                        .filter(names::add)
                        .forEach(name ->
                                snippet(name, CompletionItemKind.Struct, "declared in " + other, name + "( $0 )"));
            }
        }
    }

    private List<Field> seen(String type) {
        Stage seenFrom = stage.orElse(Stage.LIQUIDATION);
        return library.type(type, path).stream()
                .flatMap(known -> known.fields().stream())
                .filter(field -> field.from().compareTo(seenFrom) <= 0)
                .toList();
    }

    private void fields(String type) {
        seen(type).forEach(field -> field(field, type));
    }

    private void field(Field field, String type) {
        String absent = field.nullable() ? ", may be absent" : "";
        add(
                field.name(),
                CompletionItemKind.Field,
                Hovering.kind(field).replace("`", "") + " of " + type + absent,
                field.about(),
                field.name(),
                false);
    }

    private void constraints(String type) {
        fields(type);
        for (Field field : seen(type)) {
            String binding = "$" + field.name() + " : " + field.name();
            add(binding, CompletionItemKind.Variable, "binds the field", field.about(), binding, false);
        }
    }

    private void values(RuleOutline.Value value) {
        texts(value, true);
        Optional<Field> field = library.field(value.type(), value.field(), path);
        field.filter(known -> known.kind() == FieldKind.BOOLEAN)
                .ifPresent(known ->
                        List.of("true", "false").forEach(constant -> word(constant, CompletionItemKind.Constant, "")));
        field.filter(Field::nullable).ifPresent(known -> word("null", CompletionItemKind.Constant, "absent"));
        variables(field.map(Field::kind));
        if (field.map(known -> known.kind().isNumber()).orElse(true)) {
            calculations();
        }
        seen(value.type()).stream()
                .filter(other -> !other.name().equals(value.field()))
                .filter(other ->
                        field.map(known -> fits(known.kind(), other.kind())).orElse(true))
                .forEach(other -> field(other, value.type()));
    }

    private static boolean fits(FieldKind wanted, FieldKind given) {
        return wanted == given || (wanted.isNumber() && given.isNumber());
    }

    /** The texts that a field or argument is limited to. */
    private void texts(Place place, boolean quoted) {
        List<String> texts = switch (place) {
            case RuleOutline.Value value ->
                library.field(value.type(), value.field(), path)
                        .map(Field::values)
                        .orElse(List.of());
            case RuleOutline.Argument argument ->
                parameter(argument).stream()
                        .flatMap(known -> known.values().stream())
                        .distinct()
                        .toList();
            default -> List.of();
        };
        texts.forEach(text -> word(quoted ? "\"" + text + "\"" : text, CompletionItemKind.EnumMember, "one of few"));
    }

    private void calculations() {
        for (Value.Function function : Value.Function.values()) {
            add(
                    function.word(),
                    CompletionItemKind.Function,
                    "calculation",
                    Hovering.calculation(function),
                    function.word() + (function.isOfSeveral() ? "($1, $2)" : "($1)"),
                    true);
        }
    }

    /** Variables of the rule that are bound before, and hold what is wanted. */
    private void variables(Optional<FieldKind> wanted) {
        for (Binding binding : bound()) {
            Optional<FieldKind> kind = kind(binding);
            boolean value = binding.field().isEmpty() == !binding.function().isEmpty();
            if (value
                    && (wanted.isEmpty()
                            || kind.map(known -> fits(wanted.get(), known)).orElse(true))) {
                variable(binding);
            }
        }
    }

    private void variable(Binding binding) {
        String of = binding.function().isEmpty()
                ? binding.field().isEmpty() ? "a " + binding.type() : binding.field() + " of " + binding.type()
                : binding.function();
        word(binding.variable().text(), CompletionItemKind.Variable, of);
    }

    private List<Binding> bound() {
        int rule = outline.ruleNumberAt(offset);
        return outline.bindings().stream()
                .filter(binding ->
                        binding.variable().rule() == rule && binding.variable().end() < offset)
                .toList();
    }

    private Optional<FieldKind> kind(Binding binding) {
        return binding.function().isEmpty()
                ? library.field(binding.type(), binding.field(), path).map(Field::kind)
                : Optional.of(binding.function().equals("count") ? FieldKind.INTEGER : FieldKind.DECIMAL);
    }

    private void calls(boolean withGlobal) {
        stage.map(VerbModel::of).ifPresent(global -> {
            for (Verb verb : global.verbs()) {
                String name = (withGlobal ? global.name() + "." : "") + verb.name();
                String signature = Hovering.signature(global.name(), verb);
                List<String> places = new ArrayList<>();
                for (Parameter parameter : verb.parameters()) {
                    places.add("${" + (places.size() + 1) + ":" + parameter.name() + "}");
                }
                String insert = name + "(" + String.join(", ", places) + ");";
                add(name, CompletionItemKind.Method, signature, verb.about(), insert, true);
            }
        });
        if (withGlobal) {
            word("end", CompletionItemKind.Keyword, "of the rule");
        }
    }

    private void argument(RuleOutline.Argument argument) {
        texts(argument, true);
        List<Parameter> parameters = parameter(argument);
        for (Binding binding : bound()) {
            boolean fact = binding.field().isEmpty() && binding.function().isEmpty();
            boolean fitting = parameters.isEmpty()
                    || parameters.stream()
                            .anyMatch(parameter -> fact
                                    ? parameter.type().equals(binding.type())
                                    : parameter.kind().isPresent()
                                            && kind(binding)
                                                    .map(kind -> fits(
                                                            parameter.kind().get(), kind))
                                                    .orElse(true));
            if (fitting) {
                variable(binding);
            }
        }
        if (parameters.stream().anyMatch(of -> of.kind().equals(Optional.of(FieldKind.DECIMAL)))) {
            calculations();
        }
    }

    /** The parameter that an argument stands for, of every verb of the name. */
    private List<Parameter> parameter(RuleOutline.Argument argument) {
        return stage.stream()
                .flatMap(known -> VerbModel.of(known).verbs().stream())
                .filter(verb ->
                        verb.name().equals(argument.verb()) && verb.parameters().size() > argument.index())
                .map(verb -> verb.parameters().get(argument.index()))
                .toList();
    }
}
