package io.plimsoll.rules.straight;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.Combinations;
import io.plimsoll.rules.FactsWanted;
import io.plimsoll.rules.model.TableType;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The rules of a stage, ready to run.
 *
 * @param firings by the number that the code knows each by
 * @param indexes by the number that the code knows each by
 * @param wanted the fields of facts that the rules read
 * @param visible tables that the code reads by the snapshot's keys, by number
 */
record StagePlan(
        Stage stage,
        StageCode code,
        List<Firing> firings,
        List<Node.Index> indexes,
        List<String> visible,
        Map<String, TableType> tables,
        FactsWanted wanted,
        Because because,
        Combinations combinations) {

    Firing firing(int number) {
        return firings.get(number);
    }

    TableType table(String name) {
        return Objects.requireNonNull(tables.get(name));
    }
}
