package io.plimsoll.tape;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keeps the positions of the ladder: those of each account's last decision that was not held. The database takes them out of the documents
 * itself, so that no document travels.
 */
@ApplicationScoped
class LadderStore implements Projection {

    private static final String TAKE_TURN = "select log_position from ladder_progress for update skip locked";

    /** Of several decisions on an account the last one counts. Text and not binary JSON, because that has no room for every text. */
    private static final String TAKE_POSITIONS = """
            with last as materialized (
                select distinct on (account_id) account_id, log_position,
                    document::json -> 'positions' as positions,
                    document::json -> 'marginAccounts' as margin_accounts,
                    document::json -> 'figures' ->> 'settlementCurrency' as currency
                from decision
                where log_position > ? and log_position <= ? and outcome <> 'HOLD'
                order by account_id, log_position desc)
            insert into ladder_position (account_id, instrument, side, mode, log_position, currency, price, notional,
                liquidation_price, opposite_price, is_due)
            select last.account_id, p.instrument, p.side, p.mode, last.log_position, last.currency, p.price, p.notional,
                case when p."liquidationPriceIsEndOfTables" then null else p."liquidationPrice" end,
                p."oppositeLiquidationPrice",
                coalesce((
                    select (m.figures ->> 'equity')::numeric < (m.figures ->> 'maintenanceMargin')::numeric
                    from json_to_recordset(last.margin_accounts) as m(id text, figures json)
                    where m.id = case p.mode when 'CROSS' then 'CROSS'
                        else p.mode || ' ' || p.instrument || ' ' || p.side end), false)
            from last, json_to_recordset(last.positions) as p(instrument text, side text, mode text, price numeric,
                notional numeric, "liquidationPrice" numeric, "liquidationPriceIsEndOfTables" boolean,
                "oppositeLiquidationPrice" numeric)
            on conflict (account_id, instrument, side, mode) do update set
                log_position = excluded.log_position, currency = excluded.currency, price = excluded.price,
                notional = excluded.notional, liquidation_price = excluded.liquidation_price,
                opposite_price = excluded.opposite_price, is_due = excluded.is_due""";

    /** What an account held before and holds no more. */
    private static final String DROP_POSITIONS = """
            delete from ladder_position known using (
                select account_id, max(log_position) as log_position from decision
                where log_position > ? and log_position <= ? and outcome <> 'HOLD'
                group by account_id) last
            where known.account_id = last.account_id and known.log_position < last.log_position""";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;

    @Inject
    LadderStore(AgroalDataSource dataSource, TapeConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    @Override
    public long position() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return longOf(connection, "select log_position from ladder_progress");
        }
    }

    @Override
    public Written write(long head) {
        return QuarkusTransaction.requiringNew().call(() -> writeInTransaction(head));
    }

    private Written writeInTransaction(long head) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            long from = longOf(connection, TAKE_TURN);
            if (from < 0 || from >= head) {
                return new Written(Math.max(from, 0), 0, from < 0);
            }
            long to = Math.min(head, from + config.ladder().batchMax());
            int rows = update(connection, TAKE_POSITIONS, from, to);
            update(connection, DROP_POSITIONS, from, to);
            update(connection, "update ladder_progress set log_position = greatest(?, ?)", from, to);
            return new Written(to, rows, false);
        }
    }

    private static int update(Connection connection, String sql, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            return statement.executeUpdate();
        }
    }

    /** -1 where there is no row. */
    private static long longOf(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }
}
