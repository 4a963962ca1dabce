package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Which accounts fills have moved on, whoever reported them: a fill that needs no decision is told by nothing else. */
@ApplicationScoped
public class FilledAccounts {

    /** Positions are given before they are committed, so that one may come to light after so many later ones. */
    private static final int OVERLAP = 1_000;

    private static final String SELECT_HEAD = "select coalesce(max(fill_position), 0) from closure_fill";

    private static final String SELECT = """
            select fill.account_id, max(fill.fill_position) as position, max(standing.revision) as revision
            from closure_fill fill
            join account_standing standing on standing.account_id = fill.account_id
            where fill.fill_position > ?
            group by fill.account_id""";

    private final AgroalDataSource dataSource;

    @Inject
    FilledAccounts(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Accounts of the fills after a position, and of some before it.
     *
     * @param revisions by account, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}
     * @param position of the last fill
     */
    public record Filled(Map<String, Long> revisions, long position) {
        public Filled {
            revisions = Map.copyOf(revisions);
        }
    }

    /** Position of the last fill; 0 while there is none. */
    public long head() throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_HEAD);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** @param position of {@link #head}, or of the last answer */
    public Filled after(long position) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, position - OVERLAP);
            Map<String, Long> revisions = new HashMap<>();
            long last = position;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    revisions.put(rows.getString("account_id"), rows.getLong("revision"));
                    last = Math.max(last, rows.getLong("position"));
                }
            }
            return new Filled(revisions, last);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static LogUnavailable unreadable(SQLException cause) {
        return new LogUnavailable("the fills cannot be read", cause);
    }
}
