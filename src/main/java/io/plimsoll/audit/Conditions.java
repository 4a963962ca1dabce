package io.plimsoll.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Sets the parameters from the first on; answers the number of the next. */
    public int bind(PreparedStatement statement) throws SQLException {
        int parameter = 1;
        for (Object value : values) {
            statement.setObject(parameter++, value);
        }
        return parameter;
    }
}
