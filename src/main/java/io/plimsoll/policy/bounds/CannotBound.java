package io.plimsoll.policy.bounds;

/** Nothing can be said of what an account's outcome would be at other prices or times; the message says why. */
final class CannotBound extends Exception {
    private static final long serialVersionUID = 1;

    CannotBound(String message) {
        super(message);
    }
}
