package io.plimsoll.decision;

import io.plimsoll.decision.CollateralStage.AcceptableAsset;
import io.plimsoll.decision.MarginCall.Acceptable;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.ThresholdStage.CallTerms;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a margin account's call. A call is opened once and stays the same call while rules keep asking for it, with the amount
 * brought up to date and the deadline it was given; rules may only move that deadline later. It ends when rules no longer ask for it
 * (cured), or when positions are closed before its deadline (superseded). A call that runs out expires: positions are closed, and it stays
 * open until they have been and the account is restored, so that a snapshot in between brings no new time to cure. While the data carries
 * no decision an open call is left as it is.
 */
final class CallLifecycle {

    private final Case given;
    private final List<AcceptableAsset> acceptable;

    CallLifecycle(Case given, List<AcceptableAsset> acceptable) {
        this.given = given;
        this.acceptable = acceptable;
    }

    /** The call after this decision; empty if there was none and none is opened. */
    Optional<MarginCall> next(MarginAccountId account, Verdict verdict, boolean held) {
        OpenCall open = given.openCall(account).orElse(null);
        if (open == null) {
            return held ? Optional.empty() : verdict.call().map(terms -> opened(account, terms, verdict));
        }
        if (held) {
            return Optional.of(leftAsItIs(open));
        }
        if (verdict.outcome().closesPositions()) {
            return Optional.of(
                    open.isOverdueAt(given.evaluatedAt())
                            ? call(open, Status.EXPIRED, open.amount(), open.dueBy())
                            : call(open, Status.SUPERSEDED, Decimals.ZERO, open.dueBy()));
        }
        return Optional.of(verdict.call()
                .map(terms -> standing(open, terms, verdict))
                .orElseGet(() -> call(open, Status.CURED, Decimals.ZERO, open.dueBy())));
    }

    /** The call of an isolated position that the account no longer has: nothing is left to call for, if the data can be trusted. */
    MarginCall ofClosedPosition(OpenCall open, boolean held) {
        return held ? leftAsItIs(open) : call(open, Status.CURED, Decimals.ZERO, open.dueBy());
    }

    private MarginCall leftAsItIs(OpenCall open) {
        return call(open, statusOf(open, open.dueBy()), open.amount(), open.dueBy());
    }

    private Status statusOf(OpenCall open, Instant dueBy) {
        if (!given.evaluatedAt().isBefore(dueBy)) {
            return Status.OVERDUE;
        }
        return dueBy.isAfter(open.dueBy()) ? Status.EXTENDED : Status.STANDING;
    }

    private MarginCall opened(MarginAccountId account, CallTerms terms, Verdict verdict) {
        Instant openedAt = given.evaluatedAt();
        Instant dueBy = later(openedAt.plus(terms.cure()), extended(openedAt, verdict));
        String callId = Ids.of(
                "call",
                given.snapshot().accountId(),
                account.toString(),
                Long.toString(given.snapshot().sequence()),
                openedAt.toString());
        return call(
                new OpenCall(callId, account, openedAt, dueBy, terms.amount(), false),
                Status.OPENED,
                terms.amount(),
                dueBy);
    }

    private MarginCall standing(OpenCall open, CallTerms terms, Verdict verdict) {
        Instant dueBy = later(open.dueBy(), extended(open.openedAt(), verdict));
        return call(open, statusOf(open, dueBy), terms.amount(), dueBy);
    }

    private MarginCall call(OpenCall open, Status status, BigDecimal amount, Instant dueBy) {
        return new MarginCall(
                open.callId(),
                open.marginAccount(),
                status,
                new Money(given.snapshot().settlementCurrency(), amount),
                open.openedAt(),
                dueBy,
                status.isOpen() ? acceptable(open.marginAccount(), amount) : List.of());
    }

    /** An isolated position's margin is topped up in the settlement currency alone. */
    private List<Acceptable> acceptable(MarginAccountId account, BigDecimal amount) {
        return acceptable.stream()
                .filter(asset -> account.position() == null
                        || asset.holding().asset().equals(given.snapshot().settlementCurrency()))
                .map(asset -> new Acceptable(asset.holding().asset(), quantityRoundedUp(asset, amount)))
                .toList();
    }

    private static BigDecimal quantityRoundedUp(AcceptableAsset asset, BigDecimal amount) {
        BigDecimal valuePerStep = asset.holding()
                .price()
                .multiply(Decimals.ONE.subtract(asset.haircut()))
                .multiply(asset.step());
        return Decimals.normalised(
                amount.divide(valuePerStep, 0, RoundingMode.CEILING).multiply(asset.step()));
    }

    private static @Nullable Instant extended(Instant openedAt, Verdict verdict) {
        return verdict.extension().map(openedAt::plus).orElse(null);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
