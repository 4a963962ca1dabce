package io.plimsoll.tape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.Ladder.Direction;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sums up the ladder of an instrument. One sum at a time, kept for a while: whoever asks costs the database little, and who asks the public view
 * twice cannot see what one account did in between.
 */
@ApplicationScoped
public class LadderArchive {

    private static final Duration KEPT_MIN = Duration.ofSeconds(1);

    private static final String SELECT_PRICE = """
            select price from ladder_position where instrument = ? order by log_position desc limit 1""";

    /**
     * Cells by currency, side, direction and step. A position of a book that breaches both ways stands in both directions. Of those behind a cell
     * as many are named as anonymity asks for.
     */
    private static final String SELECT_CELLS = """
            with reached as (
                select account_id, currency, side, notional,
                    case when is_due then side = 'LONG' else target < price end as is_below,
                    case when target is null and not is_due then -1
                         when is_due then 0
                         else least(greatest(ceil(case when target < price then ? - target else target - ? end
                             / (?::numeric * ?)), 0), ?) end as step
                from ladder_position,
                    lateral (select liquidation_price as target
                        union all select opposite_price where opposite_price is not null and not is_due) targets
                where instrument = ?)
            select currency, side, is_below, step, count(*), sum(notional), (array_agg(distinct account_id))[1:?]
            from reached group by currency, side, is_below, step""";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Asked, Kept> kept = new HashMap<>();

    @Inject
    LadderArchive(AgroalDataSource dataSource, TapeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    /** The ladder as JSON; empty if nobody holds the instrument. */
    public Optional<String> ladder(TapeViewName name, String instrument) throws LogUnavailable {
        View view = name.in(config);
        Duration keptFor = view.bucket().compareTo(KEPT_MIN) > 0 ? view.bucket() : KEPT_MIN;
        Asked asked = new Asked(name, instrument);
        lock.lock();
        try {
            Instant now = clock.instant();
            Kept last = kept.get(asked);
            if (last != null && last.at().plus(keptFor).isAfter(now)) {
                return Optional.of(last.text());
            }
            Optional<String> summed = sum(name, instrument, now);
            summed.ifPresentOrElse(text -> kept.put(asked, new Kept(now, text)), () -> kept.remove(asked));
            return summed;
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> sum(TapeViewName name, String instrument, Instant now) throws LogUnavailable {
        View view = name.in(config);
        try (Connection connection = dataSource.getConnection()) {
            Optional<BigDecimal> price = price(connection, instrument);
            if (price.isEmpty()) {
                return Optional.empty();
            }
            Ladder ladder = Ladder.of(
                    price.get(), config.ladder().step(), config.ladder().bands());
            addCells(connection, instrument, view.accountsMin(), ladder);
            ObjectNode node = Json.object();
            node.put("view", name.word());
            node.put("instrument", instrument);
            node.put("asOf", now.toString());
            node.setAll(ladder.write(new Anonymity(view.accountsMin())));
            return Optional.of(Json.text(node));
        } catch (SQLException e) {
            throw new LogUnavailable("the ladder cannot be read", e);
        }
    }

    /** The price of the last decision that valued the instrument. */
    private static Optional<BigDecimal> price(Connection connection, String instrument) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_PRICE)) {
            select.setString(1, instrument);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBigDecimal(1)) : Optional.empty();
            }
        }
    }

    private static void addCells(Connection connection, String instrument, int accountsMin, Ladder ladder)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_CELLS)) {
            select.setBigDecimal(1, ladder.price());
            select.setBigDecimal(2, ladder.price());
            select.setBigDecimal(3, ladder.price());
            select.setBigDecimal(4, ladder.step());
            select.setInt(5, ladder.steps() + 1);
            select.setString(6, instrument);
            select.setInt(7, accountsMin);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Set<String> accounts = Set.of((String[]) rows.getArray(7).getArray());
                    ladder.add(
                            rows.getString(1),
                            rows.getString(2).equals("LONG"),
                            rows.getBoolean(3) ? Direction.BELOW : Direction.ABOVE,
                            rows.getInt(4),
                            new Cell(accounts, rows.getLong(5), rows.getBigDecimal(6)));
                }
            }
        }
    }

    private record Asked(TapeViewName view, String instrument) {}

    private record Kept(Instant at, String text) {}
}
