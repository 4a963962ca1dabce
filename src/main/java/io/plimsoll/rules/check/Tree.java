package io.plimsoll.rules.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a rule file says, as it was read. There is no node for anything the profile does not have. */
final class Tree {

    private Tree() {}

    /** A file. Names of packages and classes keep their dots. */
    record File(
            List<Phrase> packages,
            List<Phrase> imports,
            List<Global> globals,
            List<Declaration> declarations,
            List<Rule> rules) {}

    /** Words that belong together, such as a package's name. */
    record Phrase(String text, Span span) {}

    record Global(Phrase type, Token name) {}

    /** @param lost fields that could not be read */
    record Declaration(Token name, List<Column> columns, Set<String> lost) {}

    record Column(Token name, Token type, Optional<Token> key) {}

    /**
     * @param head from {@code rule} to its name
     * @param whole from {@code rule} to {@code end}
     * @param lost variables that conditions bind which could not be read
     */
    record Rule(
            Token name,
            Span head,
            Span whole,
            List<Annotation> annotations,
            List<Condition> when,
            List<Call> then,
            Set<String> lost) {}

    record Annotation(Token name, Token value) {}

    /** A condition of a rule's left side. */
    sealed interface Condition {
        Span span();
    }

    record Pattern(Optional<Token> variable, Token type, List<Constraint> constraints, Span span)
            implements Condition {}

    record Not(Condition inner, Span span) implements Condition {}

    record Exists(Condition inner, Span span) implements Condition {}

    record And(List<Condition> all, Span span) implements Condition {}

    record Or(List<Condition> branches, Span span) implements Condition {}

    record Accumulate(Condition of, List<Fold> folds, List<Expression> tests, Span span) implements Condition {}

    record Fold(Token variable, Token function, Optional<Token> argument, Span span) {}

    /** What a pattern asks of its fact. */
    sealed interface Constraint {}

    record Bind(Token variable, Token field) implements Constraint {}

    record Test(Expression expression) implements Constraint {}

    /** A value or a comparison. */
    sealed interface Expression {
        Span span();
    }

    record Literal(Token token) implements Expression {
        @Override
        public Span span() {
            return token.span();
        }
    }

    /** {@code true}, {@code false} or {@code null}. */
    record Constant(Token token) implements Expression {
        @Override
        public Span span() {
            return token.span();
        }
    }

    /** A variable or a field of the pattern's own fact. */
    record Name(Token token) implements Expression {
        @Override
        public Span span() {
            return token.span();
        }
    }

    record Property(Token variable, Token field) implements Expression {
        @Override
        public Span span() {
            return variable.span().to(field.span());
        }
    }

    record Negated(Expression inner, Span span) implements Expression {}

    record Minus(Expression inner, Span span) implements Expression {}

    /** @param operator as written: arithmetic, comparison, {@code &&} or {@code ||} */
    record Binary(String operator, Span operatorSpan, Expression left, Expression right) implements Expression {
        @Override
        public Span span() {
            return left.span().to(right.span());
        }
    }

    /** A function of decimals, by the name it is called. */
    record Applied(Token function, List<Expression> to, Span span) implements Expression {}

    record In(Expression left, boolean negated, List<Expression> values, Span span) implements Expression {}

    /** Something that was refused while it was read; nothing more is said about it. */
    record Broken(Span span) implements Expression {}

    /** A verb called on the stage's global. */
    record Call(Token global, Token verb, List<Expression> arguments, Span span) {}
}
