package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Stage;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold along a sweep, whatever the pack: nothing falls silent between two bands, and who is worse off is not treated milder. */
final class Laws {
    /** Rounding alone moves an amount by a few units of its last place. */
    private static final int ROUNDED = 10;

    /** What a tick changes of a very large amount may be much, and is no jump. */
    private static final BigDecimal STEEP = new BigDecimal("1E-9");

    private static final Set<Stage> OUTCOME = Set.of(Stage.GUARD, Stage.THRESHOLD);
    /** A silence of at most this share of where it stands lies between two bands; a longer one may be meant. */
    private static final BigDecimal NARROW = new BigDecimal("0.1");
    /** Windows of time that are no further apart touch one another. */
    private static final BigDecimal TOUCHING_SECONDS = BigDecimal.valueOf(60);

    private final Trial trial;
    private final Places places;
    private final Found found;
    private final Track track;
    private final BigDecimal least;

    private Laws(Trial trial, Places places, Found found, Track track) {
        this.trial = trial;
        this.places = places;
        this.found = found;
        this.track = track;
        this.least = BigDecimal.valueOf(
                ROUNDED, trial.candidate().manifest().rounding().amountPlaces());
    }

    static void judge(Trial trial, Places places, Found found, Track track) {
        Laws laws = new Laws(trial, places, found, track);
        laws.failures();
        laws.silence();
        laws.want();
        Meaning meaning = track.driver().meaning();
        if (meaning == Meaning.FURTHER_FROM_INDEX || meaning == Meaning.OLDER_MARK) {
            laws.order(laws.worsening(
                    reading -> reading.at().compareTo(track.driver().now()) >= 0, false));
            laws.order(laws.worsening(
                    reading -> reading.at().compareTo(track.driver().now()) <= 0, true));
        } else if (meaning.isWorse() || meaning.isBetter()) {
            laws.order(laws.worsening(reading -> true, meaning.isBetter()));
        }
        if (meaning == Meaning.LARGER_POSITION || meaning == Meaning.LARGER_ORDER) {
            laws.requirement("initial margin", Figures::initialMargin);
            laws.requirement("maintenance margin", Figures::maintenanceMargin);
            laws.initialCoversMaintenance();
        }
        if (meaning == Meaning.MORE_COLLATERAL || meaning == Meaning.MORE_EQUITY) {
            laws.wallet();
            laws.calls();
        }
    }

    private List<Reading> worsening(Predicate<Reading> wanted, boolean reversed) {
        List<Reading> readings =
                new ArrayList<>(track.readings().stream().filter(wanted).toList());
        return reversed ? readings.reversed() : readings;
    }

    private void failures() {
        for (Reading reading : track.readings()) {
            for (HoldReason reason : reading.decision().holdReasons()) {
                boolean fails =
                        reason.code() == HoldReason.Code.RULE_FAILED || reason.code() == HoldReason.Code.LIMIT_REACHED;
                if (fails) {
                    List<Place> concerned = ruleOf(reason.detail(), reading);
                    found.add(
                            Kind.RULE_FAILS,
                            concerned.toString(),
                            at(reading),
                            "a rule fails at " + at(reading) + ": " + reason.detail(),
                            concerned,
                            List.of(shown(reading)));
                }
            }
        }
    }

    private List<Place> ruleOf(String detail, Reading reading) {
        Set<String> named = new TreeSet<>(reading.fired());
        named.removeIf(rule -> !detail.contains(rule));
        return (named.isEmpty() ? reading.fired() : named)
                .stream().map(places::ofRule).toList();
    }

    /** Something is said below and above, and not between. Beyond the largest value that tables reach nothing need be said. */
    private void silence() {
        List<Reading> bySize = worsening(reading -> true, shrinks());
        Set<Spoken> all = new TreeSet<>();
        bySize.forEach(reading -> all.addAll(Spoken.in(reading)));
        for (Spoken spoken : all) {
            Reading before = null;
            Reading silent = null;
            for (Reading reading : bySize) {
                if (!Spoken.in(reading).contains(spoken)) {
                    silent = silent == null ? reading : silent;
                    continue;
                }
                if (silent != null && (before != null || spoken.isNeeded() && isPossible(silent, spoken))) {
                    silent(spoken, before == null ? reading : before, silent, reading);
                }
                silent = null;
                before = reading;
            }
        }
    }

    /** True where the positions are worth less the further the driver goes, as an inverse contract is at a higher mark. */
    private boolean shrinks() {
        return !track.readings().isEmpty()
                && worth(track.readings().getFirst())
                                .compareTo(worth(track.readings().getLast()))
                        > 0;
    }

    private static BigDecimal worth(Reading reading) {
        return reading.given().snapshot().positions().stream()
                .map(of -> of.contract()
                        .valueOf(
                                of.quantity().abs().multiply(of.multiplier()),
                                of.mark().price()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Nothing need be said of what is not there. */
    private static boolean isPossible(Reading silent, Spoken spoken) {
        AccountSnapshot of = silent.given().snapshot();
        return of.positions().stream().anyMatch(held -> held.id().toString().equals(spoken.about()))
                || of.openOrders().stream().anyMatch(order -> order.orderId().equals(spoken.about()))
                || of.collateral().stream()
                        .anyMatch(held -> held.asset().equals(spoken.about())
                                && held.quantity().signum() > 0);
    }

    private void silent(Spoken spoken, Reading before, Reading silent, Reading after) {
        Reading last = lastBefore(after);
        if (isOfOtherTimes(before, after, spoken)) {
            return;
        }
        String at = isSame(before, after)
                ? (shrinks() ? "above " : "below ") + at(after)
                : silent.at().compareTo(last.at()) == 0
                        ? "at " + at(silent)
                        : "from " + at(silent) + " to " + plain(last);
        Set<String> rules = new TreeSet<>(spoken.rules(before));
        rules.addAll(spoken.rules(after));
        List<Place> concerned = both(
                places.between(silent, before, Set.of(spoken.stage())),
                places.between(last, after, Set.of(spoken.stage())));
        found.add(
                Kind.GAP,
                "silent " + spoken.verb() + rules,
                at(silent),
                "no rule says " + words(spoken.verb()) + " of `" + spoken.about() + "` " + at + ", "
                        + String.join(" and ", rules)
                        + (isSame(before, after) ? " does beyond" : " does on both sides"),
                concerned,
                isSame(before, after)
                        ? List.of(shown(silent), shown(after))
                        : List.of(shown(before), shown(silent), shown(after)));
    }

    private static List<Place> both(List<Place> one, List<Place> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    private static boolean isSame(Reading one, Reading other) {
        return one.at().compareTo(other.at()) == 0;
    }

    /** Two windows of time may lie years apart; only where they nearly touch is something between them forgotten. */
    private boolean isOfOtherTimes(Reading before, Reading after, Spoken spoken) {
        boolean ofTime =
                track.driver().meaning() == Meaning.CLOCK || spoken.verb().equals("ExtendCall");
        return ofTime && after.at().subtract(before.at()).compareTo(TOUCHING_SECONDS) > 0;
    }

    private Reading lastBefore(Reading reading) {
        int index = track.readings().indexOf(reading);
        return track.readings().get(Math.max(0, index - 1));
    }

    /** The engine holds a decision because no rule covers the account. */
    private void want() {
        for (Reading reading : track.readings()) {
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
                    found.add(
                            Kind.GAP,
                            "want " + reason.code(),
                            at(reading),
                            "at " + at(reading) + " the decision is held: " + reason.detail(),
                            places.between(reading, near, OUTCOME),
                            isSame(near, reading) ? List.of(shown(reading)) : List.of(shown(near), shown(reading)));
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
                        .map(because -> places.ofRule(because.proposed().rule()))
                        .distinct()
                        .toList();
                found.add(
                        Kind.GAP,
                        "unclosed " + account.outcome(),
                        at(reading),
                        "at %s equity %s is below the maintenance margin %s and nothing is closed: the outcome is %s"
                                .formatted(
                                        at(reading),
                                        Decimals.plain(figures.equity()),
                                        Decimals.plain(maintenance),
                                        account.outcome()),
                        concerned,
                        List.of(shown(reading)));
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
                .anyMatch(overdue -> trial.run(overdue, reading.at()).outcome().closesPositions());
    }

    private Reading nearestCovered(Reading reading) {
        return track.readings().stream()
                .filter(other -> !other.isHeldForWant())
                .min((left, right) -> distance(left, reading).compareTo(distance(right, reading)))
                .orElse(reading);
    }

    private static BigDecimal distance(Reading one, Reading other) {
        return one.at().subtract(other.at()).abs();
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
        String where = isSame(worse, last) ? "at " + at(worse) : "from " + at(worse) + " to " + plain(last);
        found.add(
                Kind.GAP,
                "outcome " + track.driver().meaning() + worse.outcome() + places.differingRules(better, worse, OUTCOME)
                        + places.differingRules(last, after, OUTCOME),
                at(worse),
                "%s the outcome is %s, although it is %s at %s and %s at %s"
                        .formatted(
                                where, worse.outcome(), better.outcome(), plain(better), after.outcome(), plain(after)),
                both(places.between(better, worse, OUTCOME), places.between(last, after, OUTCOME)),
                List.of(shown(better), shown(worse), shown(after)));
    }

    private void outOfOrder(Reading better, Reading worse) {
        Set<String> culprits = new TreeSet<>(better.won());
        culprits.removeAll(worse.fired());
        culprits.retainAll(places.differingRules(better, worse, OUTCOME));
        found.add(
                Kind.NON_MONOTONE,
                "outcome " + track.driver().meaning() + culprits,
                at(worse),
                "%s: %s at %s, and %s at %s"
                        .formatted(worseWords(), better.outcome(), at(better), worse.outcome(), plain(worse)),
                places.between(better, worse, OUTCOME),
                List.of(shown(better), shown(worse)));
    }

    private String worseWords() {
        Meaning meaning = track.driver().meaning();
        return meaning.isBetter()
                ? meaning.words() + " is treated more strictly"
                : meaning.words() + " is treated more mildly";
    }

    /** A larger position may require less where a scenario grid sets it against others. */
    private static boolean mayOffset(Reading reading) {
        return reading.decision().marginAccounts().stream()
                .flatMap(account -> account.grids().stream())
                .anyMatch(grid -> grid.positions().size() > 1);
    }

    private void requirement(String name, Function<Figures, @Nullable BigDecimal> figure) {
        List<Reading> known = track.readings().stream()
                .filter(reading -> isKnown(reading.decision(), figure))
                .toList();
        for (int i = 1; i < known.size(); i++) {
            Reading smaller = known.get(i - 1);
            Reading larger = known.get(i);
            BigDecimal before = total(smaller.decision(), figure);
            BigDecimal after = total(larger.decision(), figure);
            BigDecimal change = after.subtract(before);
            boolean neighbours =
                    larger.at().subtract(smaller.at()).compareTo(track.driver().tick()) <= 0;
            boolean falls = change.signum() < 0 && !mayOffset(larger);
            if (falls || (neighbours && change.compareTo(least.max(after.multiply(STEEP))) > 0)) {
                List<Place> concerned = places.between(smaller, larger, Set.of(Stage.MARGIN));
                found.add(
                        falls ? Kind.NON_MONOTONE : Kind.JUMP,
                        name + places.differingRules(smaller, larger, Set.of(Stage.MARGIN)),
                        at(larger),
                        "the %s %s from %s at %s to %s at %s"
                                .formatted(
                                        name,
                                        falls ? "falls" : "jumps",
                                        Decimals.plain(before),
                                        at(smaller),
                                        Decimals.plain(after),
                                        plain(larger)),
                        concerned,
                        List.of(shown(smaller), shown(larger)));
            }
        }
    }

    private static boolean isKnown(Decision decision, Function<Figures, @Nullable BigDecimal> figure) {
        return decision.marginAccounts().stream().allMatch(account -> figure.apply(account.figures()) != null);
    }

    private void initialCoversMaintenance() {
        for (Reading reading : track.readings()) {
            for (Decision.PositionFigures position : reading.decision().positions()) {
                BigDecimal initial = position.initialMargin();
                BigDecimal maintenance = position.maintenanceMargin();
                if (initial != null && maintenance != null && initial.compareTo(maintenance) < 0) {
                    List<Place> concerned = reading.firings().stream()
                            .filter(firing -> reading.won().contains(firing.rule()))
                            .filter(firing -> isAboutMargin(firing, reading))
                            .flatMap(firing -> Stream.concat(
                                    Stream.of(places.ofRule(firing.rule())),
                                    firing.rows().stream().map(places::of)))
                            .distinct()
                            .toList();
                    found.add(
                            Kind.INITIAL_BELOW_MAINTENANCE,
                            ruleIds(concerned).toString(),
                            at(reading),
                            "at %s the initial margin %s is below the maintenance margin %s"
                                    .formatted(at(reading), Decimals.plain(initial), Decimals.plain(maintenance)),
                            concerned,
                            List.of(shown(reading)));
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
        List<Reading> known = track.readings().stream()
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
        List<Place> concerned = places.between(one, other, Set.of(Stage.COLLATERAL, Stage.THRESHOLD));
        found.add(
                Kind.NON_MONOTONE,
                name + ruleIds(concerned),
                at(other),
                "%s: %s at %s and %s at %s"
                        .formatted(words, Decimals.plain(before), at(one), Decimals.plain(after), plain(other)),
                concerned,
                List.of(shown(other), shown(one)));
    }

    /** With less equity the call is larger, by as much as is missing. */
    private void calls() {
        List<Reading> worsening = worsening(reading -> reading.outcome() == Outcome.MARGIN_CALL, true);
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
            boolean neighbours =
                    better.at().subtract(worse.at()).compareTo(track.driver().tick()) <= 0;
            List<Place> concerned = places.between(better, worse, OUTCOME);
            if (after.compareTo(before) < 0) {
                outOfOrder("call", "less equity is called for less", better, before, worse, after);
            } else if (neighbours && after.subtract(before).compareTo(least) > 0) {
                found.add(
                        Kind.JUMP,
                        "call" + ruleIds(concerned),
                        at(worse),
                        "the margin call jumps from %s at %s to %s at %s"
                                .formatted(Decimals.plain(before), at(better), Decimals.plain(after), plain(worse)),
                        concerned,
                        List.of(shown(better), shown(worse)));
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

    private Shown shown(Reading reading) {
        return new Shown(at(reading), reading.given(), reading.decision());
    }

    private String at(Reading reading) {
        return track.driver().name() + " " + plain(reading);
    }

    private static String plain(Reading reading) {
        return Decimals.plain(Decimals.normalised(reading.at()));
    }

    private static String words(String verb) {
        return switch (verb) {
            case "Haircut" -> "the haircut";
            case "ValueCap" -> "the cap";
            case "Initial" -> "the initial margin";
            case "Maintenance" -> "the maintenance margin";
            case "OrderInitial" -> "the margin";
            case "ClosingCost" -> "the closing cost";
            case "Multiply" -> "the factor";
            case "AddOn" -> "the add-on";
            case "Accept" -> "the step";
            case "ExtendCall" -> "the time to cure";
            default -> "`" + verb + "`";
        };
    }
}
