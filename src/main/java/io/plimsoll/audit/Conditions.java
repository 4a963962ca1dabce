package io.plimsoll.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** What the rows of a query must meet, with the values of its parameters in their order. */
public final class Conditions {

    private final List<String> texts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** @param text has one parameter; without a value there is no condition */
    public void add(String text, @Nullable Object value) {
        if (value != null) {
            texts.add(text);
            values.add(value);
        }
    }

    public String where() {
        return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
    }

    /**
     * A statement that is planned for its values each time. A plan for any values, which PostgreSQL makes of a statement that comes again and again, takes each span of
     * positions for a small one and reads all of it.
     */
    public static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    /** Sets the parameters from the first on; answers the number of the next. */
    public int bind(PreparedStatement statement) throws SQLException {
        int parameter = 1;
        for (Object value : values) {
            statement.setObject(parameter++, value);
        }
        return parameter;
    }
}
