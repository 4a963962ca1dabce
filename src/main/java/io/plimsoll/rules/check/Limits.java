package io.plimsoll.rules.check;

/**
 * How much a pack's rule files may hold, each limit inclusive. They bound what the engine's compiler costs, which grows faster than the text.
 *
 * @param sourceBytesMax UTF-8 bytes of one file
 * @param rulesMax rules of all files together
 * @param constraintsMax patterns, bindings and comparisons of one rule, and its proposals
 * @param nestingMax parentheses and groups around one another
 * @param operandsMax values in one constraint or argument
 */
public record Limits(int sourceBytesMax, int rulesMax, int constraintsMax, int nestingMax, int operandsMax) {

    public static final Limits DEFAULT = new Limits(256 * 1024, 5_000, 64, 16, 64);
}
