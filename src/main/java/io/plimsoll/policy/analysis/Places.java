package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Stage;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.pack.Manifest;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.plain.PlainRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where the rules, comparisons and rows behind an observation stand. */
final class Places {
    private static final int PLACES_MAX = 12;

    private final Candidate candidate;
    private final Probes probes;
    private final Map<String, Rule> rules = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();

    Places(Trial trial) {
        this.candidate = trial.candidate();
        this.probes = trial.probes();
        trial.rules().forEach(rule -> rules.put(rule.id(), rule));
        Manifest manifest = candidate.manifest();
        String folder = PolicyFiles.POLICIES + candidate.pack() + "/";
        manifest.tables()
                .forEach(table ->
                        files.put(table.type().text(), folder + table.path().text()));
        manifest.parameters().forEach(table -> files.put(table.type().text(), folder + "pack.yaml"));
    }

    /**
     * The comparisons and rows by which two neighbouring readings differ, then the rules.
     *
     * @param stages whose rules are concerned; those of others are named where none of these differ
     */
    List<Place> between(Reading one, Reading other, Set<Stage> stages) {
        SortedSet<String> differing = differing(one, other);
        if (differing.stream().anyMatch(firing -> stages.contains(stage(firing)))) {
            differing.removeIf(firing -> !stages.contains(stage(firing)));
        }
        Set<Place> places = new LinkedHashSet<>();
        Set<String> ids = new TreeSet<>();
        differing.forEach(firing -> ids.add(firing.split(" ")[0]));
        if (ids.isEmpty()) {
            ids.addAll(one.won());
            ids.addAll(other.won());
            ids.removeIf(id -> !stages.contains(stage(id)));
        }
        one.distances().keySet().stream()
                .filter(limit -> ids.contains(probes.rule(limit)) && turns(limit, one, other))
                .map(limit -> probes.asked(limit.comparison()))
                .sorted((left, right) -> compare(left, right))
                .forEach(asked -> places.add(new Place(
                        file(asked.rule()),
                        asked.comparison().range(),
                        "rule " + asked.rule().id())));
        List<Firing> firings = new ArrayList<>(one.firings());
        firings.addAll(other.firings());
        firings.stream()
                .filter(firing -> differing.contains(firing.signature()))
                .forEach(firing -> firing.rows().forEach(row -> places.add(of(row))));
        ids.forEach(id -> places.add(ofRule(id)));
        return places.stream().limit(PLACES_MAX).toList();
    }

    private static SortedSet<String> differing(Reading one, Reading other) {
        SortedSet<String> differing = new TreeSet<>(one.firedWithRows());
        SortedSet<String> both = new TreeSet<>(other.firedWithRows());
        both.retainAll(differing);
        differing.addAll(other.firedWithRows());
        differing.removeAll(both);
        return differing;
    }

    /** Rules of some stages that fire in one reading and not in the other, or on other rows. */
    Set<String> differingRules(Reading one, Reading other, Set<Stage> stages) {
        Set<String> ids = new TreeSet<>();
        differing(one, other).stream()
                .filter(firing -> stages.contains(stage(firing)))
                .forEach(firing -> ids.add(firing.split(" ")[0]));
        return ids;
    }

    private Stage stage(String firing) {
        return rule(firing.split(" ")[0]).info().stage();
    }

    private Rule rule(String id) {
        Rule rule = rules.get(id);
        if (rule == null) {
            throw new IllegalStateException("no rule `" + id + "`");
        }
        return rule;
    }

    private static int compare(Probes.Asked left, Probes.Asked right) {
        int byRule = left.rule().id().compareTo(right.rule().id());
        return byRule != 0
                ? byRule
                : left.comparison()
                        .range()
                        .toString()
                        .compareTo(right.comparison().range().toString());
    }

    private static boolean turns(Limit limit, Reading one, Reading other) {
        BigDecimal left = one.distances().get(limit);
        BigDecimal right = other.distances().get(limit);
        return left != null && right != null && left.signum() != right.signum();
    }

    Place of(PlainRow row) {
        List<TableRow> rows = candidate.tables().getOrDefault(row.type(), List.of());
        Range range = row.index() < rows.size() ? rows.get(row.index()).place().row() : new Range(1, 1, 1, 1);
        return new Place(files.getOrDefault(row.type(), ""), range, "row of " + row.type());
    }

    /** The line of the rule's name. */
    Place ofRule(String id) {
        Rule rule = rule(id);
        String name = id + " " + rule.info().says();
        Range range = new Range(rule.info().line(), 1, rule.info().line(), name.length() + 8);
        return new Place(file(rule), range, "rule " + id);
    }

    /** The line of its name, then its conditions. */
    List<Place> ofConditions(Rule rule) {
        List<Place> places = new ArrayList<>();
        places.add(ofRule(rule.id()));
        rule.when().forEach(condition -> places.add(new Place(file(rule), condition.range(), "rule " + rule.id())));
        return places;
    }

    static String file(Rule rule) {
        String file = rule.info().file();
        return file.startsWith(PolicyFiles.RULES) ? file : PolicyFiles.RULES + file;
    }
}
