package io.plimsoll.rules;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Stage;
import java.util.List;

/** Why a stage's rules could not be carried through, in the same words whoever runs them. */
public final class Failures {

    private Failures() {}

    /** A rule that threw; the innermost cause is the one that says something. */
    public static HoldReason ruleFailed(String rule, Throwable thrown) {
        return failed("rule `" + rule + "`", thrown);
    }

    /** Something threw while no rule was firing. */
    public static HoldReason stageFailed(Stage stage, Throwable thrown) {
        return failed("a rule of the " + stage.topic() + " stage", thrown);
    }

    /** @param took what was more than the limit, such as {@code more than 1000 ms} */
    public static HoldReason limitReached(Stage stage, String took) {
        return new HoldReason(Code.LIMIT_REACHED, "the rules of the " + stage.topic() + " stage took " + took);
    }

    /** True for an evaluation that ran out of time, which another one of the same rules need not do. */
    public static boolean isOutOfTime(HoldReason reason) {
        return reason.code() == Code.LIMIT_REACHED && reason.detail().endsWith(" ms");
    }

    /** @param tries who could try how many, such as {@code rule `MRG-010` could try more than 2000000} */
    public static HoldReason tooManyCombinations(String tries) {
        return new HoldReason(Code.LIMIT_REACHED, tries + " combinations of this account's facts");
    }

    /** No proposal of a stage that failed is passed on: which had been made by then depends on the order of firing. */
    public static Proposals nothingBut(HoldReason reason) {
        return new Proposals(List.of(), List.of(reason));
    }

    private static HoldReason failed(String who, Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return new HoldReason(
                Code.RULE_FAILED,
                who + " failed: " + (message == null ? cause.getClass().getSimpleName() : message));
    }
}
