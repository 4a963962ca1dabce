package io.plimsoll.policy.analysis;

import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Stage;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.analysis.Weakness.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of amounts along a sweep: requirements and calls that follow the account evenly and in order. */
final class AmountLaws {
    /** Rounding alone moves an amount by a few units of its last place. */
    private static final int ROUNDED = 10;

    /** What a tick changes of a very large amount may be much, and is no jump. */
    private static final BigDecimal STEEP = new BigDecimal("1E-9");

    private static final Set<Stage> OUTCOME = Set.of(Stage.GUARD, Stage.THRESHOLD);

    private final Along along;
    private final BigDecimal least;

    AmountLaws(Along along) {
        this.along = along;
        this.least = BigDecimal.valueOf(
                ROUNDED, along.trial().candidate().manifest().rounding().amountPlaces());
    }

    void judge() {
        Meaning meaning = along.track().driver().meaning();
        if (meaning == Meaning.LARGER_POSITION || meaning == Meaning.LARGER_ORDER) {
            requirement("initial margin", Figures::initialMargin);
            requirement("maintenance margin", Figures::maintenanceMargin);
            initialCoversMaintenance();
        }
        if (meaning == Meaning.MORE_COLLATERAL || meaning == Meaning.MORE_EQUITY) {
            wallet();
            calls();
        }
    }

    /** A larger position may require less where a scenario grid sets it against others. */
    private static boolean mayOffset(Reading reading) {
        return reading.decision().marginAccounts().stream()
                .flatMap(account -> account.grids().stream())
                .anyMatch(grid -> grid.positions().size() > 1);
    }

    private void requirement(String name, Function<Figures, @Nullable BigDecimal> figure) {
        List<Reading> known = along.track().readings().stream()
                .filter(reading -> isKnown(reading.decision(), figure))
                .toList();
        for (int i = 1; i < known.size(); i++) {
            Reading smaller = known.get(i - 1);
            Reading larger = known.get(i);
            BigDecimal before = total(smaller.decision(), figure);
            BigDecimal after = total(larger.decision(), figure);
            BigDecimal change = after.subtract(before);
            boolean neighbours = larger.at()
                            .subtract(smaller.at())
                            .compareTo(along.track().driver().tick())
                    <= 0;
            boolean falls = change.signum() < 0 && !mayOffset(larger);
            if (falls || (neighbours && change.compareTo(least.max(after.multiply(STEEP))) > 0)) {
                List<Place> concerned = along.places().between(smaller, larger, Set.of(Stage.MARGIN));
                along.found()
                        .add(
                                falls ? Kind.NON_MONOTONE : Kind.JUMP,
                                name + along.places().differingRules(smaller, larger, Set.of(Stage.MARGIN)),
                                along.at(larger),
                                "the %s %s from %s at %s to %s at %s"
                                        .formatted(
                                                name,
                                                falls ? "falls" : "jumps",
                                                Decimals.plain(before),
                                                along.at(smaller),
                                                Decimals.plain(after),
                                                Along.plain(larger)),
                                concerned,
                                List.of(along.shown(smaller), along.shown(larger)));
            }
        }
    }

    private static boolean isKnown(Decision decision, Function<Figures, @Nullable BigDecimal> figure) {
        return decision.marginAccounts().stream().allMatch(account -> figure.apply(account.figures()) != null);
    }

    private void initialCoversMaintenance() {
        for (Reading reading : along.track().readings()) {
            for (Decision.PositionFigures position : reading.decision().positions()) {
                BigDecimal initial = position.initialMargin();
                BigDecimal maintenance = position.maintenanceMargin();
                if (initial != null && maintenance != null && initial.compareTo(maintenance) < 0) {
                    List<Place> concerned = reading.firings().stream()
                            .filter(firing -> reading.won().contains(firing.rule()))
                            .filter(firing -> isAboutMargin(firing, reading))
                            .flatMap(firing -> Stream.concat(
                                    Stream.of(along.places().ofRule(firing.rule())),
                                    firing.rows().stream().map(along.places()::of)))
                            .distinct()
                            .toList();
                    along.found()
                            .add(
                                    Kind.INITIAL_BELOW_MAINTENANCE,
                                    ruleIds(concerned).toString(),
                                    along.at(reading),
                                    "at %s the initial margin %s is below the maintenance margin %s"
                                            .formatted(
                                                    along.at(reading),
                                                    Decimals.plain(initial),
                                                    Decimals.plain(maintenance)),
                                    concerned,
                                    List.of(along.shown(reading)));
                }
            }
        }
    }

    private static boolean isAboutMargin(Firing firing, Reading reading) {
        return reading.decision().because().stream()
                .anyMatch(because -> because.proposed().rule().equals(firing.rule())
                        && Spoken.of(because.proposed().proposal())
                                .filter(spoken -> spoken.verb().equals("Initial")
                                        || spoken.verb().equals("Maintenance"))
                                .isPresent());
    }

    private static BigDecimal total(Decision decision, Function<Figures, @Nullable BigDecimal> figure) {
        return decision.marginAccounts().stream()
                .map(account -> Objects.requireNonNull(figure.apply(account.figures())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** More collateral never counts for less. */
    private void wallet() {
        List<Reading> known = along.track().readings().stream()
                .filter(reading -> !reading.isHeldFor(HoldReason.Code.NO_HAIRCUT)
                        && !reading.isHeldFor(HoldReason.Code.RULE_FAILED))
                .toList();
        for (int i = 1; i < known.size(); i++) {
            Reading less = known.get(i - 1);
            Reading more = known.get(i);
            BigDecimal before = total(less.decision(), Figures::wallet);
            BigDecimal after = total(more.decision(), Figures::wallet);
            if (after.compareTo(before) < 0) {
                outOfOrder("wallet", "more collateral counts for less", less, before, more, after);
            }
        }
        haircuts(known);
    }

    private void haircuts(List<Reading> known) {
        for (int i = 1; i < known.size(); i++) {
            Reading less = known.get(i - 1);
            Reading more = known.get(i);
            for (Spoken spoken : Spoken.in(less)) {
                if (spoken.verb().equals("Haircut") && Spoken.in(more).contains(spoken)) {
                    BigDecimal before = haircut(less, spoken);
                    BigDecimal after = haircut(more, spoken);
                    if (after.compareTo(before) < 0) {
                        outOfOrder("haircut", "a larger holding has a smaller haircut", less, before, more, after);
                    }
                }
            }
        }
    }

    private static BigDecimal haircut(Reading reading, Spoken spoken) {
        return reading.decision().because().stream()
                .map(because -> because.proposed().proposal())
                .filter(Haircut.class::isInstance)
                .map(Haircut.class::cast)
                .filter(haircut -> haircut.asset().equals(spoken.about()))
                .map(Haircut::rate)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
    }

    private void outOfOrder(
            String name, String words, Reading one, BigDecimal before, Reading other, BigDecimal after) {
        List<Place> concerned = along.places().between(one, other, Set.of(Stage.COLLATERAL, Stage.THRESHOLD));
        along.found()
                .add(
                        Kind.NON_MONOTONE,
                        name + ruleIds(concerned),
                        along.at(other),
                        "%s: %s at %s and %s at %s"
                                .formatted(
                                        words,
                                        Decimals.plain(before),
                                        along.at(one),
                                        Decimals.plain(after),
                                        Along.plain(other)),
                        concerned,
                        List.of(along.shown(other), along.shown(one)));
    }

    /** With less equity the call is larger, by as much as is missing. */
    private void calls() {
        List<Reading> worsening = along.worsening(reading -> reading.outcome() == Outcome.MARGIN_CALL, true);
        for (int i = 1; i < worsening.size(); i++) {
            Reading better = worsening.get(i - 1);
            Reading worse = worsening.get(i);
            MarginCall small = better.decision().marginCall();
            MarginCall large = worse.decision().marginCall();
            if (small == null || large == null) {
                continue;
            }
            BigDecimal before = small.amount().amount();
            BigDecimal after = large.amount().amount();
            boolean neighbours = better.at()
                            .subtract(worse.at())
                            .compareTo(along.track().driver().tick())
                    <= 0;
            List<Place> concerned = along.places().between(better, worse, OUTCOME);
            if (after.compareTo(before) < 0) {
                outOfOrder("call", "less equity is called for less", better, before, worse, after);
            } else if (neighbours && after.subtract(before).compareTo(least) > 0) {
                along.found()
                        .add(
                                Kind.JUMP,
                                "call" + ruleIds(concerned),
                                along.at(worse),
                                "the margin call jumps from %s at %s to %s at %s"
                                        .formatted(
                                                Decimals.plain(before),
                                                along.at(better),
                                                Decimals.plain(after),
                                                Along.plain(worse)),
                                concerned,
                                List.of(along.shown(better), along.shown(worse)));
            }
        }
    }

    private static Set<String> ruleIds(List<Place> concerned) {
        Set<String> rules = new TreeSet<>();
        concerned.stream()
                .map(Place::what)
                .filter(what -> what.startsWith("rule "))
                .forEach(rules::add);
        return rules;
    }
}
