package io.plimsoll.rules.straight;

/** The generated code of a stage. */
abstract class StageCode {

    /** @return true if it was stopped */
    abstract boolean run(StraightEvaluation evaluation);
}
