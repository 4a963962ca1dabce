package io.plimsoll.rules.check;

/**
 * A rule file.
 *
 * @param path path below the rule library, with forward slashes, such as {@code margin/brackets.drl}; its folder is the stage
 */
public record RuleSource(String path, String text) {}
