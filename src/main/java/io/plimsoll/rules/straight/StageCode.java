package io.plimsoll.rules.straight;

/** The generated code of a stage. */
abstract class StageCode {

    /**
     * @param constants of the rules; the same code runs others of the same shape
     * @return true if it was stopped
     */
    abstract boolean run(StraightEvaluation evaluation, Object[] constants);
}
