package io.plimsoll.policy.analysis;

import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Stage;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Bases.Moves;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.rules.model.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an analysis of a pack found.
 *
 * @param weaknesses by kind
 * @param notAnalysed what was left out, one sentence each
 * @param accounts how many accounts were put through the pack
 */
public record Analysis(String pack, List<Weakness> weaknesses, List<String> notAnalysed, int accounts) {
    private static final int READINGS_MAX = 600;
    private static final List<BigDecimal> SHARES =
            List.of(new BigDecimal("0.5"), new BigDecimal("0.37"), new BigDecimal("0.71"));
    private static final BigDecimal NEAR = new BigDecimal("0.01");

    public Analysis {
        weaknesses = List.copyOf(weaknesses);
        notAnalysed = List.copyOf(notAnalysed);
    }

    /** Finds what is wrong; takes seconds, since thousands of accounts are decided. */
    public static Analysis of(Candidate candidate) {
        Trial trial = new Trial(candidate);
        Found found = new Found();
        Places places = new Places(trial);
        List<String> notAnalysed =
                new ArrayList<>(Bases.of(candidate, trial.rules()).leftOut());
        List<Track> tracks = tracks(trial);
        Rivals rivals = new Rivals(trial, places, found);
        for (Track track : tracks) {
            if (track.readings().size() > 1) {
                Laws.judge(new Along(trial, places, found, track));
            }
            rivals.judge(track);
            if (!track.complete()) {
                notAnalysed.add(
                        "%s of %s beyond %d accounts".formatted(track.driver().name(), track.base(), READINGS_MAX));
            }
        }
        new Effects(trial, places, found).judge(tracks);
        reach(trial, tracks, places, found, notAnalysed);
        List<Weakness> weaknesses = found.all().stream()
                .map(weakness -> weakness.decidedBy(trial::decide))
                .toList();
        return new Analysis(candidate.pack(), weaknesses, notAnalysed, trial.runs());
    }

    /** Rules that fired on no account: proved never to fire, or listed. */
    private static void reach(Trial trial, List<Track> tracks, Places places, Found found, List<String> notAnalysed) {
        Set<String> fired = new HashSet<>();
        tracks.forEach(track -> track.readings().forEach(reading -> fired.addAll(reading.fired())));
        for (Rule rule : trial.rules()) {
            if (fired.contains(rule.id())) {
                continue;
            }
            Conditions conditions = new Conditions(trial.candidate(), rule);
            if (conditions.areImpossible()) {
                found.add(
                        Kind.UNREACHABLE,
                        rule.id(),
                        rule.id(),
                        "no account makes %s fire: its conditions contradict one another, or what the tables say"
                                .formatted(rule.id()),
                        places.ofConditions(rule),
                        List.of());
            } else {
                String why = conditions.untold().isEmpty()
                        ? "its conditions do not contradict one another"
                        : "not told: " + String.join(", ", conditions.untold());
                notAnalysed.add("%s:%d rule %s fires on none of the %d accounts; %s"
                        .formatted(Places.file(rule), rule.info().line(), rule.id(), trial.runs(), why));
            }
        }
    }

    /**
     * Has other rules decide the accounts that show the weaknesses.
     *
     * @return where those accounts stand about which the two do not agree; empty if the analysis holds
     */
    public List<String> refutedBy(Policy policy) {
        return weaknesses.stream()
                .flatMap(weakness -> weakness.accounts().stream())
                .filter(shown -> !Meant.of(DecisionService.evaluate(
                                shown.given(), policy, shown.given().evaluatedAt()))
                        .equals(Meant.of(shown.decision())))
                .map(Weakness.Shown::at)
                .toList();
    }

    /** Every account of the pack moved along every quantity that matters to it. */
    static List<Track> tracks(Trial trial) {
        Bases.Chosen chosen = Bases.of(trial.candidate(), trial.rules());
        int places = trial.candidate().manifest().rounding().amountPlaces();
        boolean indexed = trial.rules().stream()
                .anyMatch(rule -> Wants.of(rule).lookAt("Position", "indexDeviation", "indexPrice"));
        List<Track> tracks = new ArrayList<>(chosen.bases().parallelStream()
                .flatMap(base -> tracks(trial.beside(), base, places, indexed).stream())
                .toList());
        tracks.addAll(atEqualLeverage(trial, tracks, places));
        return tracks;
    }

    private static List<Track> tracks(Trial trial, Bases.Base base, int places, boolean indexed) {
        List<Track> tracks = new ArrayList<>();
        if (base.moves() == Moves.NONE) {
            tracks.add(Track.still(base, trial.run(base.given(), BigDecimal.ZERO)));
        }
        for (Driver driver : Drivers.of(base, places, indexed)) {
            Track track = Sweep.of(trial, base.about(), driver, READINGS_MAX);
            if (!track.readings().isEmpty()) {
                tracks.add(track);
            }
        }
        return tracks;
    }

    /** The plain account well inside each outcome's range of equity, made larger and smaller. */
    private static List<Track> atEqualLeverage(Trial trial, List<Track> tracks, int places) {
        List<Track> grown = new ArrayList<>();
        Track equity = tracks.stream()
                .filter(track -> track.driver().meaning() == Meaning.MORE_EQUITY
                        && !track.readings()
                                .getFirst()
                                .given()
                                .snapshot()
                                .positions()
                                .isEmpty())
                .findFirst()
                .orElse(null);
        if (equity == null) {
            return grown;
        }
        Reading first = equity.readings().getFirst();
        Reading before = first;
        for (Reading reading : equity.readings()) {
            boolean ends = reading.outcome() != first.outcome();
            if (ends && first.at().signum() > 0) {
                inside(trial, equity, first, before)
                        .map(one -> Drivers.atEqualLeverage(one.given(), one.at(), places))
                        .ifPresent(driver -> grown.add(Sweep.of(trial, "the plain account", driver, READINGS_MAX)));
            }
            first = ends ? reading : first;
            before = reading;
        }
        return grown.stream().filter(track -> !track.readings().isEmpty()).toList();
    }

    /** Between two readings, where no comparison is so near that rounding decides it. */
    private static Optional<Reading> inside(Trial trial, Track track, Reading low, Reading high) {
        return SHARES.stream()
                .map(share -> low.at().add(high.at().subtract(low.at()).multiply(share)))
                .map(at -> trial.run(track.driver().at().apply(at), at))
                .filter(reading -> reading.distances().entrySet().stream()
                        .filter(limit -> trial.probes()
                                        .asked(limit.getKey().comparison())
                                        .rule()
                                        .info()
                                        .stage()
                                == Stage.THRESHOLD)
                        .allMatch(limit -> limit.getValue().abs().compareTo(NEAR) > 0))
                .findFirst();
    }
}
