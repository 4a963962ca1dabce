package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Policy;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Sweep.Track;
import io.plimsoll.policy.analysis.Weakness.Shown;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What tells two versions of a pack apart: their texts, and the accounts that they decide differently.
 *
 * @param texts rules, rows and settings that differ
 * @param regions accounts that are decided differently, those alike together
 * @param accounts how many accounts were decided by both
 * @param known how many accounts of scenarios, or given ones, were decided by both
 * @param knownApart how many of those are decided differently
 */
public record Difference(List<TextChange> texts, List<Region> regions, int accounts, int known, int knownApart) {
    public Difference {
        texts = List.copyOf(texts);
        regions = List.copyOf(regions);
    }

    /**
     * A rule, a row or a setting.
     *
     * @param before empty where it is new
     * @param after empty where it is gone
     */
    public record TextChange(String what, String before, String after) {}

    /**
     * Accounts that are decided differently in the same way.
     *
     * @param change such as {@code HEALTHY becomes WARNING}
     * @param ranges where they were found, such as {@code quantity of USDT from 50 to 59.99}
     * @param before the first of them, as the older version decides it
     * @param after the same account, as the newer version decides it
     */
    public record Region(String change, List<String> ranges, Shown before, Shown after) {
        public Region {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Decides accounts around every limit of both versions by both.
     *
     * @param given accounts to count; those of both versions' scenarios where there are none
     */
    public static Difference between(Candidate before, Candidate after, List<Case> given) {
        Policy old = policy(before);
        Policy young = policy(after);
        Trial oldTrial = new Trial(before);
        Trial youngTrial = new Trial(after);
        Map<String, Line> lines = new LinkedHashMap<>();
        Analysis.tracks(oldTrial).forEach(track -> add(track, lines));
        Analysis.tracks(youngTrial).forEach(track -> add(track, lines));
        Map<String, Region> regions = new LinkedHashMap<>();
        int accounts = 0;
        for (Line line : lines.values()) {
            accounts += line.accounts().size();
            collect(line, old, young, regions);
        }
        List<Case> known = given.isEmpty() ? scenarios(before, after) : given;
        int apart = (int) known.stream()
                .filter(one -> !Meant.of(decide(one, old)).equals(Meant.of(decide(one, young))))
                .count();
        return new Difference(
                TextChanges.between(before, after), List.copyOf(regions.values()), accounts, known.size(), apart);
    }

    /**
     * The accounts of both versions' sweeps of one quantity, so that the limits of both are met.
     *
     * @param accounts by the value of the quantity
     */
    private record Line(String name, String base, SortedMap<BigDecimal, Case> accounts) {}

    private static void add(Track track, Map<String, Line> lines) {
        String name = track.driver().name();
        Line line =
                lines.computeIfAbsent(name + ", " + track.base(), any -> new Line(name, track.base(), new TreeMap<>()));
        track.readings().forEach(reading -> line.accounts().putIfAbsent(reading.at(), reading.given()));
    }

    private static Policy policy(Candidate candidate) {
        return candidate.policy(PlainRules.of(candidate.rules()).observedBy(Observer.NONE), candidate.tables());
    }

    private static Decision decide(Case given, Policy policy) {
        return DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    private static List<Case> scenarios(Candidate before, Candidate after) {
        return Stream.of(before, after)
                .flatMap(candidate -> candidate.suites().stream())
                .flatMap(suite -> suite.scenarios().stream())
                .map(scenario -> scenario.given())
                .distinct()
                .toList();
    }

    private static void collect(Line line, Policy old, Policy young, Map<String, Region> regions) {
        String change = "";
        String first = "";
        String last = "";
        for (Map.Entry<BigDecimal, Case> account : line.accounts().entrySet()) {
            Case given = account.getValue();
            Decision before = decide(given, old);
            Decision after = decide(given, young);
            String here = change(before, after);
            String at = Decimals.plain(Decimals.normalised(account.getKey()));
            if (!here.equals(change)) {
                close(line, change, first, last, regions);
                change = here;
                first = at;
            }
            last = at;
            if (!here.isEmpty()) {
                String where = line.name() + " " + at;
                regions.putIfAbsent(
                        here,
                        new Region(here, List.of(), new Shown(where, given, before), new Shown(where, given, after)));
            }
        }
        close(line, change, first, last, regions);
    }

    private static void close(Line line, String change, String first, String last, Map<String, Region> regions) {
        Region region = regions.get(change);
        if (region != null) {
            List<String> ranges = new ArrayList<>(region.ranges());
            String range = first.equals(last) ? first : "from " + first + " to " + last;
            String text = line.name() + " " + range + ", " + line.base();
            if (!ranges.contains(text)) {
                ranges.add(text);
            }
            regions.put(change, new Region(change, ranges, region.before(), region.after()));
        }
    }

    /** What changes, in words without numbers; empty if nothing does. */
    private static String change(Decision before, Decision after) {
        if (Meant.of(before).equals(Meant.of(after))) {
            return "";
        }
        String rules = rules(before, after);
        if (before.outcome() != after.outcome()) {
            return before.outcome() + " becomes " + after.outcome() + rules;
        }
        if (!call(before).equals(call(after))) {
            return before.outcome() + " with another margin call" + rules;
        }
        if (!before.figures().equals(after.figures())) {
            return before.outcome() + " with other figures" + rules;
        }
        return before.outcome() + " with other prices, steps or reasons" + rules;
    }

    private static String call(Decision decision) {
        MarginCall call = decision.marginCall();
        return call == null ? "" : call.amount() + " " + call.dueBy() + " " + call.status();
    }

    private static String rules(Decision before, Decision after) {
        TreeSet<String> gone = fired(before);
        TreeSet<String> come = fired(after);
        gone.removeAll(fired(after));
        come.removeAll(fired(before));
        return (gone.isEmpty() ? "" : ", without " + String.join(" ", gone))
                + (come.isEmpty() ? "" : ", with " + String.join(" ", come));
    }

    private static TreeSet<String> fired(Decision decision) {
        TreeSet<String> fired = new TreeSet<>();
        decision.because().forEach(because -> fired.add(because.proposed().rule()));
        return fired;
    }
}
