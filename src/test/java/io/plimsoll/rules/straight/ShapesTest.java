package io.plimsoll.rules.straight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.RulesFixture;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$p : Position( instrument == \"I%d\" )",
                "$p : Position( instrument in ( \"I%1$d\", \"J%1$d\" ), notional > %1$d )",
                "$p : Position( side == \"LONG\", ( instrument == \"I%1$d\" || instrument == \"J%1$d\" ) )",
                "$p : Position( notional > %d )",
                "$p : Position( leverage != null, leverage == %d.50B )",
                "$p : Position( instrument matches \"I%d.*\" )",
                "$p : Position( $i : instrument )\n    not OpenOrder( instrument == $i, quantity < %d )",
                "$p : Position( )\n    accumulate( OpenOrder( $q : quantity, instrument == \"I%d\" ); $n : sum($q); $n > 2 )",
            })
    void rulesThatDifferInConstantsShareTheirCode(String when) throws NotStraight {
        // Given
        IntFunction<String> rule = i -> RulesFixture.rule(
                "SHP-%03d is one of many".formatted(i),
                when.formatted(i),
                "margin.initial($p, 0.%dB);".formatted(i + 1));

        // When
        Shapes.Shaped some = shaped(10, rule);
        Shapes.Shaped many = shaped(200, rule);

        // Then
        assertEquals(some.root(), many.root());
        assertEquals(some.templates(), many.templates());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void aChoiceOfMoreConstantsIsNotToldApartByThem(int constants) throws NotStraight {
        // When
        Shapes.Shaped shaped = shaped(
                10,
                i -> RulesFixture.rule(
                        "SHP-%03d is one of many".formatted(i),
                        IntStream.range(0, constants)
                                .mapToObj(j -> "\"%d-%d\"".formatted(i, j))
                                .collect(Collectors.joining(", ", "$p : Position( instrument in ( ", " ) )")),
                        "margin.initial($p, 0.1B);"));

        // Then
        assertEquals(constants <= 16, shaped.root().toString().contains("Equal"), shaped::toString);
    }

    @Test
    void rulesOfWhichConstantsHaveChangedRunOnTheSameCode() throws NotStraight {
        // Given
        Shapes.Shaped before = shaped(10, i -> above("SHP-%03d".formatted(i), 100 + i));
        StageWriter.Written code = written(before);

        // When
        Shapes.Shaped after = shaped(10, i -> above("SHP-%03d".formatted(i), 200 + i));

        // Then
        assertSame(code, written(after));
        assertNotSame(
                code,
                written(shaped(
                        10, i -> above("SHP-%03d".formatted(i), 100 + i).replace("initial(", "initialAmount("))));
    }

    private static String above(String id, int limit) {
        return RulesFixture.rule(
                id + " is one of many",
                "$p : Position( instrument == \"I\", notional > %d )".formatted(limit),
                "margin.initial($p, 0.1B);");
    }

    private static StageWriter.Written written(Shapes.Shaped shaped) throws NotStraight {
        return StageWriter.write(
                shaped,
                Map.of(),
                VerbModel.of(Stage.MARGIN).className().replace('.', '/'),
                CompileBudget.ofThisThread(CompileLimits.DEFAULT));
    }

    private static Shapes.Shaped shaped(int count, IntFunction<String> rule) throws NotStraight {
        CheckedRules checked = RuleChecker.check(List.of(RulesFixture.file(
                Stage.MARGIN, IntStream.range(0, count).mapToObj(rule).collect(Collectors.joining()))));
        assertTrue(!checked.hasErrors(), () -> checked.findings().toString());
        CompileBudget budget = CompileBudget.ofThisThread(CompileLimits.DEFAULT);
        Because because = new Because(Map.of(), Map.of());
        List<Ways.Path> paths = new ArrayList<>();
        for (Rule each : checked.model()) {
            paths.addAll(Ways.of(each, because.of(each.id()), new HashMap<>(), budget));
        }
        return Shapes.of(Planner.plan(paths, checked.tables(), budget), budget);
    }
}
