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

/** How far accounts have been moved on by decisions and fills, see {@link io.plimsoll.decision.DecisionLog.Standing#revision}. */
@ApplicationScoped
public class AccountRevisions {

    private static final String SELECT = """
            select standing.account_id, standing.revision
            from unnest(?::text[], ?::bigint[]) as known(account_id, revision)
            join account_standing standing on standing.account_id = known.account_id and standing.revision > known.revision""";

    private final AgroalDataSource dataSource;

    @Inject
    AccountRevisions(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param known a revision of each account
     * @return of those that have a later one, that
     */
    public Map<String, Long> later(Map<String, Long> known) throws LogUnavailable {
        String[] accountIds = new String[known.size()];
        Long[] revisions = new Long[known.size()];
        int count = 0;
        for (Map.Entry<String, Long> account : known.entrySet()) {
            accountIds[count] = account.getKey();
            revisions[count] = account.getValue();
            count++;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", accountIds));
            select.setArray(2, connection.createArrayOf("bigint", revisions));
            Map<String, Long> later = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    later.put(rows.getString("account_id"), rows.getLong("revision"));
                }
            }
            return later;
        } catch (SQLException e) {
            throw new LogUnavailable("which accounts have moved on cannot be read", e);
        }
    }
}
