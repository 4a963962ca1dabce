package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import io.plimsoll.rules.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rules that never decide anything: whenever one fires, another asks for as much or more of the same. */
final class Effects {
    /** Accounts for which a rule is left out, to see that nothing changes. */
    private static final int CONFIRMED_MAX = 100;

    private final Trial trial;
    private final Places places;
    private final Found found;
    private final Map<String, Fired> fired = new TreeMap<>();

    /** What is known of a rule: how often it fired, whether another always asked for as much, and which those were. */
    private static final class Fired {
        private int times;
        private boolean everAlone;
        private final Set<String> rivals = new TreeSet<>();
        private final List<Shown> shown = new ArrayList<>();
        private final Set<String> courses = new TreeSet<>();
    }

    Effects(Trial trial, Places places, Found found) {
        this.trial = trial;
        this.places = places;
        this.found = found;
    }

    void judge(List<Track> tracks) {
        for (Track track : tracks) {
            track.readings().forEach(reading -> take(reading, track));
        }
        for (Rule rule : trial.rules()) {
            Fired of = fired.get(rule.id());
            if (of != null && !of.everAlone && of.shown.stream().noneMatch(shown -> matters(rule.id(), shown))) {
                shadowed(rule, of);
            }
        }
    }

    private void take(Reading reading, Track track) {
        Map<String, List<Because>> byRule = new HashMap<>();
        reading.decision()
                .because()
                .forEach(because -> byRule.computeIfAbsent(because.proposed().rule(), any -> new ArrayList<>())
                        .add(because));
        byRule.forEach((rule, proposals) -> {
            Fired of = fired.computeIfAbsent(rule, any -> new Fired());
            of.times++;
            if (of.everAlone) {
                return;
            }
            for (Because because : proposals) {
                List<String> rivals = rivals(because, reading.decision());
                of.everAlone |= rivals.isEmpty();
                of.rivals.addAll(rivals.stream().limit(1).toList());
            }
            if (of.shown.size() < CONFIRMED_MAX && of.courses.add(reading.signature())) {
                String at = track.driver().name() + " " + reading.at().toPlainString();
                of.shown.add(new Shown(at, reading.given(), reading.decision()));
            }
        });
    }

    /** Rules that ask for as much or more of the same, the mildest first. */
    private static List<String> rivals(Because because, Decision decision) {
        return decision.because().stream()
                .filter(other ->
                        !other.proposed().rule().equals(because.proposed().rule())
                                && Objects.equals(other.marginAccount(), because.marginAccount())
                                && new Covering(because.marginAccount(), decision).covers(other, because))
                .sorted(Comparator.comparing(
                                (Because other) -> strictness(other.proposed().proposal()))
                        .thenComparing(other -> other.proposed().rule()))
                .map(other -> other.proposed().rule())
                .distinct()
                .toList();
    }

    private static Outcome strictness(Proposal proposal) {
        return proposal instanceof ThresholdProposal threshold ? threshold.outcome() : Outcome.HEALTHY;
    }

    private boolean matters(String rule, Shown shown) {
        return !Meant.of(trial.without(rule, shown.given())).equals(Meant.of(trial.decide(shown.given())));
    }

    private void shadowed(Rule rule, Fired of) {
        List<Place> concerned = new ArrayList<>();
        concerned.add(places.ofRule(rule.id()));
        of.rivals.forEach(other -> concerned.add(places.ofRule(other)));
        Shown mildest = of.shown.stream()
                .min(Comparator.comparing(shown -> shown.decision().outcome()))
                .orElseThrow();
        found.add(
                Kind.SHADOWED,
                rule.id(),
                rule.id(),
                "%s decides nothing: on each of the %d accounts on which it fires, %s asks for as much or more"
                        .formatted(rule.id(), of.times, String.join(" or ", of.rivals)),
                concerned,
                List.of(mildest));
    }
}
