package io.plimsoll.postgres;

/** The embedded PostgreSQL could not be started; the message says why, for the person at the terminal. */
public final class EmbeddedServerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbeddedServerFailure(String message) {
        super(message);
    }

    EmbeddedServerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
