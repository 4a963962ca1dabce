package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.MarginAccount;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsWantedTest {

    private static final int VIEWS = 100;

    @ParameterizedTest
    @ValueSource(classes = {Position.class, MarginAccount.class})
    void aFieldIsTheSameWhetherOrNotTheOthersAreWanted(Class<? extends Record> fact) {
        // Given
        String type = fact.getSimpleName();
        Set<String> valued = new HashSet<>();

        // When
        for (FactModel.Field field : FactModel.type(type).orElseThrow().fields()) {
            FactsWanted one = new FactsWanted(Map.of(type, Set.of(field.name())));
            for (View view : views()) {
                List<Object> expected = values(fact, field, FactsOf.of(type, view));
                expected.stream().filter(value -> value != null).forEach(value -> valued.add(field.name()));

                // Then
                assertEquals(expected, values(fact, field, FactsOf.of(type, view, one)), field.name());
            }
        }
        assertTrue(valued.size() > 18, "only " + valued + " had a value");
    }

    @Test
    void whatTakesWorkAndIsNotWantedIsNotCalculated() {
        // Given
        FactsWanted side = new FactsWanted(Map.of("Position", Set.of("side")));

        // When
        List<BigDecimal> notionals = new ArrayList<>();
        for (View view : views()) {
            FactsOf.of("Position", view, side).forEach(position -> notionals.add(((Position) position).notional()));
        }

        // Then
        assertTrue(notionals.size() > VIEWS, "only " + notionals.size() + " positions");
        assertEquals(Set.of(BigDecimal.ZERO), Set.copyOf(notionals));
    }

    @Test
    void noMoreFactsOfATypeAreMadeThanItsBoundSays() {
        for (View view : views()) {
            int all = FactsOf.sizeAtMost(view);
            for (FactModel.Type type : FactModel.types()) {
                int made = FactsOf.of(type.name(), view).size();
                int bound = FactsOf.sizeAtMost(type.name(), view);
                assertTrue(made <= bound && bound <= all, type.name() + ": " + made + " " + bound + " " + all);
            }
        }
    }

    private static List<View> views() {
        RandomAccounts accounts = new RandomAccounts(new Random(6));
        List<View> views = new ArrayList<>();
        for (int i = 0; i < VIEWS; i++) {
            views.add(accounts.view(i % 2 == 0 ? Stage.MARGIN : Stage.LIQUIDATION));
        }
        return views;
    }

    private static List<Object> values(Class<? extends Record> fact, FactModel.Field field, List<?> facts) {
        List<Object> values = new ArrayList<>();
        for (Object one : facts) {
            try {
                values.add(fact.getMethod(field.name()).invoke(one));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }
}
