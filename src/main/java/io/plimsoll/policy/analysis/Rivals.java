package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.ThresholdProposal.CallProposal;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.plain.PlainRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rows and rules that speak at once where one of them is meant, and rules that ask for what cannot both be done. */
final class Rivals {
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, Bands> bands = new HashMap<>();
    private final Places places;
    private final Found found;

    Rivals(Trial trial, Places places, Found found) {
        this.places = places;
        this.found = found;
        for (Rule rule : trial.rules()) {
            rules.put(rule.id(), rule);
            bands.put(rule.id(), Bands.of(rule));
        }
    }

    void judge(Track track) {
        List<Reading> nearest = track.readings().stream()
                .sorted(Comparator.comparing(
                        reading -> reading.at().subtract(track.driver().now()).abs()))
                .toList();
        for (Reading reading : nearest) {
            rows(reading, track);
            contradictions(reading, track);
        }
        rules(track);
    }

    /** Two rows of a table of bands that fire one rule on the same facts. */
    private void rows(Reading reading, Track track) {
        Map<String, List<PlainRow>> seen = new HashMap<>();
        for (Firing firing : reading.firings()) {
            for (String table : bandsOf(firing.rule()).tables()) {
                List<Object> others = new ArrayList<>(firing.facts());
                others.removeIf(
                        fact -> fact instanceof PlainRow row && row.type().equals(table));
                firing.rows().stream()
                        .filter(row -> row.type().equals(table))
                        .forEach(row -> seen.computeIfAbsent(
                                        firing.rule() + " " + table + " " + others, any -> new ArrayList<>())
                                .add(row));
            }
        }
        seen.forEach((what, rows) -> {
            if (rows.size() > 1) {
                String rule = what.split(" ")[0];
                List<Place> concerned =
                        new ArrayList<>(rows.stream().map(places::of).toList());
                concerned.add(places.ofRule(rule));
                found.add(
                        Kind.OVERLAP,
                        rule + rows.getFirst().type(),
                        concerned.toString(),
                        "%d rows of %s fire %s at %s"
                                .formatted(rows.size(), rows.getFirst().type(), rule, at(reading, track)),
                        concerned,
                        List.of(shown(reading, track)));
            }
        });
    }

    private Bands bandsOf(String rule) {
        return bands.getOrDefault(rule, new Bands(Set.of(), Set.of()));
    }

    /** Two rules with bands of the same value, of which each fires alone somewhere and both fire here. */
    private void rules(Track track) {
        Set<String> fired = new TreeSet<>();
        track.readings().forEach(reading -> fired.addAll(reading.fired()));
        fired.removeIf(rule -> bandsOf(rule).values().isEmpty());
        for (String one : fired) {
            for (String other : fired) {
                if (one.compareTo(other) < 0 && isOfOneBand(one, other)) {
                    together(one, other, track);
                }
            }
        }
    }

    private boolean isOfOneBand(String one, String other) {
        Set<String> values = new TreeSet<>(bandsOf(one).values());
        values.retainAll(bandsOf(other).values());
        Rule left = rule(one);
        Rule right = rule(other);
        return !values.isEmpty()
                && left.info().stage() == right.info().stage()
                && subjects(left).equals(subjects(right));
    }

    private Rule rule(String id) {
        return Objects.requireNonNull(rules.get(id));
    }

    /** Threshold rules all propose an outcome; elsewhere only the same verb is about the same thing. */
    private static Set<String> subjects(Rule rule) {
        Set<String> subjects = new TreeSet<>();
        rule.then()
                .forEach(call -> subjects.add(
                        rule.info().stage() == Stage.THRESHOLD
                                ? "outcome"
                                : call.verb().name()));
        return subjects;
    }

    private void together(String one, String other, Track track) {
        Optional<Reading> both = first(track, one, other, true, true);
        Optional<Reading> left = first(track, one, other, true, false);
        Optional<Reading> right = first(track, one, other, false, true);
        if (both.isPresent() && left.isPresent() && right.isPresent()) {
            Reading reading = both.get();
            List<Place> concerned = new ArrayList<>(
                    places.between(left.get(), reading, Set.of(rule(one).info().stage())));
            concerned.add(places.ofRule(one));
            concerned.add(places.ofRule(other));
            found.add(
                    Kind.OVERLAP,
                    one + " " + other,
                    at(reading, track),
                    "the bands of %s and %s overlap at %s".formatted(one, other, at(reading, track)),
                    concerned.stream().distinct().toList(),
                    List.of(shown(left.get(), track), shown(reading, track), shown(right.get(), track)));
        }
    }

    private static Optional<Reading> first(Track track, String one, String other, boolean wantOne, boolean wantOther) {
        return track.readings().stream()
                .filter(reading -> reading.fired().contains(one) == wantOne
                        && reading.fired().contains(other) == wantOther)
                .findFirst();
    }

    private void contradictions(Reading reading, Track track) {
        List<Because> all = reading.decision().because();
        for (Because one : all) {
            for (Because other : all) {
                String left = one.proposed().rule();
                String right = other.proposed().rule();
                if (left.equals(right)) {
                    continue;
                }
                contradiction(one.proposed().proposal(), other.proposed().proposal())
                        .ifPresent(what -> found.add(
                                Kind.CONTRADICTORY,
                                left + " " + right + what.charAt(0),
                                at(reading, track),
                                "%s and %s contradict one another at %s: %s"
                                        .formatted(left, right, at(reading, track), what),
                                List.of(places.ofRule(left), places.ofRule(right)),
                                List.of(shown(reading, track))));
            }
        }
        calls(reading, track);
    }

    private static Optional<String> contradiction(Proposal one, Proposal other) {
        if (one instanceof Exclude exclude
                && other instanceof Accept accept
                && exclude.asset().equals(accept.asset())) {
            return Optional.of("`" + exclude.asset() + "` does not count, and is to meet margin calls");
        }
        if (one instanceof Close close
                && other instanceof TakeOverPosition takeOver
                && close.position().equals(takeOver.position())) {
            return Optional.of("`" + close.position() + "` is to be closed, and taken over");
        }
        return Optional.empty();
    }

    /** A call whose amount is one rule's and whose deadline is another's is what neither asks for. */
    private void calls(Reading reading, Track track) {
        List<Because> calls = reading.decision().because().stream()
                .filter(because ->
                        because.won() && dueBy(because, reading.decision()).isPresent())
                .toList();
        for (Because one : calls) {
            for (Because other : calls) {
                Instant due = dueBy(one, reading.decision()).orElseThrow();
                boolean longer = due.isAfter(dueBy(other, reading.decision()).orElseThrow());
                boolean larger = target(one, reading.decision()).compareTo(target(other, reading.decision())) > 0;
                if (longer && larger && Objects.equals(one.marginAccount(), other.marginAccount())) {
                    String left = one.proposed().rule();
                    String right = other.proposed().rule();
                    found.add(
                            Kind.CONTRADICTORY,
                            left + " " + right,
                            at(reading, track),
                            "%s and %s contradict one another at %s: the call has the amount of %s and the shorter time to cure of %s"
                                    .formatted(left, right, at(reading, track), left, right),
                            List.of(places.ofRule(left), places.ofRule(right)),
                            List.of(shown(reading, track)));
                }
            }
        }
    }

    /** The equity that is called up to; zero for what is no call. */
    private static BigDecimal target(Because because, Decision decision) {
        BigDecimal maintenance = decision.marginAccounts().stream()
                .filter(account -> account.id().equals(because.marginAccount()))
                .findFirst()
                .flatMap(account -> Optional.ofNullable(account.figures().maintenanceMargin()))
                .orElse(BigDecimal.ZERO);
        return because.proposed().proposal() instanceof CallProposal call ? call.target(maintenance) : BigDecimal.ZERO;
    }

    private static Optional<Instant> dueBy(Because because, Decision decision) {
        return because.proposed().proposal() instanceof CallProposal call
                ? Optional.of(call.dueBy(decision.evaluatedAt()))
                : Optional.empty();
    }

    private static Shown shown(Reading reading, Track track) {
        return new Shown(at(reading, track), reading.given(), reading.decision());
    }

    private static String at(Reading reading, Track track) {
        BigDecimal value = Decimals.normalised(reading.at());
        return track.driver().name() + " " + value.toPlainString();
    }
}
