package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names that are written in several words, such as {@code maintenance margin}: reported, and read as the one that was meant. */
final class SplitNames {

    private static final int WORDS_MAX = 3;

    /** A name that the rule language knows, and what it is to have missed it. */
    private record Known(String name, Code code) {}

    private static final Map<String, Known> NAMES = names();
    private static final Map<String, Known> VERBS = verbs();

    private final List<Token> tokens;
    private final FindingsOfFile findings;

    private SplitNames(List<Token> tokens, FindingsOfFile findings) {
        this.tokens = tokens;
        this.findings = findings;
    }

    /** The words of a file with each such name as one word. */
    static List<Token> joined(List<Token> tokens, FindingsOfFile findings) {
        return new SplitNames(tokens, findings).joined();
    }

    private static Map<String, Known> names() {
        Map<String, Known> names = new HashMap<>();
        for (FactModel.Type type : FactModel.types()) {
            put(names, type.name(), Code.FACT);
            type.fields().forEach(field -> put(names, field.name(), Code.FIELD));
        }
        return Map.copyOf(names);
    }

    private static Map<String, Known> verbs() {
        Map<String, Known> verbs = new HashMap<>();
        for (Stage stage : Stage.values()) {
            VerbModel.of(stage).verbs().forEach(verb -> put(verbs, verb.name(), Code.VERB));
        }
        return Map.copyOf(verbs);
    }

    private static void put(Map<String, Known> known, String name, Code code) {
        known.putIfAbsent(name.toLowerCase(Locale.ROOT), new Known(name, code));
    }

    private List<Token> joined() {
        List<Token> joined = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            int words = WORDS_MAX;
            Optional<Token> one = oneOf(at, words);
            while (one.isEmpty() && words > 1) {
                words--;
                one = oneOf(at, words);
            }
            joined.add(one.orElse(tokens.get(at)));
            at += words;
        }
        return joined;
    }

    /** The name that so many words from here on are meant for. */
    private Optional<Token> oneOf(int at, int words) {
        if (words < 2 || at + words > tokens.size()) {
            return Optional.empty();
        }
        List<Token> pieces = tokens.subList(at, at + words);
        StringBuilder name = new StringBuilder();
        for (Token piece : pieces) {
            boolean follows = name.isEmpty() || !piece.firstOfLine();
            if (!piece.isName() || !follows || Words.KEYWORDS.contains(piece.text())) {
                return Optional.empty();
            }
            name.append(piece.text().toLowerCase(Locale.ROOT));
        }
        boolean called = at > 0 && tokens.get(at - 1).is(".");
        Known known = (called ? VERBS : NAMES).get(name.toString());
        if (known == null) {
            return Optional.empty();
        }
        Span whole = pieces.getFirst().span().to(pieces.getLast().span());
        findings.error(
                known.code(),
                whole,
                "`" + findings.slice(whole) + "` is written as one word",
                "write `" + known.name() + "`",
                findings.write(whole, known.name()));
        return Optional.of(new Token(
                Token.Kind.NAME, known.name(), whole, pieces.getFirst().firstOfLine()));
    }
}
