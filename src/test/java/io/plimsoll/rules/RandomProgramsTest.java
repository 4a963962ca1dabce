package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check accepts every program of the profile, each ends, and straight code proposes what the plain evaluation does. {@link RandomPrograms} also tries them on the engine. */
class RandomProgramsTest {

    private static final long SEED = 20_261_123;

    @ParameterizedTest
    @EnumSource(Stage.class)
    void programsMadeAtRandomAreAcceptedAndEndAndProposeTheSame(Stage stage) {
        requireSame(stage, SEED, 20, 25, 1);
    }

    /** A thousand in all: fewer rules that share what they ask, but many more shapes. */
    @ParameterizedTest
    @EnumSource(Stage.class)
    void soDoManySmallOnes(Stage stage) {
        requireSame(stage, SEED + 1_000, 200, 4, 1);
    }

    /** Constants of one field are told apart by a table, and rules of one shape share their code. */
    @ParameterizedTest
    @EnumSource(Stage.class)
    void soDoRulesThatDifferInNothingButConstants(Stage stage) {
        requireSame(stage, SEED + 2_000, 40, 60, 25);
    }

    private static void requireSame(Stage stage, long firstSeed, int programs, int rules, int alike) {
        // When
        List<String> faults = new ArrayList<>();
        int proposals = 0;
        for (int i = 0; i < programs; i++) {
            RandomPrograms.Outcome outcome = RandomPrograms.withoutTheEngine(firstSeed + i, stage, rules, alike);
            faults.addAll(outcome.faults());
            proposals += outcome.proposals();
        }

        // Then
        assertEquals(List.of(), faults);
        assertTrue(proposals > 1_000, "only " + proposals + " proposals");
    }
}
