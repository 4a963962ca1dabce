package io.plimsoll.policy.scenario;

import io.plimsoll.decision.Case;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.rules.model.Range;
import java.util.List;
import java.util.Map;

/**
 * One file of scenarios.
 *
 * @param file its path
 * @param text its content, for reports
 * @param tables rows by declared type that stand in this suite in place of the pack's
 */
public record Suite(
        String file, String text, String name, Map<String, List<TableRow>> tables, List<Scenario> scenarios) {
    public Suite {
        tables = Map.copyOf(tables);
        scenarios = List.copyOf(scenarios);
    }

    /**
     * One case.
     *
     * @param place where its name stands; of a case with parameters, its row
     * @param expected what the decision must hold; anything not named may be as it is
     */
    public record Scenario(String name, Range place, Case given, YamlMap expected) {}
}
