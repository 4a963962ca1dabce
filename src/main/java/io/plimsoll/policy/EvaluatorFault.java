package io.plimsoll.policy;

/**
 * Something that must not happen between the two evaluators of a version.
 *
 * @param hash of the version
 * @param detail what happened, for the person who is told
 */
public record EvaluatorFault(String pack, String hash, Kind kind, String detail) {

    /** The kinds of faults. */
    public enum Kind {
        /** The straight evaluator failed where the engine did not. */
        FAILURE,
        /** The two came to different answers. */
        DIFFERENCE,
        /** The engine's compiler refuses rules that are in force; there is nothing to compare with or to fall back on. */
        REFERENCE
    }

    /** True if the engine must run the version's rules from now on. */
    boolean endsStraight() {
        return kind != Kind.REFERENCE;
    }
}
