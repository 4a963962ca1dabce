package io.plimsoll.rules.facts;

import java.time.Instant;

/** The account that is judged; exactly one in every evaluation. */
@About("The account that is judged; exactly one.")
public record Account(
        @About("Names the account.") String accountId,

        @About("Customer segment, as the clearing system names it.")
        String segment,

        @About("Currency of every amount, price and requirement.")
        String settlementCurrency,

        @About("When the snapshot was taken.") Instant asOf,

        @About("The instant the account is judged at: asOf, or the deadline of a call.")
        Instant evaluatedAt,

        @About("How many positions the snapshot has.") Integer positionCount,

        @About("How many open orders the snapshot has.") Integer openOrderCount) {}
