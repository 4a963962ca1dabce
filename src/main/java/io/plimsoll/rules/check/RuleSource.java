package io.plimsoll.rules.check;

/**
 * A rule file.
 *
 * @param path path below the rule library, with forward slashes, such as {@code margin/brackets.drl}; its folder is the stage
 * @param text without the byte order mark that some editors write
 */
public record RuleSource(String path, String text) {
    public RuleSource {
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
