package io.plimsoll.rules.check;

import io.plimsoll.rules.check.OutlineReader.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What each word of a rule file stands for, for editors: told word by word and without a check, so that it is there for a file that is only
 * half written. Offsets count from 0; an end is exclusive.
 */
public final class RuleOutline {

    /** What a word is. */
    public enum Role {
        KEYWORD,
        /** A rule's id and sentence, with its quotes. */
        RULE_NAME,
        /** A fact or a declared type in a condition. */
        TYPE,
        /** A field of the type that owns it. */
        FIELD,
        VARIABLE,
        GLOBAL,
        /** A verb of the global that owns it. */
        VERB,
        /** The name of a declaration. */
        TABLE,
        /** A field of the declaration that owns it. */
        COLUMN,
        COLUMN_TYPE,
        /** What {@code accumulate} folds by. */
        FUNCTION,
        /** A function of values, such as {@code max}. */
        CALCULATION,
        /** A text, with its quotes. */
        TEXT,
        OTHER
    }

    /**
     * A word.
     *
     * @param owner what the word is a part of, as its role says; empty where it is of nothing, or of nothing known
     * @param rule number of its rule in the file, from 0; -1 outside a rule
     */
    public record Word(String text, int start, int end, Role role, String owner, int rule) {
        boolean holds(int offset) {
            return start <= offset && offset <= end;
        }
    }

    /**
     * A rule.
     *
     * @param id first word of its name
     * @param end behind its {@code end}, or behind its last word where it has none
     */
    public record Rule(String id, String says, Word name, int start, int end) {}

    /** A declared type. */
    public record Table(Word name, int start, int end, List<TableColumn> columns) {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A field of a declared type.
     *
     * @param type as it is written
     * @param comment behind it on its line, without its signs; empty if there is none
     */
    public record TableColumn(Word name, String type, boolean key, String comment) {}

    /**
     * Where a variable begins to stand for something.
     *
     * @param type the fact or declared type it is, or whose field it is; empty for a result of {@code accumulate}
     * @param field empty for a fact itself
     * @param function of {@code accumulate}; empty for a fact or field
     */
    public record Binding(Word variable, String type, String field, String function) {}

    /** Where an offset is, for what may be written there. */
    public sealed interface Place {}

    /** Where a statement begins. */
    public record StatementStart() implements Place {}

    /** Behind the word that begins a heading's line, such as {@code import}. */
    public record Heading(String keyword) implements Place {}

    /** Where a declared type's name stands. */
    public record TableName() implements Place {}

    /** Where a declared field's type stands. */
    public record ColumnType() implements Place {}

    /** Between a rule's name and {@code when}. */
    public record RuleHead() implements Place {}

    /** Where a condition begins. */
    public record ConditionStart() implements Place {}

    /** Behind {@code $variable :}, where a fact is named. */
    public record TypeName() implements Place {}

    /** Where a constraint of a pattern begins. */
    public record ConstraintStart(String type) implements Place {}

    /** Behind {@code $variable :} in a pattern. */
    public record BoundField(String type) implements Place {}

    /** Behind a field or value. */
    public record Operator() implements Place {}

    /** Where the other side of a comparison stands; the field is empty where it is not known. */
    public record Value(String type, String field) implements Place {}

    /** Behind a variable's dot. */
    public record Property(String type) implements Place {}

    /** Behind {@code $variable :} in {@code accumulate}. */
    public record FoldFunction() implements Place {}

    /** Where a verb's global stands. */
    public record CallStart() implements Place {}

    /** Behind a global's dot. */
    public record VerbName(String global) implements Place {}

    /** An argument of a verb, from 0. */
    public record Argument(String global, String verb, int index) implements Place {}

    /** In a comment, or where nothing can be said. */
    public record Nowhere() implements Place {}

    private final Reading all;
    private final String text;
    private final List<Token> tokens;
    private final List<Span> comments;

    private RuleOutline(String text) {
        SourceText source = new SourceText(new RuleSource("", text));
        Lexer lexer = new Lexer(source, new FindingsOfFile(source));
        this.text = text;
        this.tokens = lexer.tokens();
        this.comments = lexer.comments();
        this.all = new OutlineReader(text, tokens, comments).read(text.length() + 1);
    }

    /** The outline of a text; one that is too large to be a rule file has nothing in it. */
    public static RuleOutline of(String text) {
        return new RuleOutline(text.length() > Limits.DEFAULT.sourceBytesMax() ? "" : text);
    }

    public List<Word> words() {
        return all.words();
    }

    public List<Rule> rules() {
        return all.rules();
    }

    public List<Table> tables() {
        return all.tables();
    }

    /** Every binding, in the order of the file. */
    public List<Binding> bindings() {
        return all.bindings();
    }

    /** The word an offset is in, or at the end of. */
    public Optional<Word> wordAt(int offset) {
        if (isInComment(offset)) {
            return Optional.empty();
        }
        List<Word> held =
                all.words().stream().filter(word -> word.holds(offset)).toList();
        return held.stream()
                .filter(word -> word.role() != Role.OTHER && word.role() != Role.KEYWORD)
                .findFirst()
                .or(() -> held.stream().findFirst());
    }

    /** The rule an offset is in. */
    public Optional<Rule> ruleAt(int offset) {
        return all.rules().stream()
                .filter(rule -> rule.start() <= offset && offset <= rule.end())
                .findFirst();
    }

    /** Number of the rule an offset is in; the last that begins before it, since a half-written rule has no end. */
    public int ruleNumberAt(int offset) {
        int number = -1;
        for (Rule rule : all.rules()) {
            number += rule.start() <= offset ? 1 : 0;
        }
        return number;
    }

    /** What may be written at an offset, judged by what stands before it. */
    public Place placeAt(int offset) {
        return isInComment(offset)
                ? new Nowhere()
                : new OutlineReader(text, tokens, comments).read(offset).place();
    }

    /** True within the quotes of a text. */
    public boolean isInText(int offset) {
        return tokens.stream()
                .anyMatch(token -> token.span().start() < offset
                        && offset <= token.span().end()
                        && text.charAt(token.span().start()) == '"'
                        && (offset < token.span().end() || token.kind() == Token.Kind.BROKEN));
    }

    private boolean isInComment(int offset) {
        return comments.stream()
                .anyMatch(comment -> comment.start() < offset
                        && (offset < comment.end()
                                || (offset == comment.end() && text.startsWith("//", comment.start()))));
    }
}
