package io.plimsoll.cli;

/** A command could not do its work for a reason that its user can mend; the message is all they are shown. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
