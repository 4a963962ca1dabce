package io.plimsoll.live;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveMarksTest {

    private final LiveMarks marks = new LiveMarks();
    private final AccountSnapshot snapshot =
            account().with(cross("BTC", "1", "100", "100")).snapshot();
    private final Instant struck = snapshot.positions().getFirst().mark().time();

    private void tick(String price, Instant time, @Nullable Market market) {
        marks.tick(new MarkTick("BTC", decimal(price), null, time, market));
    }

    private static Market market(String instrument, String price) {
        return new Market(
                instrument,
                null,
                null,
                null,
                null,
                null,
                decimal(price),
                null,
                List.of(new Quote("one", decimal(price), NOON)));
    }

    private Position position() {
        return marks.of(snapshot).positions().getFirst();
    }

    @Test
    void aMarkNoOlderThanTheSnapshotsTakesItsPlace() {
        tick("90", struck.minusNanos(1), null);
        assertEquals(decimal("100"), position().mark().price());

        tick("91", struck, null);
        assertEquals(decimal("91"), position().mark().price());

        tick("92", struck.plusSeconds(1), null);
        assertEquals(decimal("92"), position().mark().price());
        assertEquals(struck.plusSeconds(1), position().mark().time());

        assertEquals(
                Optional.empty(), marks.tick(new MarkTick("BTC", decimal("93"), null, struck.plusMillis(999), null)));
        assertEquals(decimal("92"), position().mark().price());
    }

    @Test
    void ofAnotherInstrumentNothingIsTaken() {
        marks.tick(new MarkTick("ETH", decimal("7"), null, struck.plusSeconds(1), market("ETH", "7")));

        assertSame(snapshot, marks.of(snapshot));
    }

    @Test
    void whatAMarkTellsOfItsMarketStandsUntilOneTellsOtherwise() {
        tick("90", struck.plusSeconds(1), market("BTC", "90"));
        assertEquals(List.of(market("BTC", "90")), marks.of(snapshot).markets());

        tick("91", struck.plusSeconds(2), null);
        assertEquals(List.of(market("BTC", "90")), marks.of(snapshot).markets());

        tick("92", struck.plusSeconds(3), market("BTC", "92"));
        assertEquals(List.of(market("BTC", "92")), marks.of(snapshot).markets());
    }

    /** The feed's last word on the market is older than the snapshot, its last price is not. */
    @Test
    void aSnapshotsOwnKnowledgeOfAMarketGoesBeforeWhatIsOlder() {
        tick("90", struck.minusSeconds(1), market("BTC", "90"));
        tick("91", struck.plusSeconds(1), null);
        AccountSnapshot told = snapshot.withMarket(market("ETH", "7")).withMarket(market("BTC", "99"));

        AccountSnapshot latest = marks.of(told);

        assertEquals(decimal("91"), latest.positions().getFirst().mark().price());
        assertEquals(told.markets(), latest.markets());
        tick("92", struck.plusSeconds(2), market("BTC", "92"));
        assertEquals(
                List.of(market("ETH", "7"), market("BTC", "92")), marks.of(told).markets());
    }

    @Test
    void theMarketOfAnotherInstrumentIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new MarkTick("BTC", decimal("1"), null, NOON, market("ETH", "1")));
    }
}
