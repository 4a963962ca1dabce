package io.plimsoll.api;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.util.UUID;

/** Snapshots of one long BTCUSDT position of notional 100,000 against a balance of USDT. */
public final class Snapshots {

    private static final String TEMPLATE = """
            {"accountId":"%s","sequence":%d,"asOf":"%s","segment":"RETAIL","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"%s","price":"1"}],\
            "positions":[{"instrument":"BTCUSDT","contract":"LINEAR","mode":"CROSS","quantity":"1",\
            "entryPrice":"100000","markPrice":"100000","markTime":"%s"}]}""";

    /** Balances and what the shipped pack decides on them. */
    public static final String HEALTHY = "20000";

    public static final String CALLED = "900";
    public static final String LIQUIDATED = "100";

    /** An instant with nanoseconds, because the log must keep them. */
    public static final String AS_OF = "2026-11-22T19:00:00.123456789Z";

    private Snapshots() {}

    /** An account that no other test uses. */
    public static String newAccount(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    public static String json(String accountId, long sequence, String balance) {
        return json(accountId, sequence, balance, AS_OF);
    }

    public static String json(String accountId, long sequence, String balance, String asOf) {
        return TEMPLATE.formatted(accountId, sequence, asOf, balance, asOf);
    }

    public static AccountSnapshot read(String json) {
        try {
            return SnapshotReader.read(json);
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException(e);
        }
    }
}
