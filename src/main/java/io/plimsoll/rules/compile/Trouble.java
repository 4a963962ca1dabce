package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.Code;
import java.util.List;

/**
 * Something that the engine's compiler does not take, or that is wrong with what it made.
 *
 * @param code of the finding
 * @param line line of the compiled text, counting from 1; 0 where it is not known
 * @param offending the text it is about, as the compiler has it; empty where it is not known
 * @param inConsequence true if it is known to stand behind {@code then}
 */
record Trouble(Code code, String message, int line, String offending, boolean inConsequence) {

    /** The compilation of some rules failed, and this is all that is known of why. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient List<Trouble> troubles;

        Refused(List<Trouble> troubles) {
            super(troubles.toString());
            this.troubles = List.copyOf(troubles);
        }

        List<Trouble> troubles() {
            return troubles;
        }
    }
}
