package io.plimsoll.venues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Stage;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import io.plimsoll.market.Quote;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The crash of 2025-10-10 second by second: what the guards of the pack {@code perpetuals} make of a venue whose prints left all others. */
class CrashHourGuardsTest {

    private static final String PRICES = "prices/2025-10-10_crash_hour_1s.csv.gz";
    private static final String MARKED = "binance-delivery";

    /** Coins that three venues of the file trade in dollars. */
    private static final List<String> COINS = List.of("AAVE", "ATOM", "AVAX", "BCH", "DOT", "FIL", "UNI", "WIF");

    /** What one venue traded at in one second. */
    private record Print(String venue, Instant time, BigDecimal low, BigDecimal close) {}

    /** What became of a coin's seconds. */
    private static final class Tally {
        private int seconds;
        private int withoutQuorum;
        private int atMedian;
        private BigDecimal lowestMark = BigDecimal.valueOf(Long.MAX_VALUE);
        private BigDecimal lowestUsed = BigDecimal.valueOf(Long.MAX_VALUE);
    }

    @Test
    void aVenueThatLeavesTheOthersIsValuedAtTheirMedianOrHeld() throws Exception {
        // Given
        Policy policy = guardsOnly();
        StringBuilder table = new StringBuilder();
        int guarded = 0;

        // When
        for (String coin : COINS) {
            Tally tally = tally(prints(coin), policy);
            guarded += tally.withoutQuorum + tally.atMedian;
            table.append("| %s | %d | %d | %d | %s | %s |%n"
                    .formatted(
                            coin,
                            tally.seconds,
                            tally.withoutQuorum,
                            tally.atMedian,
                            tally.lowestMark.toPlainString(),
                            tally.lowestUsed.setScale(3, RoundingMode.HALF_UP).toPlainString()));
        }

        // Then
        System.out.println(table);
        assertTrue(guarded > 0);
        assertTrue(
                Files.readString(Path.of("docs/real-outcomes.md")).contains(table),
                () -> "docs/real-outcomes.md should have\n" + table);
    }

    /** A long of one, marked in each second at the lowest print of the venue; the sources are the last trade of each venue. */
    private static Tally tally(Map<Instant, List<Print>> prints, Policy policy) {
        Tally tally = new Tally();
        Map<String, Print> last = new TreeMap<>();
        prints.forEach((time, ofSecond) -> {
            ofSecond.forEach(print -> last.put(print.venue(), print));
            Print marked = last.get(MARKED);
            if (last.size() == 3 && marked != null && marked.time().equals(time)) {
                count(decide(marked, List.copyOf(last.values()), policy), marked, tally);
            }
        });
        return tally;
    }

    private static void count(Decision decision, Print marked, Tally tally) {
        Decision.PositionFigures position = decision.positions().getFirst();
        tally.seconds++;
        tally.lowestMark = tally.lowestMark.min(marked.low());
        boolean held = decision.holdReasons().stream()
                .anyMatch(hold -> hold.code() == HoldReason.Code.GUARD || hold.code() == HoldReason.Code.NO_PRICE);
        if (held) {
            tally.withoutQuorum++;
        } else {
            tally.atMedian += position.priceSource() == PriceSource.MEDIAN ? 1 : 0;
            tally.lowestUsed = tally.lowestUsed.min(position.price());
        }
    }

    private static Decision decide(Print marked, List<Print> last, Policy policy) {
        Position position = new Position(
                "COIN",
                ContractKind.LINEAR,
                MarginMode.CROSS,
                BigDecimal.ONE,
                marked.low(),
                new Mark(marked.low(), null, marked.time()),
                BigDecimal.ONE,
                null,
                null);
        List<Quote> quotes = last.stream()
                .map(print -> new Quote(
                        print.venue(), print.venue().equals(MARKED) ? print.low() : print.close(), print.time()))
                .toList();
        AccountSnapshot snapshot = new AccountSnapshot(
                "CRASH",
                1,
                marked.time(),
                "RETAIL",
                "USDT",
                List.of(),
                List.of(position),
                List.of(),
                List.of(),
                Map.of(),
                List.of(new Market("COIN", null, null, null, null, null, null, null, quotes)));
        return DecisionService.evaluate(Case.ofSnapshot(snapshot, "sha256:none", List.of()), policy, marked.time());
    }

    /** The pack as it is, of which only the guards are asked: what they leave of a price does not depend on what is required. */
    private static Policy guardsOnly() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), 1);
        return policy.withRules((stage, view) ->
                stage == Stage.GUARD ? policy.rules().propose(stage, view) : new Proposals(List.of(), List.of()));
    }

    private static Map<Instant, List<Print>> prints(String coin) throws Exception {
        List<String> symbols = List.of(coin + "-USD", coin + "USD", coin + "USD_PERP");
        Map<Instant, List<Print>> prints = new TreeMap<>();
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(RealData.file(PRICES))), UTF_8))) {
            reader.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> {
                if (symbols.contains(cells[1])) {
                    Instant time = Instant.ofEpochSecond(Long.parseLong(cells[2]));
                    prints.computeIfAbsent(time, any -> new ArrayList<>())
                            .add(new Print(cells[0], time, new BigDecimal(cells[5]), new BigDecimal(cells[6])));
                }
            });
        }
        return prints;
    }
}
