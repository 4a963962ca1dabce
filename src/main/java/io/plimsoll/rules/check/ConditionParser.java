package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Accumulate;
import io.plimsoll.rules.check.Tree.And;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Exists;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Fold;
import io.plimsoll.rules.check.Tree.Not;
import io.plimsoll.rules.check.Tree.Or;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the left side of a rule. */
final class ConditionParser {

    /** Words that begin a function of one's own. */
    private static final Set<String> CODE_FOLDS = Set.of("init", "action", "reverse", "result");

    private final Words words;
    private final FindingsOfFile findings;
    private final Limits limits;
    private final ExpressionParser expressions;
    private final PatternParser patterns;
    private final LostBindings lost;
    private final Set<Span> groups = new HashSet<>();
    private int depth;

    ConditionParser(Words words, FindingsOfFile findings, Limits limits) {
        this.words = words;
        this.findings = findings;
        this.limits = limits;
        this.expressions = new ExpressionParser(words, findings, limits);
        this.lost = new LostBindings(words);
        this.patterns = new PatternParser(words, findings, new ConstraintParser(words, findings, expressions, lost));
    }

    /** Everything up to {@code then}. A condition that cannot be read is reported and left out. */
    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        lost.clear();
        int start = words.position();
        while (!words.isAtEndOfConditions()) {
            int before = words.position();
            try {
                depth = 0;
                all.add(either());
            } catch (Words.Refused e) {
                skipCondition(before);
            }
            strayMarks();
            if (words.isAlone()) {
                words.isAtNear("then");
            }
        }
        lost.inBroken(start);
        return all;
    }

    /** To the next line that begins a condition: authors write one condition a line. */
    private void skipCondition(int before) {
        int refused = words.position();
        if (refused == before) {
            words.next();
        }
        while (!words.isAtEndOfConditions()
                && !(words.peek().firstOfLine() && (words.isAtCondition() || words.isAt("(")))) {
            words.next();
        }
        lost.since(before);
    }

    /** Marks behind a condition that belong to nothing. */
    private void strayMarks() {
        while (words.isAt(")") || words.isAt(",") || words.isAt(";") || words.isAt("]") || words.isAt("}")) {
            Token mark = words.peek();
            boolean bracket = !mark.is(",") && !mark.is(";");
            boolean pattern = words.peek(1).isCapitalised() && words.peek(2).is("(");
            boolean more = mark.is(",")
                    && !pattern
                    && !words.peek(1).firstOfLine()
                    && words.last().is(")");
            if (more) {
                refuseEarlyClose(words.last());
                return;
            }
            words.report(
                    bracket ? Code.BRACKET : mark.is(",") ? Code.COMMA : Code.SEMICOLON,
                    mark.span(),
                    bracket ? "this bracket closes nothing" : "nothing stands between conditions but a new line",
                    "delete it",
                    findings.delete(mark.span()));
            words.next();
        }
    }

    /** {@code Bracket( a == b ), c == d}: the rest of the line was meant to stand within. */
    private void refuseEarlyClose(Token close) {
        words.report(
                Code.BRACKET,
                close.span(),
                "this bracket closes the pattern, and more constraints follow",
                "move it behind the last constraint");
        int before = words.position();
        while (!words.isAtEndOfConditions() && !words.peek().firstOfLine()) {
            words.next();
        }
        lost.since(before);
    }

    private Condition either() {
        List<Condition> branches = new ArrayList<>(List.of(both()));
        while (isJoin("or", "||")) {
            join();
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

    /** Variables bound in what could not be read: whoever uses them makes no mistake. */
    Set<String> lost() {
        return lost.all();
    }

    /** A group that was read in parentheses begins with one. */
    private boolean isGrouped(And and) {
        return groups.contains(and.span());
    }

    private Condition both() {
        List<Condition> all = new ArrayList<>(List.of(one()));
        while (isJoin("and", "&&")) {
            join();
            all.add(one());
        }
        return all.size() == 1 ? all.getFirst() : new And(all, spanOf(all));
    }

    /** At a word that joins conditions, or at the symbol that joins constraints, which is reported and read as the word. */
    private boolean isJoin(String word, String symbol) {
        if (words.isAt(symbol)) {
            Token written = words.peek();
            words.report(
                    Code.AND_OR,
                    written.span(),
                    "`" + symbol + "` stands only within a pattern",
                    "between patterns write `" + word + "`",
                    findings.write(written.span(), word));
            return true;
        }
        boolean inCapitals = words.peek().text().equalsIgnoreCase(word);
        return inCapitals && words.isAtNear(word);
    }

    private void join() {
        Token join = words.next();
        if (words.isAtEndOfConditions()) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    join,
                    "nothing follows `" + join.text() + "`",
                    "write a pattern behind it, or delete it");
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
        respellBeforePattern();
        if (words.isAt("not") || words.isAt("exists")) {
            Token word = words.next();
            Condition inner = words.isAt("(") ? group() : one();
            Span span = first.span().to(inner.span());
            return word.is("not") ? new Not(inner, span) : new Exists(inner, span);
        }
        if (words.isAt("accumulate")) {
            return accumulate();
        }
        return patterns.pattern();
    }

    /** {@code exist Bracket(}, {@code NOT Bracket(}, {@code acumulate(}: words that are nearly those that stand here. */
    private void respellBeforePattern() {
        boolean beforePattern = words.peek(1).isCapitalised() && !words.peek(1).firstOfLine();
        if (beforePattern || words.peek(1).is("(")) {
            boolean known = words.isAtNear("not") || words.isAtNear("exists") || words.isAtNear("accumulate");
            if (!known && beforePattern && words.peek().text().equalsIgnoreCase("no")) {
                words.respell("not");
            }
        }
    }

    private Condition group() {
        Token open = words.next();
        if (words.isAt("and") || words.isAt("or")) {
            throw words.refuse(
                    Code.CONDITION,
                    words.peek(),
                    "a group cannot begin with `" + words.peek().text() + "`",
                    "write it between the patterns");
        }
        Condition inner = either();
        words.close(open);
        groups.add(inner.span());
        return inner;
    }

    private Condition accumulate() {
        Token first = words.next();
        Token open = words.open("`accumulate` is followed by parentheses");
        Condition of = either();
        if (!words.take(";") && !words.take(",")) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    words.peek(),
                    "`;` is expected here, between what is accumulated and the functions",
                    "write `accumulate( Position( $n : notional ); $sum : sum($n) )`",
                    findings.append(words.last().span(), ";"));
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
        words.close(open);
        return new Accumulate(of, folds, tests, first.span().to(words.last().span()));
    }

    private Fold fold() {
        if (words.peek().isName()
                && CODE_FOLDS.contains(words.peek().text())
                && words.peek(1).is("(")) {
            throw words.refuse(
                    Code.FOLD,
                    words.peek(),
                    "an accumulate function of one's own is not allowed",
                    "use `sum`, `min`, `max`, `average` or `count`: `$sum : sum($n)`");
        }
        Token variable = words.expectName("a variable for the result, such as `$sum : sum($n)`,");
        words.expect(":", "between variable and function");
        Token function = words.expectName("a function");
        Token open = words.open("`" + function.text() + "` is followed by parentheses");
        Optional<Token> argument = Optional.empty();
        if (!words.isAt(")")) {
            argument = Optional.of(words.expectName("a variable that is bound in the pattern"));
            if (!words.isAt(")") && !words.isAt(";") && !words.peek().firstOfLine()) {
                throw words.refuse(
                        Code.FOLD,
                        words.peek(),
                        "`" + function.text() + "` takes one bound variable and nothing else",
                        "the engine mixes up the values of an expression here");
            }
        }
        words.close(open);
        return new Fold(
                variable, function, argument, variable.span().to(words.last().span()));
    }

    private static Span spanOf(List<Condition> conditions) {
        return conditions.getFirst().span().to(conditions.getLast().span());
    }
}
