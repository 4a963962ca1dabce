package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import io.plimsoll.rules.check.Tree.Literal;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Understands comparisons: both sides are of one kind, are there, and can be equal at all. */
final class ComparisonCheck {

    private static final Set<String> EQUALITY = Set.of("==", "!=");
    private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");
    private static final Set<String> ON_TEXT = Set.of("contains", "not contains", "matches", "not matches");

    /** Without groups, references and counts, and with few repetitions, a pattern is matched in little time. */
    private static final Pattern TAME = Pattern.compile("[A-Za-z0-9 _.:/\\[\\]^$|*+?-]{1,100}");

    private static final Pattern INTEGER = Pattern.compile("[0-9]+");
    private static final int REPETITIONS_MAX = 3;

    private final FindingsOfFile findings;
    private final ExpressionCheck expressions;

    ComparisonCheck(FindingsOfFile findings, ExpressionCheck expressions) {
        this.findings = findings;
        this.expressions = expressions;
    }

    /** Empty where something was reported. */
    Optional<Truth> truth(Expression expression) {
        return switch (expression) {
            case Binary binary when binary.operator().equals("&&") -> both(binary);
            case Binary binary when binary.operator().equals("||") -> either(binary);
            case Negated negated when isTrueOrFalse(negated.inner()) -> negatedAlone(negated);
            case Negated negated -> truth(negated.inner()).map(inner -> inner.not(expressions.range(negated.span())));
            case In in -> in(in);
            case Binary binary when isComparison(binary.operator()) -> comparison(binary);
            default -> noComparison(expression);
        };
    }

    private boolean isTrueOrFalse(Expression expression) {
        return expression instanceof Name name && expressions.isTrueOrFalse(name);
    }

    /** {@code !overdue}: the finding stands at the field, as it does without the negation. */
    private Optional<Truth> negatedAlone(Negated negated) {
        String field = expressions.term(negated.inner()).engine();
        findings.error(
                Code.NO_COMPARISON,
                negated.inner().span(),
                "this compares nothing",
                "write `" + field + " == false`",
                findings.write(negated.span(), field + " == false"));
        return Optional.empty();
    }

    private static boolean isComparison(String operator) {
        return EQUALITY.contains(operator) || ORDER.contains(operator) || ON_TEXT.contains(operator);
    }

    private Optional<Truth> both(Binary binary) {
        Optional<Truth> left = truth(binary.left());
        Optional<Truth> right =
                knowing(left.map(Truth::whenTrue).orElse(Set.of())).truth(binary.right());
        return left.flatMap(first -> right.map(first::and));
    }

    private Optional<Truth> either(Binary binary) {
        Optional<Truth> left = truth(binary.left());
        Optional<Truth> right =
                knowing(left.map(Truth::whenFalse).orElse(Set.of())).truth(binary.right());
        return left.flatMap(first -> right.map(first::or));
    }

    private ComparisonCheck knowing(Set<Place> present) {
        return new ComparisonCheck(findings, expressions.in(expressions.scope().knowing(present)));
    }

    private Optional<Truth> noComparison(Expression expression) {
        Term term = expressions.term(expression);
        boolean truth = term.is(FieldKind.BOOLEAN) && !term.isLiteral();
        String value = findings.slice(expression.span());
        if (!term.isUnknown()) {
            findings.error(
                    Code.NO_COMPARISON,
                    expression.span(),
                    "this compares nothing",
                    truth
                            ? "write `" + term.engine() + " == true`"
                            : term.isLiteral()
                                    ? "write the field again: `field == " + value + "`, or `field in ( ... )`"
                                    : "write what `" + value + "` is compared with: `" + value + " > ...`",
                    truth ? new Fix[] {findings.append(expression.span(), " == true")} : new Fix[0]);
        }
        return Optional.empty();
    }

    private Optional<Truth> comparison(Binary binary) {
        Term left = expressions.term(binary.left());
        Term right = expressions.term(binary.right());
        if (left.isUnknown() || right.isUnknown()) {
            return Optional.empty();
        }
        if (left.isNull() || right.isNull()) {
            return presence(binary, left.isNull() ? right : left);
        }
        if (left.isLiteral() && right.isLiteral()) {
            findings.error(
                    Code.NO_COMPARISON, binary.span(), "this compares two literals", "compare a field with a literal");
            return Optional.empty();
        }
        if (isSame(left, right)) {
            itself(binary);
            return Optional.empty();
        }
        boolean present = expressions.requirePresent(left) & expressions.requirePresent(right);
        if (!present || !comparable(binary, left, right)) {
            return Optional.empty();
        }
        if (ON_TEXT.contains(binary.operator())) {
            return onText(binary, left, right);
        }
        if (EQUALITY.contains(binary.operator()) && !possible(left, right)) {
            return Optional.empty();
        }
        Test asked = asked(binary, left, right);
        boolean last = asked instanceof Test.Comparison comparison && comparison.mayFail();
        String engine = last ? "" : sideOf(left, right) + " " + binary.operator() + " " + sideOf(right, left);
        return Optional.of(Truth.of(engine, asked));
    }

    private static boolean isSame(Term left, Term right) {
        boolean fields = left.form() == Term.Form.READ && left.fact().isEmpty();
        return fields && left.form() == right.form() && left.place().equals(right.place());
    }

    /** {@code instrument == instrument}: nearly always a variable that lacks its {@code $}. */
    private void itself(Binary binary) {
        String variable = "$" + findings.slice(binary.right().span());
        boolean bound = expressions.scope().variable(variable).isPresent();
        findings.error(
                Code.NO_COMPARISON,
                binary.span(),
                "this compares a field with itself",
                bound ? "did you mean `" + variable + "`?" : "compare it with another field, a variable or a literal",
                bound ? new Fix[] {findings.write(binary.right().span(), variable)} : new Fix[0]);
    }

    private Test asked(Binary binary, Term left, Term right) {
        return new Test.Comparison(
                left.understood(),
                Relation.of(binary.operator()),
                right.understood(),
                expressions.range(binary.operatorSpan()));
    }

    private Optional<Truth> presence(Binary binary, Term term) {
        if (!EQUALITY.contains(binary.operator())) {
            findings.error(
                    Code.KINDS,
                    binary.span(),
                    "`null` can only be compared with `==` and `!=`",
                    "write `field != null`");
            return Optional.empty();
        }
        if (term.form() != Term.Form.READ || term.fact().isPresent()) {
            findings.error(Code.NO_COMPARISON, binary.span(), "only a field can be absent", null);
            return Optional.empty();
        }
        if (term.absent().isEmpty()) {
            findings.warning(
                    Code.ALWAYS_PRESENT,
                    binary.span(),
                    "`" + term.engine() + "` is always present",
                    "delete this constraint");
        }
        Set<Place> place = term.place().map(Set::of).orElse(Set.of());
        String engine = term.engine() + " " + binary.operator() + " null";
        boolean wanted = binary.operator().equals("!=");
        Test test = new Test.Presence(term.understood(), wanted, expressions.range(binary.span()));
        return Optional.of(
                wanted ? new Truth(engine, test, place, Set.of()) : new Truth(engine, test, Set.of(), place));
    }

    private boolean comparable(Binary binary, Term left, Term right) {
        boolean sameKind = left.kind().isPresent() && left.kind().equals(right.kind());
        boolean numbers = left.isNumber() && right.isNumber();
        if (!sameKind && !numbers) {
            findings.error(
                    Code.KINDS,
                    binary.span(),
                    "this compares " + left.inWords() + " with " + right.inWords(),
                    hintForKinds(left, right),
                    unquoted(left, right));
            return false;
        }
        boolean ordered = left.kind().map(FieldKind::isOrdered).orElse(false);
        if (ORDER.contains(binary.operator()) && !ordered) {
            findings.error(
                    Code.KINDS,
                    binary.span(),
                    "`" + binary.operator() + "` needs an order, and " + left.inWords() + " has none",
                    "use `==`, `!=` or `in`");
            return false;
        }
        return fits(left, right) && fits(right, left);
    }

    private static @Nullable String hintForKinds(Term left, Term right) {
        Term literal = left.isLiteral() ? left : right;
        Term other = left.isLiteral() ? right : left;
        if (other.fact().isPresent() || literal.fact().isPresent()) {
            return "compare one of its fields: `$position.notional`";
        }
        if (!literal.isLiteral()) {
            return "compare a field with one of its own kind";
        }
        if (other.is(FieldKind.DURATION) || other.is(FieldKind.INSTANT)) {
            String kind = other.kind().map(FieldKind::declaredAs).orElse("");
            return "declare the limit as a `" + kind + "` in a table, and bind it";
        }
        if (other.is(FieldKind.BOOLEAN)) {
            return "write `true` or `false`, without quotes";
        }
        return other.is(FieldKind.STRING) ? "a text stands in double quotes" : "a number stands without quotes";
    }

    /** A literal that lacks its quotes, or has some too many. */
    private Fix[] unquoted(Term left, Term right) {
        Term literal = left.isLiteral() ? left : right;
        Term other = left.isLiteral() ? right : left;
        if (!literal.isLiteral()) {
            return new Fix[0];
        }
        String written = literal.is(FieldKind.STRING) ? literal.values().getFirst() : literal.engine();
        boolean number = other.isNumber()
                && literal.is(FieldKind.STRING)
                && INTEGER.matcher(written).matches();
        boolean truth = other.is(FieldKind.BOOLEAN) && (written.equals("true") || written.equals("false"));
        if (number || truth) {
            return new Fix[] {findings.write(literal.span(), written)};
        }
        return other.is(FieldKind.STRING)
                ? new Fix[] {findings.write(literal.span(), ExpressionCheck.quoted(findings.slice(literal.span())))}
                : new Fix[0];
    }

    /** An integer literal beside an integer must be one that integers reach. */
    private boolean fits(Term literal, Term other) {
        boolean tooLarge = literal.isLiteral()
                && literal.is(FieldKind.INTEGER)
                && other.is(FieldKind.INTEGER)
                && literal.engine().length() > 9;
        if (tooLarge) {
            findings.error(Code.KINDS, literal.span(), "no integer is as large as this", null);
        }
        return !tooLarge;
    }

    private boolean possible(Term left, Term right) {
        if (left.values().isEmpty() || right.values().isEmpty()) {
            return true;
        }
        boolean meet = left.values().stream().anyMatch(right.values()::contains);
        if (!meet) {
            Term literal = left.isLiteral() ? left : right;
            Term field = left.isLiteral() ? right : left;
            String written = literal.values().getFirst();
            findings.error(
                    Code.VALUE,
                    literal.span(),
                    "`" + field.engine() + "` is never `" + written + "`",
                    Similar.hintOrList(written, field.values()),
                    Similar.nearest(written, field.values()).stream()
                            .filter(near -> literal.isLiteral())
                            .map(near -> findings.write(literal.span(), ExpressionCheck.quoted(near)))
                            .toArray(Fix[]::new));
        }
        return meet;
    }

    private Optional<Truth> onText(Binary binary, Term left, Term right) {
        if (!left.is(FieldKind.STRING)) {
            findings.error(
                    Code.KINDS,
                    binary.span(),
                    "`" + binary.operator() + "` is for texts, and this is " + left.inWords(),
                    null);
            return Optional.empty();
        }
        if (binary.operator().endsWith("matches") && !isTame(binary.right())) {
            return Optional.empty();
        }
        return Optional.of(
                Truth.of(left.engine() + " " + binary.operator() + " " + right.engine(), asked(binary, left, right)));
    }

    private boolean isTame(Expression pattern) {
        String text = pattern instanceof Literal literal ? literal.token().text() : "";
        long repetitions =
                text.chars().filter(c -> c == '*' || c == '+' || c == '?').count();
        boolean tame = TAME.matcher(text).matches() && repetitions <= REPETITIONS_MAX && compiles(text);
        if (!tame) {
            findings.error(
                    Code.PATTERN,
                    pattern.span(),
                    "this is not a pattern that rule files may have",
                    "a literal of letters, digits, `.`, `[ ]`, `|` and at most " + REPETITIONS_MAX + " of `* + ?`");
        }
        return tame;
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private Optional<Truth> in(In in) {
        Term left = expressions.term(in.left());
        List<String> values = new ArrayList<>();
        List<Value> understood = new ArrayList<>();
        boolean sound = !left.isUnknown() && expressions.requirePresent(left);
        for (Expression value : in.values()) {
            Term term = expressions.term(value);
            sound = sound && isValueOf(left, term);
            values.add(sideOf(term, left));
            term.value().ifPresent(understood::add);
        }
        String operator = in.negated() ? " not in ( " : " in ( ";
        return sound
                ? Optional.of(Truth.of(
                        left.engine() + operator + String.join(", ", values) + " )",
                        new Test.OneOf(left.understood(), !in.negated(), understood, expressions.range(in.span()))))
                : Optional.empty();
    }

    private boolean isValueOf(Term left, Term value) {
        if (value.isUnknown()) {
            return false;
        }
        if (left.form() != Term.Form.READ || left.fact().isPresent()) {
            findings.error(Code.NO_COMPARISON, left.span(), "`in` needs a field before it", null);
            return false;
        }
        boolean comparable = left.kind().equals(value.kind()) || (left.isNumber() && value.isNumber());
        if (!comparable || value.form() == Term.Form.CALCULATED) {
            findings.error(
                    Code.KINDS,
                    value.span(),
                    "`" + left.engine() + "` is " + left.inWords() + " and cannot be " + value.inWords(),
                    null);
            return false;
        }
        return expressions.requirePresent(value) && fits(value, left) && possible(left, value);
    }

    /** Beside a decimal an integer is told as a decimal, so that the engine need not convert. */
    private static String sideOf(Term term, Term other) {
        boolean convert = term.is(FieldKind.INTEGER) && other.is(FieldKind.DECIMAL);
        if (!convert) {
            return term.engine();
        }
        return term.isLiteral() ? term.engine() + "B" : term.asDecimal();
    }
}
