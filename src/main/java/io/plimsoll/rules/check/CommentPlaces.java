package io.plimsoll.rules.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which word of a file each comment belongs to: the one before it on its line, or else the one that follows. */
final class CommentPlaces {

    private final Map<Integer, List<Span>> above = new HashMap<>();
    private final Map<Integer, List<Span>> behind = new HashMap<>();

    /** @param tokens of the file, the end of the file last */
    CommentPlaces(String text, List<Token> tokens, List<Span> comments) {
        int next = 0;
        int end = 0;
        boolean sameLine = false;
        for (Span comment : comments) {
            while (tokens.get(next).span().start() < comment.start()) {
                end = tokens.get(next).span().end();
                sameLine = true;
                next++;
            }
            sameLine = sameLine && isOneLine(text.substring(end, comment.start()));
            int word = sameLine ? next - 1 : next;
            (sameLine ? behind : above)
                    .computeIfAbsent(tokens.get(word).span().start(), any -> new ArrayList<>())
                    .add(comment);
            end = comment.end();
            sameLine = sameLine && isOneLine(text.substring(comment.start(), end));
        }
    }

    /** Comments on lines of their own before a word. */
    List<Span> above(Token token) {
        return above.getOrDefault(token.span().start(), List.of());
    }

    /** Comments that follow a word on its line. */
    List<Span> behind(Token token) {
        return behind.getOrDefault(token.span().start(), List.of());
    }

    private static boolean isOneLine(String between) {
        return between.indexOf('\n') < 0 && between.indexOf('\r') < 0;
    }
}
