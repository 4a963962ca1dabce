package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Constraint;
import io.plimsoll.rules.check.Tree.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one pattern: a fact, the variable it is bound to, and what is asked of it. */
final class PatternParser {

    /** What others begin a condition with. */
    private static final Set<String> FORBIDDEN = Set.of(
            "eval", "forall", "from", "collect", "query", "over", "window", "acc", "foreach", "oopath", "do", "test");

    private final Words words;
    private final FindingsOfFile findings;
    private final ConstraintParser constraints;

    PatternParser(Words words, FindingsOfFile findings, ConstraintParser constraints) {
        this.words = words;
        this.findings = findings;
        this.constraints = constraints;
    }

    Pattern pattern() {
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
        Token name = words.isAt("$") || !words.peek(1).is(":")
                ? words.expectName("a fact, such as `Position( )`,")
                : variableOfFact();
        Optional<Token> variable = Optional.empty();
        if (words.take(":")) {
            variable = Optional.of(name);
            name = words.expectName("a fact's name");
        } else if (words.isAt("=")
                || (name.text().startsWith("$") && words.peek().isCapitalised())) {
            variable = Optional.of(name);
            colonMissing(name);
            name = words.expectName("a fact's name");
        }
        if (words.isAt(".")) {
            throw qualified(name);
        }
        Token open = openPattern(name);
        List<Constraint> asked = constraints.constraints();
        words.close(open);
        refuseTail();
        Span span =
                variable.map(Token::span).orElse(name.span()).to(words.last().span());
        return new Pattern(variable, name, asked, span);
    }

    private Token variableOfFact() {
        return words.peek().isName() ? constraints.variableName() : words.expectName("a variable, such as `$p`,");
    }

    private void colonMissing(Token variable) {
        boolean equals = words.isAt("=");
        Token where = equals ? words.next() : variable;
        words.report(
                Code.NOT_UNDERSTOOD,
                where.span(),
                "a fact is bound with a colon",
                "write `" + variable.text() + " : " + words.peek().text() + "( )`",
                equals ? findings.write(where.span(), ":") : findings.append(where.span(), " :"));
    }

    private Words.Refused qualified(Token first) {
        Token point = words.peek();
        if (first.isCapitalised()) {
            return words.refuse(
                    Code.NOT_UNDERSTOOD,
                    point,
                    "a field stands within the parentheses of its fact",
                    "write `" + first.text() + "( " + words.peek(1).text() + " ... )`");
        }
        Token last = first;
        while (words.isAt(".") && words.peek(1).isName()) {
            words.next();
            last = words.next();
        }
        return words.refuse(
                Code.FACT,
                point,
                "a fact is named without its package",
                "facts are known by their short name",
                findings.write(first.span().to(last.span()), last.text()));
    }

    private Token openPattern(Token name) {
        boolean nothing =
                words.peek().firstOfLine() || words.isAt(")") || words.isAtAny(Words.BARRIERS) || words.atEnd();
        if (nothing && !words.isAt("(")) {
            words.report(
                    Code.BRACKET,
                    name.span(),
                    "a fact is followed by parentheses, also where nothing is asked of it",
                    "write `" + name.text() + "( )`",
                    findings.append(name.span(), "( )"));
            return name;
        }
        boolean constraint = words.peek().isName()
                && (words.peek(1).is(":")
                        || words.peek(1).kind() == Token.Kind.SYMBOL
                        || words.peek(1).isName());
        boolean bracket = words.isAt("(") || words.isAt("[") || words.isAt("{");
        if (!bracket && (!constraint || words.peek(1).is("("))) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    name,
                    "`" + name.text() + "` is not expected here",
                    "a condition is a fact with parentheses, such as `Position( notional > $limit )`");
        }
        return words.open("a `(` is missing behind `" + name.text() + "`");
    }

    private void refuseTail() {
        if (words.isAt("from") || words.isAt("over") || words.isAt("@")) {
            Token after = words.peek(1);
            String hint = after.is("accumulate")
                    ? "write `accumulate( Position( $n : notional ); $sum : sum($n) )` instead"
                    : after.is("collect")
                            ? "count with `accumulate( Position( ); $count : count() )` instead"
                            : "facts and tables are matched directly: delete this";
            throw words.refuse(
                    Code.CONDITION,
                    words.peek(),
                    "`" + words.peek().text() + "` is not allowed behind a pattern",
                    hint);
        }
    }

    private static String hintInsteadOf(String word) {
        return switch (word) {
            case "forall" -> "say it with `not`: there is none for which it does not hold";
            case "acc" -> "write `accumulate`";
            default -> "put the comparison into a pattern: `MarginAccount( equity < maintenanceMargin )`";
        };
    }
}
