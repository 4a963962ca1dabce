package io.plimsoll.api;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.util.UUID;

/**
 * Snapshots of one long BTCUSDT position of notional 100,000 against a balance of USDT. Under {@link PlainRules} a balance from 12,000 is
 * healthy, from 10,000 a warning, from 5,000 a margin call, and below that a closure.
 */
public final class Snapshots {

    private static final String TEMPLATE = """
            {"accountId":"%s","sequence":%d,"asOf":"%s","segment":"RETAIL","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"%s","price":"1"}],\
            "positions":[{"instrument":"BTCUSDT","contract":"LINEAR","mode":"CROSS","quantity":"1",\
            "entryPrice":"100000","markPrice":"100000","markTime":"%s"}],"attributes":{%s}}""";

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
        return TEMPLATE.formatted(accountId, sequence, asOf, balance, asOf, "");
    }

    /** One that the guard rule of {@link PlainRules} holds. */
    public static String heldJson(String accountId, long sequence, String balance, String asOf) {
        return TEMPLATE.formatted(accountId, sequence, asOf, balance, asOf, "\"hold\":\"yes\"");
    }

    public static AccountSnapshot read(String json) {
        try {
            return SnapshotReader.read(json);
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException(e);
        }
    }
}
