package io.plimsoll.rules.straight;

/** Rules that this evaluator cannot run; the message says why. The engine runs their stage. */
final class NotStraight extends Exception {

    private static final long serialVersionUID = 1L;

    NotStraight(String why) {
        super(why);
    }
}
