package io.plimsoll.decision;

import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.money.Decimals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order to carry out a decision's closure plan: who decides and who executes are two, and this is all that passes from one to the other.
 *
 * @param intentId a function of the decision's id, so that a decision has one intent however often it is delivered
 * @param plan what is to be done
 * @param issuedAt on the wall clock: from when on it may be carried out
 * @param expiresAt on the wall clock: until when, itself excluded
 * @param supersedes id of the intent that it takes the place of; null if there was none
 * @param attempt counts the intents in a row that expired without any fill, this one included
 */
public record ClosureIntent(
        String intentId,
        Decision decision,
        ClosurePlan plan,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String supersedes,
        int attempt) {

    /**
     * The intent of a decision.
     *
     * @return empty where the decision closes nothing
     */
    static Optional<ClosureIntent> of(Decision decision, @Nullable OpenIntent before, IntentValidity validity) {
        ClosurePlan plan = decision.closure();
        if (plan == null || plan.steps().isEmpty()) {
            return Optional.empty();
        }
        int attempt = attempt(decision, before);
        Instant issuedAt = decision.decidedAt().truncatedTo(ChronoUnit.MICROS); // what the log can keep
        return Optional.of(new ClosureIntent(
                Ids.of("i", decision.decisionId()),
                decision,
                plan,
                issuedAt,
                issuedAt.plus(validity.of(attempt)).plus(longestExecution(plan)).truncatedTo(ChronoUnit.MICROS),
                before == null ? null : before.intentId(),
                attempt));
    }

    /** One that takes the place of another in force does not count, and any fill begins anew: somebody is at work. */
    private static int attempt(Decision decision, @Nullable OpenIntent before) {
        if (before == null || before.isBegun()) {
            return 1;
        }
        return decision.trigger() == Trigger.EXPIRY ? before.attempt() + 1 : before.attempt();
    }

    /** What the account will find open. */
    public OpenIntent open() {
        Duration lasts = Duration.between(issuedAt, expiresAt);
        return new OpenIntent(
                intentId,
                attempt,
                expiresAt,
                decision.evaluatedAt().plus(lasts).truncatedTo(ChronoUnit.MICROS),
                legs());
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (int index = 0; index < plan.steps().size(); index++) {
            Order order = plan.steps().get(index).order();
            if (order != null) {
                legs.add(new Leg(index + 1, order.position(), order.quantity(), Decimals.ZERO, false));
            }
        }
        return legs;
    }

    private static Duration longestExecution(ClosurePlan plan) {
        Duration longest = Duration.ZERO;
        for (Step step : plan.steps()) {
            Execution execution = step.order() == null ? null : step.order().execution();
            Duration takes = execution == null ? Duration.ZERO : duration(execution);
            longest = takes.compareTo(longest) > 0 ? takes : longest;
        }
        return longest;
    }

    private static Duration duration(Execution execution) {
        if (execution.slices() != null) {
            return execution.slices().interval().multipliedBy(execution.slices().count() - 1L);
        }
        return execution.auction() == null
                ? Duration.ZERO
                : switch (execution.auction().curve()) {
                    case PriceCurve.Linear linear -> linear.length();
                    case PriceCurve.Stairstep stairs -> Duration.ZERO; // never ends by itself
                    case PriceCurve.Phases phases ->
                        phases.phases().stream().map(PriceCurve.Phase::length).reduce(Duration.ZERO, Duration::plus);
                };
    }
}
