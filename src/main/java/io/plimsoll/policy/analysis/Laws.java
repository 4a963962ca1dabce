package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Stage;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.analysis.Weakness.Place;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must hold along a sweep, whatever the pack: nothing falls silent between two bands, and who is worse off is not treated milder. */
final class Laws {
    private static final Set<Stage> OUTCOME = Set.of(Stage.GUARD, Stage.THRESHOLD);
    /** A silence of at most this share of where it stands lies between two bands; a longer one may be meant. */
    private static final BigDecimal NARROW = new BigDecimal("0.1");

    private final Along along;

    private Laws(Along along) {
        this.along = along;
    }

    static void judge(Along along) {
        Laws laws = new Laws(along);
        laws.failures();
        new Silences(along).judge();
        laws.want();
        laws.order();
        new AmountLaws(along).judge();
    }

    private void failures() {
        for (Reading reading : along.track().readings()) {
            for (HoldReason reason : reading.decision().holdReasons()) {
                boolean fails =
                        reason.code() == HoldReason.Code.RULE_FAILED || reason.code() == HoldReason.Code.LIMIT_REACHED;
                if (fails) {
                    List<Place> concerned = ruleOf(reason.detail(), reading);
                    along.found()
                            .add(
                                    Kind.RULE_FAILS,
                                    concerned.toString(),
                                    along.at(reading),
                                    "a rule fails at " + along.at(reading) + ": " + reason.detail(),
                                    concerned,
                                    List.of(along.shown(reading)));
                }
            }
        }
    }

    private List<Place> ruleOf(String detail, Reading reading) {
        Set<String> named = new TreeSet<>(reading.fired());
        named.removeIf(rule -> !detail.contains(rule));
        return (named.isEmpty() ? reading.fired() : named)
                .stream().map(along.places()::ofRule).toList();
    }

    /** The engine holds a decision because no rule covers the account. */
    private void want() {
        for (Reading reading : along.track().readings()) {
            if (reading.isHeldFor(HoldReason.Code.GUARD)) {
                continue;
            }
            unclosed(reading);
            for (HoldReason reason : reading.decision().holdReasons()) {
                boolean wanting = reason.code() == HoldReason.Code.NO_THRESHOLD
                        || reason.code() == HoldReason.Code.NO_CLOSURE
                        || reason.code() == HoldReason.Code.NO_LOT;
                if (wanting) {
                    Reading near = nearestCovered(reading);
                    along.found()
                            .add(
                                    Kind.GAP,
                                    "want " + reason.code(),
                                    along.at(reading),
                                    "at " + along.at(reading) + " the decision is held: " + reason.detail(),
                                    along.places().between(reading, near, OUTCOME),
                                    Along.isSame(near, reading)
                                            ? List.of(along.shown(reading))
                                            : List.of(along.shown(near), along.shown(reading)));
                }
            }
        }
    }

    /** Below the maintenance margin, and nothing is closed; where initial margin is no more, not even once the call for it has run out. */
    private void unclosed(Reading reading) {
        for (Decision.MarginAccountDecision account : reading.decision().marginAccounts()) {
            Figures figures = account.figures();
            BigDecimal maintenance = figures.maintenanceMargin();
            boolean called =
                    account.outcome() != Outcome.HEALTHY && !account.outcome().closesPositions();
            boolean unclosed = figures.isBreached()
                    && called
                    && !(hasOneLevel(figures) && isClosedAtDeadline(reading, account.id()));
            if (maintenance != null && unclosed) {
                List<Place> concerned = reading.decision().because().stream()
                        .filter(because ->
                                because.won() && because.proposed().proposal().stage() == Stage.THRESHOLD)
                        .map(because -> along.places().ofRule(because.proposed().rule()))
                        .distinct()
                        .toList();
                along.found()
                        .add(
                                Kind.GAP,
                                "unclosed " + account.outcome(),
                                along.at(reading),
                                "at %s equity %s is below the maintenance margin %s and nothing is closed: the outcome is %s"
                                        .formatted(
                                                along.at(reading),
                                                Decimals.plain(figures.equity()),
                                                Decimals.plain(maintenance),
                                                account.outcome()),
                                concerned,
                                List.of(along.shown(reading)));
            }
        }
    }

    /** A venue whose initial margin is its maintenance margin calls first and closes whoever does not pay. */
    private static boolean hasOneLevel(Figures figures) {
        BigDecimal initial = figures.initialMargin();
        BigDecimal maintenance = figures.maintenanceMargin();
        return initial != null && maintenance != null && initial.compareTo(maintenance) == 0;
    }

    private boolean isClosedAtDeadline(Reading reading, MarginAccountId account) {
        Instant now = reading.given().evaluatedAt();
        return reading.decision().marginCalls().stream()
                .filter(call ->
                        call.marginAccount().equals(account) && call.status().isOpen())
                .map(call -> Accounts.withCalls(reading.given(), List.of(Accounts.dueAt(call.asOpenCall(), now))))
                .anyMatch(overdue ->
                        along.trial().run(overdue, reading.at()).outcome().closesPositions());
    }

    private Reading nearestCovered(Reading reading) {
        return along.track().readings().stream()
                .filter(other -> !other.isHeldForWant())
                .min((left, right) -> distance(left, reading).compareTo(distance(right, reading)))
                .orElse(reading);
    }

    private static BigDecimal distance(Reading one, Reading other) {
        return one.at().subtract(other.at()).abs();
    }

    private void order() {
        Meaning meaning = along.track().driver().meaning();
        BigDecimal now = along.track().driver().now();
        if (meaning == Meaning.FURTHER_FROM_INDEX || meaning == Meaning.OLDER_MARK) {
            order(along.worsening(reading -> reading.at().compareTo(now) >= 0, false));
            order(along.worsening(reading -> reading.at().compareTo(now) <= 0, true));
        } else if (meaning.isWorse() || meaning.isBetter()) {
            order(along.worsening(reading -> true, meaning.isBetter()));
        }
    }

    /** @param worsening from the account that is best off to the one that is worst off */
    private void order(List<Reading> worsening) {
        List<Reading> carried =
                worsening.stream().filter(reading -> !reading.isHeldForWant()).toList();
        for (int i = 1; i < carried.size(); i++) {
            Reading better = carried.get(i - 1);
            Reading worse = carried.get(i);
            if (worse.outcome().compareTo(better.outcome()) < 0) {
                milder(better, worse, carried.subList(i, carried.size()));
            }
        }
    }

    /** Worse off and treated milder: between two bands if what follows is as strict again, otherwise out of order. */
    private void milder(Reading better, Reading worse, List<Reading> on) {
        Reading after = on.stream()
                .filter(reading -> reading.outcome().compareTo(worse.outcome()) > 0)
                .findFirst()
                .orElse(worse);
        Reading last = on.get(Math.max(0, on.indexOf(after) - 1));
        boolean between = after.outcome().compareTo(better.outcome()) >= 0;
        boolean silent = worse.outcome() == Outcome.HEALTHY;
        boolean narrow = last.at()
                        .subtract(worse.at())
                        .abs()
                        .compareTo(last.at().abs().max(worse.at().abs()).multiply(NARROW))
                <= 0;
        if (between && (narrow || silent)) {
            gap(better, worse, last, after);
        }
        if (!between || !narrow || !silent) {
            outOfOrder(better, worse);
        }
    }

    private void gap(Reading better, Reading worse, Reading last, Reading after) {
        String where = Along.isSame(worse, last)
                ? "at " + along.at(worse)
                : "from " + along.at(worse) + " to " + Along.plain(last);
        along.found()
                .add(
                        Kind.GAP,
                        "outcome " + along.track().driver().meaning() + worse.outcome()
                                + along.places().differingRules(better, worse, OUTCOME)
                                + along.places().differingRules(last, after, OUTCOME),
                        along.at(worse),
                        "%s the outcome is %s, although it is %s at %s and %s at %s"
                                .formatted(
                                        where,
                                        worse.outcome(),
                                        better.outcome(),
                                        Along.plain(better),
                                        after.outcome(),
                                        Along.plain(after)),
                        Along.both(
                                along.places().between(better, worse, OUTCOME),
                                along.places().between(last, after, OUTCOME)),
                        List.of(along.shown(better), along.shown(worse), along.shown(after)));
    }

    private void outOfOrder(Reading better, Reading worse) {
        Set<String> culprits = new TreeSet<>(better.won());
        culprits.removeAll(worse.fired());
        culprits.retainAll(along.places().differingRules(better, worse, OUTCOME));
        along.found()
                .add(
                        Kind.NON_MONOTONE,
                        "outcome " + along.track().driver().meaning() + culprits,
                        along.at(worse),
                        "%s: %s at %s, and %s at %s"
                                .formatted(
                                        worseWords(),
                                        better.outcome(),
                                        along.at(better),
                                        worse.outcome(),
                                        Along.plain(worse)),
                        along.places().between(better, worse, OUTCOME),
                        List.of(along.shown(better), along.shown(worse)));
    }

    private String worseWords() {
        Meaning meaning = along.track().driver().meaning();
        return meaning.isBetter()
                ? meaning.words() + " is treated more strictly"
                : meaning.words() + " is treated more mildly";
    }
}
