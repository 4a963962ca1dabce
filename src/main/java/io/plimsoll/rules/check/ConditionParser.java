package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Accumulate;
import io.plimsoll.rules.check.Tree.And;
import io.plimsoll.rules.check.Tree.Bind;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Constraint;
import io.plimsoll.rules.check.Tree.Exists;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Fold;
import io.plimsoll.rules.check.Tree.Not;
import io.plimsoll.rules.check.Tree.Or;
import io.plimsoll.rules.check.Tree.Pattern;
import io.plimsoll.rules.check.Tree.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the left side of a rule. */
final class ConditionParser {

    /** Nothing of a left side reaches beyond these. */
    static final Set<String> BARRIERS = Set.of("then", "end");

    private static final Set<String> FORBIDDEN = Set.of(
            "eval", "forall", "from", "collect", "query", "over", "window", "acc", "foreach", "oopath", "do", "test");

    private final Words words;
    private final FindingsOfFile findings;
    private final Limits limits;
    private final ExpressionParser expressions;
    private int depth;

    ConditionParser(Words words, FindingsOfFile findings, Limits limits) {
        this.words = words;
        this.findings = findings;
        this.limits = limits;
        this.expressions = new ExpressionParser(words, findings, limits);
    }

    /** Everything up to {@code then}. A condition that cannot be read is reported and left out. */
    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        while (!words.atEnd() && !words.isAtAny(BARRIERS)) {
            int before = words.position();
            try {
                depth = 0;
                all.add(either());
            } catch (Words.Refused e) {
                skipCondition(before);
            }
        }
        return all;
    }

    /** To the next line that begins a condition: authors write one condition a line. */
    private void skipCondition(int before) {
        words.rewind(before);
        words.next();
        while (!words.atEnd() && !words.isAtAny(BARRIERS)) {
            boolean begins = words.peek().firstOfLine() && (words.peek().isName() || words.isAt("("));
            if (begins && !words.isAt("and") && !words.isAt("or")) {
                return;
            }
            words.next();
        }
    }

    private Condition either() {
        List<Condition> branches = new ArrayList<>(List.of(both()));
        while (words.isAt("or") || words.isAt("||")) {
            refuseSymbol("||", "or");
            words.next();
            branches.add(both());
        }
        if (branches.size() == 1) {
            return branches.getFirst();
        }
        for (Condition branch : branches) {
            if (branch instanceof And and && !isGrouped(and)) {
                findings.error(
                        Code.AND_OR,
                        and.span(),
                        "`and` beside `or` can be read in two ways",
                        "put parentheses around what belongs together");
            }
        }
        return new Or(branches, spanOf(branches));
    }

    /** A group that was read in parentheses begins with one. */
    private boolean isGrouped(And and) {
        return groups.contains(and.span());
    }

    private final Set<Span> groups = new java.util.HashSet<>();

    private Condition both() {
        List<Condition> all = new ArrayList<>(List.of(one()));
        while (words.isAt("and") || words.isAt("&&")) {
            refuseSymbol("&&", "and");
            words.next();
            all.add(one());
        }
        return all.size() == 1 ? all.getFirst() : new And(all, spanOf(all));
    }

    private void refuseSymbol(String symbol, String word) {
        if (words.isAt(symbol)) {
            throw words.refuse(
                    Code.AND_OR,
                    words.peek(),
                    "`" + symbol + "` stands only within a pattern",
                    "between patterns write `" + word + "`");
        }
    }

    /** Every way to nest leads through here, so that no text can exhaust the stack. */
    private Condition one() {
        depth++;
        if (depth > limits.nestingMax()) {
            throw words.refuse(
                    Code.NESTING,
                    words.peek(),
                    "conditions are nested more than " + limits.nestingMax() + " deep",
                    "split the rule");
        }
        Condition condition = oneNested();
        depth--;
        return condition;
    }

    private Condition oneNested() {
        Token first = words.peek();
        if (first.is("(")) {
            return group();
        }
        if (first.is("not") || first.is("exists")) {
            words.next();
            Condition inner = words.isAt("(") ? group() : one();
            Span span = first.span().to(inner.span());
            return first.is("not") ? new Not(inner, span) : new Exists(inner, span);
        }
        if (first.is("accumulate")) {
            return accumulate();
        }
        return pattern();
    }

    private Condition group() {
        words.expect("(", "before a group");
        if (words.isAt("and") || words.isAt("or")) {
            throw words.refuse(
                    Code.CONDITION,
                    words.peek(),
                    "a group cannot begin with `" + words.peek().text() + "`",
                    "write it between the patterns");
        }
        Condition inner = either();
        words.expect(")", "to close the group");
        groups.add(inner.span());
        return inner;
    }

    private Condition accumulate() {
        Token first = words.next();
        words.expect("(", "after `accumulate`");
        Condition of = either();
        if (!words.take(";")) {
            words.expect(",", "between what is accumulated and the functions");
        }
        List<Fold> folds = new ArrayList<>();
        do {
            folds.add(fold());
        } while (words.take(","));
        List<Expression> tests = new ArrayList<>();
        if (words.take(";")) {
            do {
                tests.add(expressions.expression());
            } while (words.take(","));
        }
        Token close = words.expect(")", "to close `accumulate`");
        return new Accumulate(of, folds, tests, first.span().to(close.span()));
    }

    private Fold fold() {
        Token variable = words.expectName("a variable for the result, such as `$sum : sum($n)`,");
        words.expect(":", "between variable and function");
        Token function = words.expectName("a function");
        words.expect("(", "after the function's name");
        Optional<Token> argument = Optional.empty();
        if (!words.isAt(")")) {
            argument = Optional.of(words.expectName("a variable that is bound in the pattern"));
            if (!words.isAt(")")) {
                throw words.refuse(
                        Code.FOLD,
                        words.peek(),
                        "`" + function.text() + "` takes one bound variable and nothing else",
                        "the engine mixes up the values of an expression here");
            }
        }
        Token close = words.expect(")", "to close the function");
        return new Fold(variable, function, argument, variable.span().to(close.span()));
    }

    private Condition pattern() {
        Token first = words.peek();
        if (first.isName() && FORBIDDEN.contains(first.text())) {
            throw words.refuse(
                    Code.CONDITION, first, "`" + first.text() + "` is not allowed", hintInsteadOf(first.text()));
        }
        if (first.is("/") || first.is("?")) {
            throw words.refuse(
                    Code.CONDITION,
                    first,
                    "`" + first.text() + "` is not allowed in a condition",
                    "name a fact, such as `Position( )`");
        }
        Token name = words.expectName("a fact, such as `Position( )`,");
        Optional<Token> variable = Optional.empty();
        if (words.take(":")) {
            variable = Optional.of(name);
            name = words.expectName("a fact's name");
        }
        if (words.isAt(".")) {
            throw words.refuse(
                    Code.FACT,
                    words.peek(),
                    "a fact is named without its package",
                    "facts are known by their short name");
        }
        words.expect("(", "after the name of a fact");
        List<Constraint> constraints = constraints();
        Token close = words.expect(")", "to close the pattern");
        refuseTail();
        Span span = variable.map(Token::span).orElse(name.span()).to(close.span());
        return new Pattern(variable, name, constraints, span);
    }

    private void refuseTail() {
        if (words.isAt("from") || words.isAt("over") || words.isAt("@")) {
            throw words.refuse(
                    Code.CONDITION,
                    words.peek(),
                    "`" + words.peek().text() + "` is not allowed behind a pattern",
                    "facts and tables are matched directly");
        }
    }

    private static String hintInsteadOf(String word) {
        return switch (word) {
            case "forall" -> "say it with `not`: there is none for which it does not hold";
            case "acc" -> "write `accumulate`";
            default -> "put the comparison into a pattern: `MarginAccount( equity < maintenanceMargin )`";
        };
    }

    private List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        if (words.isAt(")")) {
            return constraints;
        }
        do {
            int before = words.position();
            try {
                constraints.add(constraint());
                if (!words.isAt(",") && !words.isAt(")")) {
                    throw expressions.refuseBehind(words.peek());
                }
            } catch (Words.Refused e) {
                words.rewind(before);
                words.skipTo(Set.of(",", ")"), BARRIERS);
            }
        } while (words.take(","));
        return constraints;
    }

    private Constraint constraint() {
        if (words.peek().isName() && words.peek(1).is(":")) {
            Token variable = words.next();
            words.next();
            Token field = words.peek();
            boolean fieldAlone =
                    field.isName() && (words.peek(1).is(",") || words.peek(1).is(")"));
            if (!fieldAlone) {
                throw words.refuse(
                        Code.BINDING,
                        variable.span().to(field.span()),
                        "only a field can be bound to `" + variable.text() + "`",
                        "write `" + variable.text()
                                + " : field, field > ...`: the engine would bind the field and drop the rest");
            }
            return new Bind(variable, words.next());
        }
        Expression expression = expressions.expression();
        if (words.isAt(";")) {
            throw words.refuse(
                    Code.POSITIONAL,
                    expression.span(),
                    "a value needs the field it is compared with",
                    "write `field == value`");
        }
        return new Test(expression);
    }

    private static Span spanOf(List<Condition> conditions) {
        return conditions.getFirst().span().to(conditions.getLast().span());
    }
}
