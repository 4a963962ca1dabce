package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;

/** What a feed of marks has told last. */
@FunctionalInterface
public interface LatestMarks {

    /** Where no feed is followed. */
    LatestMarks NONE = snapshot -> snapshot;

    /** The snapshot at the latest marks and market data; what the feed does not know, or knows no better, stays as it is. */
    AccountSnapshot of(AccountSnapshot snapshot);
}
