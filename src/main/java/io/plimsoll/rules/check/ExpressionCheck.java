package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Suggestions.Suggestion;
import io.plimsoll.rules.check.Tree.Applied;
import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Broken;
import io.plimsoll.rules.check.Tree.Constant;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import io.plimsoll.rules.check.Tree.Literal;
import io.plimsoll.rules.check.Tree.Minus;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.check.Tree.Property;
import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands values: what kind they are, whether they may be absent, and how the engine is told. */
final class ExpressionCheck {

    /**
     * The fact whose constraints are checked.
     *
     * @param variable what the fact is bound to, by the author or by the check
     * @param bound variables that the pattern has bound so far, itself and its fields; the engine knows them only behind the pattern
     */
    record Own(FactModel.Type type, int pattern, String variable, Map<String, Variable> bound) {}

    private static final Pattern ZERO_OR_ONE = Pattern.compile("0*1?(\\.0*)?");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/");

    /** As of a snapshot's attribute or a table's cell. A reason is told again for every fact that its rule fires for. */
    private static final int TEXT_LENGTH_MAX = 256;

    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;
    private final Scope scope;
    private final Suggestions suggestions;
    private final Optional<Own> own;
    private final boolean leftSide;

    /** @param own the pattern's fact; empty outside of a pattern */
    ExpressionCheck(FindingsOfFile findings, Vocabulary vocabulary, Scope scope, Optional<Own> own, boolean leftSide) {
        this.findings = findings;
        this.vocabulary = vocabulary;
        this.scope = scope;
        this.suggestions = new Suggestions(findings, vocabulary);
        this.own = own;
        this.leftSide = leftSide;
    }

    ExpressionCheck in(Scope other) {
        return new ExpressionCheck(findings, vocabulary, other, own, leftSide);
    }

    Range range(Span span) {
        return findings.range(span);
    }

    /** A field of the pattern's own fact that is true or false. */
    boolean isTrueOrFalse(Name name) {
        return own.flatMap(fact -> fact.type().field(name.token().text()))
                .filter(field -> field.kind() == FieldKind.BOOLEAN)
                .isPresent();
    }

    Scope scope() {
        return scope;
    }

    Term term(Expression expression) {
        return switch (expression) {
            case Literal literal -> literal(literal.token());
            case Constant constant -> constant(constant.token());
            case Name name -> name(name.token());
            case Property property -> property(property);
            case Minus minus -> minus(minus);
            case Binary binary when ARITHMETIC.contains(binary.operator()) -> arithmetic(binary);
            case Applied applied -> applied(applied);
            case Binary ignored -> notAValue(expression);
            case In ignored -> notAValue(expression);
            case Negated ignored -> notAValue(expression);
            case Broken broken -> Term.unknown(broken.span());
        };
    }

    /** Reports a value that may be absent and has not been tested. */
    boolean requirePresent(Term term) {
        if (term.absent().isEmpty() || scope.isPresent(term.absent().get())) {
            return true;
        }
        Place place = term.absent().get();
        String written = term.engine().replace("()", "");
        boolean inPattern = leftSide && !written.startsWith("$");
        findings.error(
                Code.ABSENT,
                term.span(),
                "`" + written + "` may be absent, and then nothing would match without a word",
                inPattern
                        ? "write `" + written + " != null, " + written
                                + " ...`, and a rule for the case that it is absent"
                        : "test `" + place.field() + " != null` in its pattern",
                inPattern ? new Fix[] {findings.insert(term.span(), written + " != null, ")} : new Fix[0]);
        scope.learn(Set.of(place));
        return false;
    }

    private Term notAValue(Expression expression) {
        findings.error(
                Code.KINDS, expression.span(), "a comparison is not a value", "split it into several constraints");
        return Term.unknown(expression.span());
    }

    private Term literal(Token token) {
        limitInRule(token);
        if (token.isText() && token.text().length() > TEXT_LENGTH_MAX) {
            findings.error(
                    Code.VALUE,
                    token.span(),
                    "a text may have at most " + TEXT_LENGTH_MAX + " characters, this has "
                            + token.text().length(),
                    "nothing in a snapshot or a table is longer; keep a reason short");
        }
        return switch (token.kind()) {
            case TEXT ->
                Term.literal(
                        token.span(),
                        FieldKind.STRING,
                        List.of(token.text()),
                        new Value.Literal(token.text(), FieldKind.STRING, range(token.span())),
                        quoted(token.text()));
            case INTEGER ->
                Term.literal(
                        token.span(), FieldKind.INTEGER, List.of(), number(token, FieldKind.INTEGER), token.text());
            default ->
                Term.literal(
                        token.span(),
                        FieldKind.DECIMAL,
                        List.of(),
                        number(token, FieldKind.DECIMAL),
                        token.text() + "B");
        };
    }

    /** It compiles and is exact, but an edit of it shows in no table. */
    private void limitInRule(Token token) {
        boolean number = token.kind() == Token.Kind.INTEGER || token.kind() == Token.Kind.DECIMAL;
        if (number && !ZERO_OR_ONE.matcher(token.text()).matches()) {
            findings.warning(
                    Code.NUMBER,
                    token.span(),
                    "`" + token.text() + "` is a limit within a rule",
                    "declare a field for it, put the number into a table, and bind it: `Limit( $limit : limit )`");
        }
    }

    /** An integer too large for one is kept as a decimal: beside a decimal it is right, and beside an integer it is refused. */
    private Value number(Token token, FieldKind kind) {
        boolean small = kind == FieldKind.INTEGER && token.text().length() <= 9;
        return small
                ? new Value.Literal(Integer.valueOf(token.text()), kind, range(token.span()))
                : new Value.Literal(new BigDecimal(token.text()), FieldKind.DECIMAL, range(token.span()));
    }

    private Term constant(Token token) {
        return token.is("null")
                ? Term.nothing(token.span())
                : Term.literal(
                        token.span(),
                        FieldKind.BOOLEAN,
                        List.of(),
                        new Value.Literal(token.is("true"), FieldKind.BOOLEAN, range(token.span())),
                        token.text());
    }

    private Term name(Token token) {
        if (token.text().startsWith("$")) {
            return variable(token)
                    .map(variable -> new Term(
                            token.span(),
                            variable.kind(),
                            variable.fact(),
                            variable.values(),
                            variable.nullable() ? Optional.of(variable.place()) : Optional.empty(),
                            Optional.of(variable.place()),
                            variable.isUnknown() ? Term.Form.UNKNOWN : Term.Form.READ,
                            Optional.of(new Value.Bound(token.text(), variable.kind(), range(token.span()))),
                            engineName(token, variable)))
                    .orElseGet(() -> Term.unknown(token.span()));
        }
        if (own.isEmpty() && scope.variable(token.text()).isPresent()) {
            return Term.unknown(token.span());
        }
        if (own.isEmpty()) {
            Suggestion suggestion =
                    suggestions.variable(token, scope.variables().keySet());
            findings.error(
                    Code.VARIABLE,
                    token.span(),
                    "`" + token.text() + "` is no variable",
                    suggestion.hint(),
                    suggestion.fixes());
            return Term.unknown(token.span());
        }
        return field(own.get().type(), token, own.get().pattern(), own.get().variable(), token.span(), token.text());
    }

    private Term property(Property property) {
        Optional<Variable> variable = variable(property.variable());
        if (variable.isEmpty() || variable.get().isUnknown()) {
            return Term.unknown(property.span());
        }
        if (variable.get().fact().isEmpty()) {
            findings.error(
                    Code.FIELD,
                    property.field().span(),
                    "`" + property.variable().text() + "` is a value and has no fields",
                    "use `" + property.variable().text() + "` itself");
            return Term.unknown(property.span());
        }
        FactModel.Type type = variable.get().fact().get();
        String field = property.field().text();
        String read = isOwn(property.variable()) ? field : property.variable().text() + "." + field;
        String engine =
                leftSide ? read : property.variable().text() + "." + EngineCalls.accessor(type, field, vocabulary);
        return field(
                type,
                property.field(),
                variable.get().place().pattern(),
                property.variable().text(),
                property.span(),
                engine);
    }

    /** A field, if the fact has it and the stage sees it. */
    Optional<FactModel.Field> knownField(FactModel.Type type, Token name) {
        Optional<FactModel.Field> field = type.field(name.text());
        if (vocabulary.isLost(type, name.text())) {
            return Optional.empty();
        }
        if (field.isEmpty()) {
            Suggestion suggestion =
                    suggestions.field(type, name, scope.variables().keySet());
            findings.error(
                    Code.FIELD,
                    name.span(),
                    "`" + type.name() + "` has no field `" + name.text() + "`",
                    suggestion.hint(),
                    suggestion.fixes());
            return Optional.empty();
        }
        if (field.get().from().compareTo(vocabulary.stage()) > 0) {
            findings.error(
                    Code.FIELD_STAGE,
                    name.span(),
                    "`" + name.text() + "` is known only from the "
                            + field.get().from().topic() + " stage on",
                    vocabulary.ruleOfThisStage());
            return Optional.empty();
        }
        return field;
    }

    private Term field(FactModel.Type type, Token name, int pattern, String fact, Span span, String engine) {
        return knownField(type, name)
                .map(field -> new Term(
                        span,
                        Optional.of(field.kind()),
                        Optional.empty(),
                        field.values(),
                        field.nullable() ? Optional.of(new Place(pattern, field.name())) : Optional.empty(),
                        Optional.of(new Place(pattern, field.name())),
                        Term.Form.READ,
                        Optional.of(new Value.Read(fact, type.name(), field.name(), field.kind(), range(span))),
                        engine))
                .orElseGet(() -> Term.unknown(span));
    }

    /** How the engine is told a variable: within the pattern that binds it, as the field it is bound to. */
    private String engineName(Token token, Variable variable) {
        return isOwn(token) ? variable.place().field() : token.text();
    }

    private boolean isOwn(Token token) {
        return own.isPresent() && own.get().bound().containsKey(token.text());
    }

    private Optional<Variable> variable(Token token) {
        String name = token.text();
        Optional<Variable> variable =
                own.flatMap(fact -> Optional.ofNullable(fact.bound().get(name))).or(() -> scope.variable(name));
        if (variable.isPresent()) {
            return variable;
        }
        Optional<String> why = scope.whyGone(name);
        if (why.isPresent()) {
            findings.error(
                    Code.SCOPE,
                    token.span(),
                    "`" + name + "` is " + why.get(),
                    "bind it in a pattern that stands by itself");
        } else {
            Suggestion suggestion =
                    suggestions.variable(token, scope.variables().keySet());
            findings.error(
                    Code.VARIABLE,
                    token.span(),
                    "`" + name + "` is bound by nothing before this",
                    suggestion.hint(),
                    suggestion.fixes());
        }
        return Optional.empty();
    }

    private Term minus(Minus minus) {
        Term inner = term(minus.inner());
        if (!isOperand(inner)) {
            return Term.unknown(minus.span());
        }
        return Term.calculated(
                minus.span(),
                new Value.Minus(inner.understood(), range(minus.span())),
                inner.asDecimal() + ".negate()");
    }

    private Term arithmetic(Binary binary) {
        Term left = term(binary.left());
        Term right = term(binary.right());
        boolean operands = isOperand(left) & isOperand(right);
        if (!operands) {
            return Term.unknown(binary.span());
        }
        if (!left.is(FieldKind.DECIMAL) && !right.is(FieldKind.DECIMAL)) {
            findings.error(
                    Code.ARITHMETIC,
                    binary.span(),
                    "arithmetic needs a decimal on one side",
                    "write one of the integers as a decimal, such as `1B`");
            return Term.unknown(binary.span());
        }
        if (binary.operator().equals("/") && isZero(right.understood())) {
            findings.error(
                    Code.DIVISION,
                    binary.right().span(),
                    "what is divided by 0 is nothing",
                    "a rule that divides by zero fails, and the decision is held");
            return Term.unknown(binary.span());
        }
        Value value = new Value.Arithmetic(
                Value.Operator.of(binary.operator()),
                left.understood(),
                right.understood(),
                range(binary.operatorSpan()));
        return Term.calculated(
                binary.span(), value, EngineCalls.of(binary.operator(), left.asDecimal(), right.asDecimal()));
    }

    private Term applied(Applied applied) {
        List<Term> to = applied.to().stream().map(this::term).toList();
        List<Boolean> operands = to.stream().map(this::isOperand).toList();
        if (operands.contains(false)) {
            return Term.unknown(applied.span());
        }
        Value.Function function = Value.Function.of(applied.function().text()).orElseThrow();
        List<Value> values = to.stream().map(Term::understood).toList();
        List<String> engine = to.stream().map(Term::asDecimal).toList();
        return Term.calculated(
                applied.span(),
                new Value.Applied(function, values, range(applied.span())),
                EngineCalls.of(function, engine));
    }

    private boolean isOperand(Term term) {
        if (term.isUnknown()) {
            return false;
        }
        if (!term.isNumber()) {
            findings.error(
                    Code.ARITHMETIC,
                    term.span(),
                    "arithmetic is on decimals, and this is " + term.inWords(),
                    arithmeticHint(term));
            return false;
        }
        return requirePresent(term);
    }

    private static boolean isZero(Value value) {
        return value instanceof Value.Literal literal
                && new BigDecimal(literal.value().toString()).signum() == 0;
    }

    private static @Nullable String arithmeticHint(Term term) {
        if (term.is(FieldKind.STRING)) {
            return "a text stands by itself: it is not put together";
        }
        return term.is(FieldKind.DURATION) || term.is(FieldKind.INSTANT)
                ? "put the sum into a table as a field of its own"
                : null;
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
