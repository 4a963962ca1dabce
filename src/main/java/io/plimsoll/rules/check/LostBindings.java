package io.plimsoll.rules.check;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Variables bound in what could not be read: whoever uses them makes no mistake. */
final class LostBindings {

    private static final Pattern BINDING = Pattern.compile("(\\$[A-Za-z0-9]+)\\s*:");

    private final Words words;
    private final Set<String> variables = new HashSet<>();

    LostBindings(Words words) {
        this.words = words;
    }

    Set<String> all() {
        return Set.copyOf(variables);
    }

    void clear() {
        variables.clear();
    }

    /** Remembers what is bound between a position and this one. */
    void since(int position) {
        int now = words.position();
        for (int i = position; i < now; i++) {
            words.rewind(i);
            boolean binds = words.peek().isName()
                    && words.peek().text().startsWith("$")
                    && words.peek(1).is(":");
            if (binds) {
                variables.add(words.peek().text());
            }
        }
        words.rewind(now);
        inBroken(position);
    }

    /** Remembers what is bound within unreadable words, such as a text that is not closed. */
    void inBroken(int position) {
        words.brokenSince(position)
                .forEach(token ->
                        BINDING.matcher(token.text()).results().forEach(found -> variables.add(found.group(1))));
    }
}
