package io.plimsoll.audit;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from one that does not like what it was given. */
public final class DatabaseFailure {

    /** SQLSTATE classes that concern the rows or the statement: data, constraints, rollback by conflict, syntax, limits, own exceptions. */
    private static final Set<String> CONTENT_CLASSES = Set.of("21", "22", "23", "40", "42", "54", "P0");

    private DatabaseFailure() {}

    /** True if the same content would fail again on a healthy database, or conflicts with what others write. */
    static boolean concernsContent(Throwable failure) {
        String state = sqlState(failure);
        return state != null && state.length() >= 2 && CONTENT_CLASSES.contains(state.substring(0, 2));
    }

    /** True if the database itself is the reason, and not what it was given. */
    public static boolean isOfTheDatabase(Throwable failure) {
        return sqlState(failure) != null && !concernsContent(failure);
    }

    /** For the service's log: kinds and SQLSTATE, never the message, because the driver puts the values of rows into it. */
    public static String described(Throwable failure) {
        String state = sqlState(failure);
        return failure.getClass().getSimpleName() + (state == null ? "" : " sqlState=" + state);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
