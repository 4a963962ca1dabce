package io.plimsoll.policy;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.model.TableType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cases that a pack has passed, each with everything that its decision depends on. A decision is a pure function: where rules, settings,
 * snapshot, expectation and every row that the rules could see are the same, the case would pass again and is not decided again.
 */
final class ProvenCases {

    static final ProvenCases NONE = new ProvenCases(null, Set.of());

    /**
     * What one case was decided by.
     *
     * @param suite the whole text of its suite
     * @param rows by declared type, those without a key and those whose key occurs in the snapshot
     */
    private record Proof(
            Rounding rounding,
            MaintenanceConvention maintenance,
            List<BusinessCalendar> calendars,
            int firingsMax,
            String suite,
            String scenario,
            Map<String, List<Map<String, Object>>> rows) {}

    private final @Nullable RunnableRules rules;
    private final Set<Proof> proofs;

    private ProvenCases(@Nullable RunnableRules rules, Set<Proof> proofs) {
        this.rules = rules;
        this.proofs = proofs;
    }

    /** What a run without a failure has proved. */
    static ProvenCases by(ScenarioRun run, Candidate candidate, RunnableRules rules) {
        Set<Proof> proofs = new HashSet<>();
        run.results().forEach(result -> proofs.add(proof(candidate, result.suite(), result.scenario())));
        return new ProvenCases(rules, proofs);
    }

    boolean holds(Candidate candidate, RunnableRules others, Suite suite, Scenario scenario) {
        return others.equals(rules) && proofs.contains(proof(candidate, suite, scenario));
    }

    private static Proof proof(Candidate candidate, Suite suite, Scenario scenario) {
        Set<String> keys = FactsOf.keys(scenario.given().snapshot());
        Map<String, List<TableRow>> all = candidate.tablesWith(suite.tables());
        Map<String, List<Map<String, Object>>> seen = new HashMap<>();
        for (TableType type : candidate.rules().tables()) {
            seen.put(
                    type.name(),
                    all.getOrDefault(type.name(), List.of()).stream()
                            .map(TableRow::values)
                            .filter(row -> type.key()
                                    .map(key -> keys.contains((String) row.get(key)))
                                    .orElse(true))
                            .toList());
        }
        return new Proof(
                candidate.manifest().rounding(),
                candidate.manifest().maintenance(),
                candidate.calendars(),
                candidate.limits().firingsMax(),
                suite.text(),
                scenario.name(),
                seen);
    }
}
