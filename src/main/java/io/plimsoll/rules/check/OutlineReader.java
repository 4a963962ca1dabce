package io.plimsoll.rules.check;

import io.plimsoll.rules.check.RuleOutline.Binding;
import io.plimsoll.rules.check.RuleOutline.Place;
import io.plimsoll.rules.check.RuleOutline.Role;
import io.plimsoll.rules.check.RuleOutline.Rule;
import io.plimsoll.rules.check.RuleOutline.Table;
import io.plimsoll.rules.check.RuleOutline.TableColumn;
import io.plimsoll.rules.check.RuleOutline.Word;
import io.plimsoll.rules.model.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through the words of a file and keeps account of what is open. Begins anew wherever a statement or condition plainly begins. */
final class OutlineReader {

    private static final Set<String> HEADINGS = Set.of("package", "import", "dialect", "global");
    private static final Set<String> BETWEEN_CONDITIONS = Set.of("not", "exists", "and", "or", "accumulate");
    private static final Set<String> WORD_OPERATORS = Set.of("in", "not", "contains", "matches");
    /** Columns between a field and a comment that is still one of it. */
    private static final int BEFORE_A_COMMENT_MAX = 200;

    private static final Set<String> CONSTANTS = Set.of("true", "false", "null");

    /** What was found up to an offset. */
    record Reading(List<Word> words, List<Rule> rules, List<Table> tables, List<Binding> bindings, Place place) {}

    private final String text;
    private final List<Token> tokens;
    private final List<Span> comments;
    private final List<Word> words = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    /** Of the variables of this rule that are facts. */
    private final Map<String, String> factTypes = new HashMap<>();

    private final Open open = new Open();
    private @Nullable Word bound;
    private @Nullable Word table;
    private List<TableColumn> columns = new ArrayList<>();
    private int statementStart;
    private @Nullable Word ruleName;
    private int nextComment;
    private int at;

    OutlineReader(String text, List<Token> tokens, List<Span> comments) {
        this.text = text;
        this.tokens = tokens;
        this.comments = comments;
    }

    /** Everything before an offset; a name that the offset is in or at the end of is still being written, and is left out. */
    Reading read(int offset) {
        for (at = 0; at < tokens.size() - 1; at++) {
            Token token = tokens.get(at);
            boolean written = token.span().end() < offset
                    || (token.span().end() == offset && (token.kind() == Token.Kind.SYMBOL || token.isText()));
            if (!written) {
                break;
            }
            take(token);
        }
        int end = Math.min(offset, text.length());
        boolean sameLine = at > 0 && text.substring(statementStart, end).indexOf('\n') < 0;
        Place place = OutlinePlaces.after(
                open, previous(), following(-2), sameLine, typeOf(following(-2).text()), lastGlobal());
        closeStatement();
        return new Reading(List.copyOf(words), List.copyOf(rules), List.copyOf(tables), List.copyOf(bindings), place);
    }

    /** What is open at a word. */
    static final class Open {
        final Deque<Frame> frames = new ArrayDeque<>();
        Section section = Section.TOP;
        String heading = "";
    }

    enum Section {
        TOP,
        HEADING,
        DECLARATION,
        HEAD,
        WHEN,
        THEN
    }

    enum Kind {
        PATTERN,
        GROUP,
        FOLD_SOURCE,
        FOLD,
        CALL,
        VALUES
    }

    /** An open parenthesis. */
    static final class Frame {
        final Kind kind;
        /** The type of a pattern, the verb of a call. */
        final String of;
        /** The field that is being compared. */
        String field = "";
        /** Number of the argument. */
        int index;

        Frame(Kind kind, String of) {
            this.kind = kind;
            this.of = of;
        }
    }

    private Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    private Token following(int ahead) {
        return tokens.get(Math.max(0, Math.min(at + ahead, tokens.size() - 1)));
    }

    private void take(Token token) {
        if (beginsStatement(token)) {
            closeStatement();
            statementStart = token.span().start();
            open.heading = token.text();
            open.section = switch (token.text()) {
                case "declare" -> Section.DECLARATION;
                case "rule" -> Section.HEAD;
                default -> Section.HEADING;
            };
            add(token, Role.KEYWORD, "");
            return;
        }
        boolean inRule = open.section == Section.HEAD || open.section == Section.WHEN || open.section == Section.THEN;
        if (inRule && (token.is("when") || token.is("then"))) {
            open.frames.clear();
            open.section = token.is("when") ? Section.WHEN : Section.THEN;
            add(token, Role.KEYWORD, "");
        } else if (token.is("end") && (inRule || open.section == Section.DECLARATION)) {
            add(token, Role.KEYWORD, "");
            closeStatement();
        } else {
            switch (open.section) {
                case TOP, HEADING -> add(token, Role.OTHER, "");
                case DECLARATION -> declaration(token);
                case HEAD -> head(token);
                case WHEN -> condition(token);
                case THEN -> consequence(token);
            }
        }
    }

    private boolean beginsStatement(Token token) {
        boolean outside = open.section == Section.TOP || open.section == Section.HEADING || token.firstOfLine();
        boolean heading =
                HEADINGS.contains(token.text()) && open.section != Section.WHEN && open.section != Section.THEN;
        boolean rule = token.is("rule") && (outside || following(1).isText());
        return token.isName() && (rule || (outside && (token.is("declare") || heading)));
    }

    private void closeStatement() {
        int last = words.isEmpty() ? 0 : words.getLast().end();
        if (table != null) {
            tables.add(new Table(table, statementStart, last, columns));
        }
        if (ruleName != null) {
            String[] parts = unquoted(ruleName.text()).split(" ", 2);
            rules.add(new Rule(parts[0], parts.length > 1 ? parts[1] : "", ruleName, statementStart, last));
        }
        table = null;
        columns = new ArrayList<>();
        ruleName = null;
        bound = null;
        factTypes.clear();
        open.frames.clear();
        open.section = Section.TOP;
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }

    private void declaration(Token token) {
        if (token.isName() && previous().is("declare")) {
            table = add(token, Role.TABLE, "");
        } else if (token.isName() && following(1).is(":")) {
            String owner = table == null ? "" : table.text();
            Word name = add(token, Role.COLUMN, owner);
            boolean key = following(3).is("@") && following(4).is("key");
            Token last = following(key ? 4 : 2);
            columns.add(new TableColumn(name, following(2).text(), key, commentBehind(last)));
        } else {
            boolean type = token.isName() && previous().is(":");
            add(token, type ? Role.COLUMN_TYPE : Role.OTHER, "");
        }
    }

    /** Fields come in order, and so do comments: none is looked at twice. */
    private String commentBehind(Token token) {
        int end = token.span().end();
        while (nextComment < comments.size() && comments.get(nextComment).start() < end) {
            nextComment++;
        }
        if (nextComment == comments.size()) {
            return "";
        }
        Span comment = comments.get(nextComment);
        String between = text.substring(end, Math.min(comment.start(), end + BEFORE_A_COMMENT_MAX));
        boolean behind = comment.start() - end < BEFORE_A_COMMENT_MAX && between.isBlank() && between.indexOf('\n') < 0;
        return behind
                ? text.substring(comment.start(), comment.end())
                        .replaceAll("^//|^/\\*|\\*/$", "")
                        .strip()
                : "";
    }

    private void head(Token token) {
        if (token.isText() && previous().is("rule")) {
            ruleName = add(token, Role.RULE_NAME, "");
        } else {
            add(token, Role.OTHER, "");
        }
    }

    private void condition(Token token) {
        if (beginsCondition(token)) {
            open.frames.clear();
        }
        Frame frame = open.frames.peek();
        boolean conditions = frame == null || frame.kind == Kind.GROUP || frame.kind == Kind.FOLD_SOURCE;
        if (conditions) {
            pattern(token, frame);
        } else {
            within(token, frame);
        }
    }

    /** {@code Account(} or {@code $p : Position(} at the start of a line, also where the pattern before is not closed. */
    private boolean beginsCondition(Token token) {
        int name = token.isName() && following(1).is(":") ? 2 : 0;
        Token type = following(name);
        return token.firstOfLine()
                && type.isName()
                && Character.isUpperCase(type.text().charAt(0))
                && following(name + 1).is("(")
                && open.frames.stream().noneMatch(frame -> frame.kind == Kind.GROUP || frame.kind == Kind.FOLD_SOURCE);
    }

    private void pattern(Token token, @Nullable Frame frame) {
        if (token.isName()) {
            boolean variable = following(1).is(":") || token.text().startsWith("$");
            if (BETWEEN_CONDITIONS.contains(token.text())) {
                add(token, Role.KEYWORD, "");
            } else if (variable) {
                bound = add(token, Role.VARIABLE, "");
            } else {
                add(token, Role.TYPE, "");
                bind(token.text(), "", "");
            }
            return;
        }
        if (token.is("(")) {
            boolean named = previous().isName()
                    && !BETWEEN_CONDITIONS.contains(previous().text());
            boolean pattern = named && !previous().is("when");
            open.frames.push(
                    pattern
                            ? new Frame(Kind.PATTERN, previous().text())
                            : new Frame(previous().is("accumulate") ? Kind.FOLD_SOURCE : Kind.GROUP, ""));
        } else if (token.is(")")) {
            open.frames.poll();
        } else if (frame != null && frame.kind == Kind.FOLD_SOURCE && (token.is(";") || token.is(","))) {
            open.frames.poll();
            open.frames.push(new Frame(Kind.FOLD, ""));
        }
        add(token, Role.OTHER, "");
    }

    private void bind(String type, String field, String function) {
        if (bound != null) {
            bindings.add(new Binding(bound, type, field, function));
            if (field.isEmpty()) {
                factTypes.putIfAbsent(bound.text(), type);
            }
            bound = null;
        }
    }

    /** Words of a pattern's constraints, of {@code accumulate} and of values in parentheses. */
    private void within(Token token, Frame frame) {
        switch (token.kind()) {
            case NAME -> name(token, frame);
            case TEXT -> add(token, Role.TEXT, owner(frame));
            case SYMBOL -> symbol(token, frame);
            default -> add(token, Role.OTHER, "");
        }
    }

    /** What a text is compared with: {@code Position.side}, or of a verb's argument {@code route#1}. */
    private static String owner(Frame frame) {
        return frame.kind == Kind.CALL
                ? frame.of + "#" + frame.index
                : frame.field.isEmpty() ? "" : frame.of + "." + frame.field;
    }

    private void symbol(Token token, Frame frame) {
        if (token.is("(")) {
            Frame inner = new Frame(Kind.VALUES, frame.of);
            inner.field = frame.field;
            open.frames.push(inner);
        } else if (token.is(")")) {
            open.frames.poll();
        } else if (token.is(",") && frame.kind == Kind.CALL) {
            frame.index++;
        } else if ((token.is(",") && frame.kind != Kind.VALUES) || token.is("&&") || token.is("||")) {
            frame.field = "";
        }
        add(token, Role.OTHER, "");
    }

    private void name(Token token, Frame frame) {
        if (previous().is(".")) {
            add(token, Role.FIELD, typeOf(following(-2).text()));
        } else if (following(1).is(":")) {
            bound = add(token, Role.VARIABLE, "");
        } else if (token.text().startsWith("$")) {
            add(token, Role.VARIABLE, "");
        } else if (WORD_OPERATORS.contains(token.text()) || CONSTANTS.contains(token.text())) {
            add(token, Role.KEYWORD, "");
        } else if (frame.kind == Kind.FOLD && previous().is(":")) {
            add(token, Role.FUNCTION, "");
            bind("", "", token.text());
        } else if (following(1).is("(") && Value.Function.of(token.text()).isPresent()) {
            add(token, Role.CALCULATION, "");
        } else if (frame.of.isEmpty() || frame.kind == Kind.CALL) {
            add(token, Role.OTHER, "");
        } else {
            add(token, Role.FIELD, frame.of);
            if (previous().is(":")) {
                bind(frame.of, token.text(), "");
            } else if (frame.field.isEmpty()) {
                frame.field = token.text();
            }
        }
    }

    /** The type of the fact that a variable of this rule is bound to; empty if it is bound to none. */
    private String typeOf(String variable) {
        return factTypes.getOrDefault(variable, "");
    }

    private void consequence(Token token) {
        Frame frame = open.frames.peek();
        if (token.is(";")) {
            open.frames.clear();
            add(token, Role.OTHER, "");
        } else if (frame != null) {
            within(token, frame);
        } else if (token.isName() && previous().is(".")) {
            add(token, Role.VERB, following(-2).text());
        } else if (token.isName()) {
            add(token, Role.GLOBAL, "");
        } else {
            if (token.is("(") && previous().isName()) {
                open.frames.push(new Frame(Kind.CALL, previous().text()));
            }
            add(token, Role.OTHER, "");
        }
    }

    private String lastGlobal() {
        return words.stream()
                .filter(word -> word.role() == Role.VERB)
                .reduce((first, second) -> second)
                .map(Word::owner)
                .orElse("");
    }

    private int ruleNumber() {
        boolean inRule = open.section == Section.HEAD || open.section == Section.WHEN || open.section == Section.THEN;
        return inRule ? rules.size() : -1;
    }

    private Word add(Token token, Role role, String owner) {
        Span span = token.span();
        Word word =
                new Word(text.substring(span.start(), span.end()), span.start(), span.end(), role, owner, ruleNumber());
        words.add(word);
        return word;
    }
}
