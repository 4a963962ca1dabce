package io.plimsoll.rules;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FactModel.Field;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes rule files at random that use everything the profile has, and that the check must accept; and rows for their tables. */
final class ProfileGenerator {

    private static final List<String> COLUMN_NAMES =
            List.of("name", "rate", "limit", "value", "is", "type", "var", "size", "hash", "drools", "rule0");

    private static final List<String> PATTERNS =
            List.of("BTC.*", "[A-Z]+", ".*USDT", "A|B", "B*T?C+", ".", ".*", "[^A-Z]");

    /** A variable and what it is; the type of a fact, or the kind of a value. */
    private record Variable(
            String name, Optional<FactModel.Type> type, Optional<FieldKind> kind, List<String> values) {}

    /** A value as a rule writes it; the field it reads where it is one of the pattern's own. */
    private record Term(String text, FieldKind kind, List<String> values, boolean literal) {}

    /** Chooses constants, and what a rule has no part in. */
    private final Random constants;

    private final Stage stage;
    private final List<FactModel.Type> tables = new ArrayList<>();
    private final Map<String, Boolean> keyed = new HashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private final Set<String> present = new HashSet<>();
    private boolean mayFail;
    private boolean seen = true;
    private int names;
    private int patterns;

    /** Chooses all of a rule but its constants. */
    private Random random;

    ProfileGenerator(Random random, Stage stage) {
        this.random = random;
        this.constants = random;
        this.stage = stage;
        for (String name : List.of("Limit", "Model", "Terms")) {
            tables.add(table(name));
            keyed.put(name, random.nextBoolean());
        }
    }

    private FactModel.Type table(String name) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("key", FieldKind.STRING, false, List.of(), Stage.GUARD, ""));
        Set<String> taken = new HashSet<>(Set.of("key"));
        for (FieldKind kind : FieldKind.values()) {
            for (int i = random.nextInt(2); i >= 0; i--) {
                String column = one(COLUMN_NAMES);
                if (taken.add(column)) {
                    fields.add(new Field(column, kind, false, List.of(), Stage.GUARD, ""));
                }
            }
        }
        return new FactModel.Type(name, Stage.GUARD, "", fields);
    }

    /** Between one and five rows for each table. */
    Map<String, List<Map<String, Object>>> rows() {
        Map<String, List<Map<String, Object>>> rows = new HashMap<>();
        for (FactModel.Type table : tables) {
            rows.put(
                    table.name(),
                    IntStream.rangeClosed(0, random.nextInt(5))
                            .mapToObj(i -> row(table))
                            .toList());
        }
        return rows;
    }

    private Map<String, Object> row(FactModel.Type table) {
        Map<String, Object> row = new HashMap<>();
        for (Field field : table.fields()) {
            Object value = switch (field.kind()) {
                case STRING -> one(random.nextBoolean() ? RandomAccounts.INSTRUMENTS : RandomAccounts.TEXTS);
                case DECIMAL -> new BigDecimal(one(RandomAccounts.NUMBERS));
                case INTEGER -> random.nextInt(4);
                case BOOLEAN -> random.nextBoolean();
                case DURATION -> Duration.ofSeconds(30L * random.nextInt(3));
                case INSTANT -> RulesFixture.AS_OF.plusSeconds(60L * (random.nextInt(3) - 1));
            };
            row.put(field.name(), value);
        }
        return row;
    }

    /**
     * A file of so many rules.
     *
     * @param alike so many at a time, or fewer, differ in nothing but constants
     */
    RuleSource file(int rules, int alike) {
        StringBuilder body = new StringBuilder();
        for (FactModel.Type table : tables) {
            body.append("declare ").append(table.name()).append('\n');
            for (Field field : table.fields()) {
                boolean key = field.name().equals("key") && keyed.getOrDefault(table.name(), false);
                body.append(
                        "    %s : %s%s%n".formatted(field.name(), field.kind().declaredAs(), key ? " @key" : ""));
            }
            body.append("end\n");
        }
        int left = 0;
        long shape = 0;
        for (int i = 0; i < rules; i++, left--) {
            if (left == 0) {
                left = 1 + constants.nextInt(alike);
                shape = constants.nextLong();
            }
            random = new Random(shape);
            body.append(rule("RND-%03d is made at random".formatted(i)));
        }
        return RulesFixture.file(stage, body.toString());
    }

    private String rule(String name) {
        variables.clear();
        present.clear();
        names = 0;
        patterns = 0;
        List<String> when = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            when.add(condition());
        }
        List<String> then = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            call().ifPresent(then::add);
        }
        for (int tries = 0; then.isEmpty(); tries++) {
            if (tries == 15) {
                return rule(name);
            }
            if (tries % 5 == 0) {
                when.add(pattern(true));
            }
            call().ifPresent(then::add);
        }
        return RulesFixture.rule(name, String.join("\n    ", when), String.join("\n    ", then));
    }

    private String condition() {
        return switch (random.nextInt(10)) {
            case 0 -> "not " + hidden();
            case 1 -> "exists " + hidden();
            case 2 -> either();
            case 3, 4 -> accumulate();
            case 5 -> patterns < 2 ? "( " + pattern(true) + " and " + pattern(true) + " )" : pattern(true);
            default -> patterns < 3 ? pattern(true) : "not " + hidden();
        };
    }

    /** What is bound within ends with it. */
    private String hidden() {
        List<Variable> before = List.copyOf(variables);
        Set<String> known = Set.copyOf(present);
        String text = switch (random.nextInt(3)) {
            case 0 -> "( " + pattern(false) + " and " + pattern(false) + " )";
            case 1 -> "( " + pattern(false) + " and not " + pattern(false) + " )";
            default -> pattern(false);
        };
        forget(before, known);
        return text;
    }

    private String either() {
        List<Variable> before = List.copyOf(variables);
        Set<String> known = Set.copyOf(present);
        List<String> branches = new ArrayList<>();
        seen = false;
        for (int i = 0; i < 2; i++) {
            branches.add(
                    random.nextInt(4) == 0 ? "( " + pattern(true) + " and " + pattern(true) + " )" : pattern(true));
            forget(before, known);
        }
        seen = true;
        return "( " + String.join(" or ", branches) + " )";
    }

    private void forget(List<Variable> before, Set<String> known) {
        variables.clear();
        variables.addAll(before);
        present.clear();
        present.addAll(known);
    }

    private String accumulate() {
        List<Variable> before = List.copyOf(variables);
        Set<String> known = Set.copyOf(present);
        boolean group = random.nextInt(3) == 0;
        seen = false;
        String of = group ? "( " + pattern(true) + " and " + patternWithDecimal() + " )" : patternWithDecimal();
        seen = true;
        Variable decimal = variables.getLast();
        forget(before, known);
        List<String> results = new ArrayList<>();
        List<Variable> folded = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            String function = one(List.of("sum", "min", "max", "average", "count"));
            boolean count = function.equals("count");
            String name = name();
            results.add(name + " : " + function + "(" + (count && random.nextBoolean() ? "" : decimal.name()) + ")");
            folded.add(new Variable(
                    name, Optional.empty(), Optional.of(count ? FieldKind.INTEGER : FieldKind.DECIMAL), List.of()));
        }
        variables.addAll(folded);
        String tests = random.nextBoolean()
                ? "; " + one(folded).name() + " " + one(List.of("<", "<=", ">", ">=", "==", "!=")) + " " + number()
                : "";
        return "accumulate( " + of + "; " + String.join(", ", results) + tests + " )";
    }

    private String patternWithDecimal() {
        FactModel.Type type;
        List<Field> decimals;
        do {
            type = type();
            decimals = fields(type).stream()
                    .filter(field -> field.kind() == FieldKind.DECIMAL && !field.nullable())
                    .toList();
        } while (decimals.isEmpty());
        Field field = one(decimals);
        String name = name();
        String rest = random.nextBoolean() ? ", " + test(type, "", new HashSet<>()) : "";
        patterns++;
        variables.add(new Variable(name, Optional.empty(), Optional.of(FieldKind.DECIMAL), List.of()));
        return type.name() + "( " + name + " : " + field.name() + rest + " )";
    }

    private String pattern(boolean binds) {
        patterns++;
        FactModel.Type type = type();
        String fact = binds && random.nextInt(3) > 0 ? name() : "";
        List<String> constraints = new ArrayList<>();
        List<Variable> bound = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                Field field = one(fields(type));
                String name = name();
                if (field.nullable() && known.add(field.name())) {
                    constraints.add(field.name() + " != null");
                }
                constraints.add(name + " : " + field.name());
                bound.add(new Variable(name, Optional.empty(), Optional.of(field.kind()), field.values()));
            } else {
                constraints.add(binds && seen && random.nextInt(6) == 0 ? failingTest(type) : test(type, fact, known));
            }
        }
        variables.addAll(bound);
        if (!fact.isEmpty()) {
            variables.add(new Variable(fact, Optional.of(type), Optional.empty(), List.of()));
            known.forEach(field -> present.add(fact + "." + field));
        }
        return (fact.isEmpty() ? "" : fact + " : ") + type.name() + "( " + String.join(", ", constraints) + " )";
    }

    /** A comparison of its own that divides or takes a root. */
    private String failingTest(FactModel.Type type) {
        List<String> decimals = fields(type).stream()
                .filter(field -> field.kind() == FieldKind.DECIMAL && !field.nullable())
                .map(Field::name)
                .toList();
        String seed = decimals.isEmpty() ? number() : one(decimals);
        return failing(decimal(seed.matches("[0-9]+") ? seed + "B" : seed, 1), one(List.of("2", "0.5B", "3")))
                + one(List.of(" < ", " <= ", " > ", " >= ", " == ", " != "))
                + numberOrBound();
    }

    private String test(FactModel.Type type, String fact, Set<String> known) {
        Field field = one(fields(type));
        String presence = field.nullable() ? field.name() + " != null" : "";
        if (field.nullable() && random.nextInt(4) == 0) {
            return random.nextBoolean()
                    ? field.name() + " == null"
                    : "( " + field.name() + " == null || " + comparison(type, field) + " )";
        }
        String asked = comparison(type, field);
        if (presence.isEmpty()) {
            return switch (random.nextInt(6)) {
                case 0 -> "!( " + asked + " )";
                case 1 -> "( " + asked + " && " + comparison(type, field) + " )";
                case 2 -> "( " + asked + " || " + comparison(type, field) + " )";
                default -> asked;
            };
        }
        if (random.nextBoolean()) {
            return "( " + presence + " && " + asked + " )";
        }
        boolean first = known.add(field.name());
        return first ? presence + ", " + asked : asked;
    }

    private String comparison(FactModel.Type type, Field field) {
        Term left = new Term(field.name(), field.kind(), field.values(), false);
        switch (field.kind()) {
            case DECIMAL -> {
                if (random.nextInt(4) == 0) {
                    left = new Term("( " + decimal(field.name(), 2) + " )", FieldKind.DECIMAL, List.of(), false);
                } else if (random.nextInt(6) == 0) {
                    return field.name() + one(List.of(" in ( ", " not in ( ")) + number() + ", " + number() + " )";
                }
                return left.text() + " " + one(List.of("<", "<=", ">", ">=", "==", "!=")) + " "
                        + decimal(numberOrBound(), random.nextInt(3));
            }
            case INTEGER -> {
                return left.text() + " " + one(List.of("<", "<=", ">", ">=", "==", "!=")) + " "
                        + (random.nextBoolean()
                                ? constants.nextInt(4)
                                : valueOf(FieldKind.INTEGER).orElse("2"));
            }
            case STRING -> {
                return text(field);
            }
            case BOOLEAN -> {
                return left.text()
                        + one(List.of(" == ", " != "))
                        + valueOf(FieldKind.BOOLEAN).orElse(one(List.of("true", "false")));
            }
            case DURATION, INSTANT -> {
                String other = valueOf(field.kind())
                        .or(() -> fields(type).stream()
                                .filter(same -> same.kind() == field.kind() && !same.equals(field) && !same.nullable())
                                .map(Field::name)
                                .findFirst())
                        .orElse("");
                return other.isEmpty()
                        ? withoutLike(type)
                        : left.text() + " " + one(List.of("<", "<=", ">", ">=", "==", "!=")) + " " + other;
            }
            default -> throw new IllegalStateException("a kind without a comparison: " + field.kind());
        }
    }

    /** Something that can always be asked of a fact. */
    private String withoutLike(FactModel.Type type) {
        return fields(type).stream()
                .filter(field ->
                        !field.nullable() && (field.kind() == FieldKind.DECIMAL || field.kind() == FieldKind.INTEGER))
                .findFirst()
                .map(field -> field.name() + " > 0")
                .orElseGet(() -> notNamed(fields(type).getFirst()));
    }

    private static String notNamed(Field field) {
        return field.name() + " != "
                + quoted(field.values().isEmpty() ? "none" : field.values().getFirst());
    }

    private String numberOrBound() {
        List<String> numbers = new ArrayList<>(List.of(number(), number()));
        numbers.addAll(values(FieldKind.DECIMAL));
        return one(numbers);
    }

    private String text(Field field) {
        if (!field.values().isEmpty()) {
            return field.name() + one(List.of(" == ", " != ")) + quoted(constant(field.values()));
        }
        return switch (random.nextInt(6)) {
            case 0 ->
                field.name() + one(List.of(" contains ", " not contains ")) + quoted(constant(RandomAccounts.TEXTS));
            case 1 -> field.name() + one(List.of(" matches ", " not matches ")) + quoted(constant(PATTERNS));
            case 2 ->
                field.name() + one(List.of(" in ( ", " not in ( ")) + quoted(constant(RandomAccounts.TEXTS)) + ", "
                        + freeText().orElse("\"B\"") + " )";
            default ->
                field.name()
                        + one(List.of(" == ", " != "))
                        + (random.nextBoolean()
                                ? freeText().orElse("\"BTCUSDT\"")
                                : quoted(constant(RandomAccounts.TEXTS)));
        };
    }

    /** A variable or a field of one that holds any text. */
    private Optional<String> freeText() {
        List<String> texts = new ArrayList<>();
        for (Variable variable : variables) {
            if (variable.kind().equals(Optional.of(FieldKind.STRING))
                    && variable.values().isEmpty()) {
                texts.add(variable.name());
            }
            variable.type()
                    .ifPresent(type -> fields(type).stream()
                            .filter(field -> field.kind() == FieldKind.STRING
                                    && field.values().isEmpty())
                            .forEach(field -> texts.add(variable.name() + "." + field.name())));
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(one(texts));
    }

    /** Arithmetic around a decimal, which keeps it one. */
    private String decimal(String seed, int depth) {
        if (depth == 0) {
            return seed;
        }
        List<String> all = values(FieldKind.DECIMAL);
        String number = number();
        all.add(number.endsWith("B") ? number : number + "B");
        String other = one(all);
        String operator = one(List.of(" + ", " - ", " * "));
        String decimalSeed = seed.matches("[0-9]+") ? seed + "B" : seed;
        return switch (random.nextInt(8)) {
            case 5 -> one(List.of("max", "min")) + "(" + other + ", " + decimal(decimalSeed, depth - 1) + ")";
            case 6 -> "abs(" + decimal(decimalSeed, depth - 1) + ")";
            case 7 -> mayFail ? failing(decimal(decimalSeed, depth - 1), other) : decimalSeed + operator + other;
            case 0 -> decimalSeed.startsWith("-") ? decimalSeed : "-" + decimalSeed;
            case 1 -> "( " + decimal(decimalSeed, depth - 1) + operator + other + " ) * 2";
            case 2 -> other + operator + decimal(decimalSeed, depth - 1);
            default -> decimal(decimalSeed, depth - 1) + operator + other;
        };
    }

    /** What most numbers allow; the divisor and the square may be anything. */
    private String failing(String some, String other) {
        return switch (random.nextInt(4)) {
            case 0 -> "( " + some + " ) / " + divisor(other);
            case 1 -> other + " / ( " + divisor(some) + " )";
            case 2 -> "sqrt(abs(" + some + "))";
            default -> "sqrt(" + some + ")";
        };
    }

    /** A zero written as a divisor is refused; one that comes out of a calculation is not. */
    private static String divisor(String value) {
        return value.matches("-?0(\\.0+)?B?") ? "( " + value + " + " + value + " )" : value;
    }

    private String number() {
        String number = constant(RandomAccounts.NUMBERS);
        return number.contains(".") ? number + "B" : number + constant(List.of("", "B", ".00B"));
    }

    private Optional<String> valueOf(FieldKind kind) {
        List<String> all = values(kind);
        return all.isEmpty() ? Optional.empty() : Optional.of(one(all));
    }

    /** Everything bound of a kind: variables, and fields of facts that are there. */
    private List<String> values(FieldKind kind) {
        List<String> all = new ArrayList<>();
        for (Variable variable : variables) {
            if (variable.kind().equals(Optional.of(kind))) {
                all.add(variable.name());
            }
            variable.type()
                    .ifPresent(type -> fields(type).stream()
                            .filter(field -> field.kind() == kind)
                            .filter(field ->
                                    !field.nullable() || present.contains(variable.name() + "." + field.name()))
                            .forEach(field -> all.add(variable.name() + "." + field.name())));
        }
        return all;
    }

    private Optional<String> call() {
        Verb verb = one(VerbModel.of(stage).verbs());
        List<String> arguments = new ArrayList<>();
        for (Parameter parameter : verb.parameters()) {
            mayFail = true;
            Optional<String> argument = argument(parameter);
            mayFail = false;
            if (argument.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(argument.get());
        }
        return Optional.of(VerbModel.of(stage).name() + "." + verb.name() + "(" + String.join(", ", arguments) + ");");
    }

    private Optional<String> argument(Parameter parameter) {
        if (parameter.kind().isEmpty()) {
            List<String> facts = variables.stream()
                    .filter(variable ->
                            variable.type().map(FactModel.Type::name).equals(Optional.of(parameter.type())))
                    .map(Variable::name)
                    .toList();
            return facts.isEmpty() ? Optional.empty() : Optional.of(one(facts));
        }
        return switch (parameter.kind().get()) {
            case STRING ->
                parameter.values().isEmpty()
                        ? Optional.of(
                                random.nextBoolean()
                                        ? quoted(constant(RandomAccounts.TEXTS))
                                        : freeText().orElse("\"r\""))
                        : Optional.of(quoted(constant(parameter.values())));
            case DECIMAL -> Optional.of(decimal(valueOf(FieldKind.DECIMAL).orElse(number()), random.nextInt(3)));
            default -> valueOf(parameter.kind().get());
        };
    }

    private FactModel.Type type() {
        List<FactModel.Type> all = new ArrayList<>(tables);
        FactModel.types().stream()
                .filter(type -> type.from().compareTo(stage) <= 0)
                .forEach(all::add);
        return one(all);
    }

    private List<Field> fields(FactModel.Type type) {
        return type.fields().stream()
                .filter(field -> field.from().compareTo(stage) <= 0)
                .toList();
    }

    private String name() {
        return "$v" + names++;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private <T> T constant(List<T> all) {
        return all.get(constants.nextInt(all.size()));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
