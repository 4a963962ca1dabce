package io.plimsoll.decision;

import io.plimsoll.decision.ClosurePlan.Step;
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
import java.util.ArrayList;
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
    Optional<MarginCall> next(Judgement judgement, boolean held) {
        Verdict verdict = judgement.verdict();
        OpenCall open = given.openCall(judgement.account().id()).orElse(null);
        if (open == null) {
            return held ? Optional.empty() : verdict.call().map(terms -> opened(judgement, terms));
        }
        if (held) {
            return Optional.of(leftAsItIs(open, judgement));
        }
        if (verdict.outcome().closesPositions()) {
            return Optional.of(
                    open.isOverdueAt(given.evaluatedAt())
                            ? call(open, Status.EXPIRED, open.amount(), open.dueBy(), judgement)
                            : call(open, Status.SUPERSEDED, Decimals.ZERO, open.dueBy(), judgement));
        }
        return Optional.of(verdict.call()
                .map(terms -> standing(open, terms, judgement))
                .orElseGet(() -> call(open, Status.CURED, Decimals.ZERO, open.dueBy(), judgement)));
    }

    /** The call of an isolated position that the account no longer has: nothing is left to call for, if the data can be trusted. */
    MarginCall ofClosedPosition(OpenCall open, boolean held) {
        return held ? leftAsItIs(open, null) : call(open, Status.CURED, Decimals.ZERO, open.dueBy(), null);
    }

    private MarginCall leftAsItIs(OpenCall open, @Nullable Judgement judgement) {
        return call(open, statusOf(open, open.dueBy()), open.amount(), open.dueBy(), judgement);
    }

    private Status statusOf(OpenCall open, Instant dueBy) {
        if (!given.evaluatedAt().isBefore(dueBy)) {
            return Status.OVERDUE;
        }
        return dueBy.isAfter(open.dueBy()) ? Status.EXTENDED : Status.STANDING;
    }

    private MarginCall opened(Judgement judgement, CallTerms terms) {
        MarginAccountId account = judgement.account().id();
        Instant openedAt = given.evaluatedAt();
        Instant dueBy = later(terms.dueBy(), judgement.verdict());
        String callId = Ids.of(
                "call",
                given.snapshot().accountId(),
                account.toString(),
                Long.toString(given.snapshot().sequence()),
                openedAt.toString());
        return call(
                new OpenCall(callId, account, openedAt, dueBy, terms.amount(), terms.amount(), false),
                Status.OPENED,
                terms.amount(),
                dueBy,
                judgement);
    }

    private MarginCall standing(OpenCall open, CallTerms terms, Judgement judgement) {
        Instant dueBy = later(open.dueBy(), judgement.verdict());
        return call(open, statusOf(open, dueBy), terms.amount(), dueBy, judgement);
    }

    /** @param judgement null where the account no longer has the isolated position that was called for */
    private MarginCall call(
            OpenCall open, Status status, BigDecimal amount, Instant dueBy, @Nullable Judgement judgement) {
        BigDecimal stillMissing = status == Status.SUPERSEDED ? open.amount() : amount;
        return new MarginCall(
                open.callId(),
                open.marginAccount(),
                status,
                new Money(given.snapshot().settlementCurrency(), amount),
                open.originalAmount(),
                Decimals.largest(open.originalAmount().subtract(stillMissing), Decimals.ZERO),
                open.openedAt(),
                dueBy,
                status.isOpen() ? acceptable(open.marginAccount(), amount) : List.of(),
                judgement == null ? null : judgement.account().equity(),
                judgement == null ? List.of() : askedBy(judgement),
                judgement == null ? List.of() : liquidated(status, judgement));
    }

    private static List<String> askedBy(Judgement judgement) {
        return judgement.verdict().call().map(CallTerms::askedBy).orElse(List.of());
    }

    private static List<Step> liquidated(Status status, Judgement judgement) {
        return status != Status.EXPIRED && status != Status.SUPERSEDED
                ? List.of()
                : judgement.closure().stream()
                        .flatMap(closure -> closure.steps().stream())
                        .filter(step -> step.order() != null)
                        .toList();
    }

    /** An isolated position's margin is topped up in the settlement currency alone, which counts in full there. */
    private List<Acceptable> acceptable(MarginAccountId account, BigDecimal amount) {
        List<Acceptable> all = new ArrayList<>();
        for (AcceptableAsset asset : acceptable) {
            if (account.position() == null) {
                asset.schedule()
                        .additionWorth(amount, asset.marketValue())
                        .ifPresent(value -> all.add(inSteps(asset, value)));
            } else if (asset.holding().asset().equals(given.snapshot().settlementCurrency())) {
                all.add(inSteps(asset, amount));
            }
        }
        return all;
    }

    /** The fewest steps of an asset whose market value is at least so much. */
    private static Acceptable inSteps(AcceptableAsset asset, BigDecimal marketValue) {
        BigDecimal valuePerStep = asset.holding().price().multiply(asset.step());
        BigDecimal steps = marketValue.divide(valuePerStep, 0, RoundingMode.CEILING);
        return new Acceptable(asset.holding().asset(), Decimals.normalised(steps.multiply(asset.step())));
    }

    private static Instant later(Instant dueBy, Verdict verdict) {
        return verdict.extendedTo().filter(granted -> granted.isAfter(dueBy)).orElse(dueBy);
    }
}
