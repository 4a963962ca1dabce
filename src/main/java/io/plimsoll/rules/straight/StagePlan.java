package io.plimsoll.rules.straight;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.Combinations;
import io.plimsoll.rules.FactsWanted;
import io.plimsoll.rules.model.TableType;
import java.util.Map;
import java.util.Objects;

/**
 * The rules of a stage, ready to run.
 *
 * @param constants of the code
 * @param wanted the fields of facts that the rules read
 */
record StagePlan(
        Stage stage,
        StageWriter.Written code,
        Object[] constants,
        Map<String, TableType> tables,
        FactsWanted wanted,
        Combinations combinations) {

    TableType table(String name) {
        return Objects.requireNonNull(tables.get(name));
    }
}
