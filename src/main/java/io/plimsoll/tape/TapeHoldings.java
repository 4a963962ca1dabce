package io.plimsoll.tape;

import io.plimsoll.money.Decimals;
import io.plimsoll.tape.TapeEntry.Closing;
import io.plimsoll.tape.TapeEntry.Holding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of each holding was ordered closed before. Until its fills are in a snapshot an account is decided again and again, each time
 * with the whole closing; only what goes beyond the one before is new. A holding of another size, or of an account that was better in
 * between, begins anew.
 */
final class TapeHoldings {

    private static final String SELECT = """
            select account_id, holding, held, ordered from tape_holding where account_id = any(?)""";

    private static final String UPSERT = """
            insert into tape_holding (account_id, holding, held, ordered) values (?, ?, ?, ?)
            on conflict (account_id, holding) do update set held = excluded.held, ordered = excluded.ordered""";

    private final Map<Key, State> states = new HashMap<>();
    private final Map<Key, Round> rounds = new HashMap<>();

    /** Those of the accounts that the entries are of. */
    static TapeHoldings read(Connection connection, List<TapeEntry> entries) throws SQLException {
        TapeHoldings holdings = new TapeHoldings();
        Object[] accounts = entries.stream()
                .map(entry -> entry.source().accountId())
                .distinct()
                .toArray();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", accounts));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    holdings.states.put(
                            new Key(rows.getString(1), rows.getString(2)),
                            new State(rows.getBigDecimal(3), rows.getBigDecimal(4)));
                }
            }
        }
        return holdings;
    }

    /** How much of an entry's notional is new; entries are asked for in their order. */
    BigDecimal added(TapeEntry entry) {
        Closing closing = entry.closing();
        Holding holding = closing == null ? null : closing.holding();
        if (closing == null || holding == null) {
            return entry.notional();
        }
        Key key = new Key(entry.source().accountId(), holding.name());
        Round round = rounds.get(key);
        if (round == null || !round.decisionId().equals(entry.source().decisionId())) {
            State before = states.get(key);
            BigDecimal earlier =
                    before != null && holding.isContinued() && before.held().compareTo(holding.quantity()) == 0
                            ? before.ordered()
                            : Decimals.ZERO;
            round = new Round(entry.source().decisionId(), earlier, Decimals.ZERO);
        }
        BigDecimal toldBefore = Decimals.largest(round.earlier(), round.now());
        BigDecimal now = round.now().add(closing.quantity());
        rounds.put(key, new Round(round.decisionId(), round.earlier(), now));
        states.put(key, new State(holding.quantity(), Decimals.largest(round.earlier(), now)));
        BigDecimal added = Decimals.largest(now.subtract(toldBefore), Decimals.ZERO);
        return entry.notional()
                .multiply(added)
                .divide(closing.quantity(), entry.notional().scale(), RoundingMode.CEILING);
    }

    /** Keeps what was learnt, for the decisions to come. */
    void write(Connection connection) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Key key : rounds.keySet()) {
                State state = states.getOrDefault(key, new State(Decimals.ZERO, Decimals.ZERO));
                upsert.setString(1, key.accountId());
                upsert.setString(2, key.holding());
                upsert.setBigDecimal(3, state.held());
                upsert.setBigDecimal(4, state.ordered());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private record Key(String accountId, String holding) {}

    /** @param ordered how much of it was ordered closed */
    private record State(BigDecimal held, BigDecimal ordered) {}

    /**
     * What one decision has ordered so far.
     *
     * @param earlier what decisions before it had
     */
    private record Round(String decisionId, BigDecimal earlier, BigDecimal now) {}
}
