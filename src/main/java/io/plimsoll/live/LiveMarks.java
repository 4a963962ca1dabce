package io.plimsoll.live;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.LatestMarks;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The latest mark of each instrument, and the latest that is known of its market. Safe for several threads. */
public final class LiveMarks implements LatestMarks {

    private final Map<String, MarkTick> marks = new HashMap<>();
    private final Map<String, MarkTick> withMarket = new HashMap<>();

    /**
     * Takes a mark.
     *
     * @return the mark, with the index that it moves along if it brings none; empty if it is older than the instrument's latest and counts
     *     for nothing
     */
    public synchronized Optional<MarkTick> tick(MarkTick tick) {
        MarkTick latest = marks.get(tick.instrument());
        if (latest != null && tick.time().isBefore(latest.time())) {
            return Optional.empty();
        }
        MarkTick whole = latest == null ? tick : tick.after(latest);
        marks.put(tick.instrument(), whole);
        if (tick.market() != null) {
            withMarket.put(tick.instrument(), tick);
        }
        return Optional.of(whole);
    }

    /** The latest mark of an instrument. */
    synchronized Optional<MarkTick> latest(String instrument) {
        return Optional.ofNullable(marks.get(instrument));
    }

    /** The latest that is known of an instrument's market. */
    synchronized Optional<Market> market(String instrument) {
        return Optional.ofNullable(withMarket.get(instrument)).map(MarkTick::market);
    }

    /** Marks and markets of what the account has positions in; those of other instruments are the snapshot's. */
    @Override
    public synchronized AccountSnapshot of(AccountSnapshot snapshot) {
        AccountSnapshot latest = snapshot;
        for (Position position : snapshot.positions()) {
            MarkTick tick = marks.get(position.instrument());
            if (tick != null && isNoOlder(tick, position.mark().time())) {
                latest = latest.withMark(position.instrument(), mark(position.mark(), tick));
            }
            latest = withMarket(latest, position.instrument(), position.mark().time());
        }
        return latest;
    }

    /** @param known of when the snapshot's own market data is */
    private AccountSnapshot withMarket(AccountSnapshot snapshot, String instrument, Instant known) {
        MarkTick tick = withMarket.get(instrument);
        Market market = tick == null ? null : tick.market();
        return tick != null && market != null && isNoOlder(tick, known) ? snapshot.withMarket(market) : snapshot;
    }

    private static boolean isNoOlder(MarkTick tick, Instant known) {
        return !tick.time().isBefore(known);
    }

    /** An account whose snapshot knows no index has none; one without a newer index keeps its distance from the mark. */
    private static Mark mark(Mark before, MarkTick tick) {
        Mark moved = before.movedTo(tick.price());
        boolean newer = tick.indexPrice() != null && before.indexPrice() != null;
        return new Mark(tick.price(), newer ? tick.indexPrice() : moved.indexPrice(), tick.time());
    }
}
