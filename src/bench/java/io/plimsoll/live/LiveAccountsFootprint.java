package io.plimsoll.live;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.bounds.OutcomeBounds;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What an account with three positions takes in memory: its snapshot and what tells it apart, without its bounds. */
public final class LiveAccountsFootprint {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private LiveAccountsFootprint() {}

    /** @param accounts how many */
    public static void main(String... accounts) {
        int count = Integer.parseInt(accounts[0]);
        Random random = new Random(1);
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new LiveAccounts.Deciding() {
            @Override
            public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
                return new AtMark.Superseded();
            }

            @Override
            public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
                return OutcomeBounds.open(NOW, "");
            }
        });
        long before = used();
        for (int i = 0; i < count; i++) {
            live.put(snapshot(i, random), 1, false);
        }
        long each = (used() - before) / count;
        System.out.printf("%d accounts: %d bytes each%n", live.size(), each); // asked last, so that they are still kept
    }

    private static AccountSnapshot snapshot(int number, Random random) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            BigDecimal price = BigDecimal.valueOf(1_000 + random.nextInt(9_000_000), 2);
            positions.add(new Position(
                    "INSTRUMENT-" + (number + i) % 100,
                    ContractKind.LINEAR,
                    MarginMode.CROSS,
                    BigDecimal.valueOf(1 + random.nextInt(100_000), 3),
                    BigDecimal.valueOf(1_000 + random.nextInt(9_000_000), 2),
                    new Mark(price, price.add(BigDecimal.ONE), NOW),
                    BigDecimal.ONE,
                    null,
                    null));
        }
        return new AccountSnapshot(
                "ACCOUNT-" + number,
                1,
                NOW,
                "RETAIL",
                "USDT",
                List.of(new Collateral("USDT", BigDecimal.valueOf(random.nextInt(100_000_000), 2), BigDecimal.ONE)),
                positions,
                List.of(),
                List.of(),
                Map.of("jurisdiction", "EU"));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
