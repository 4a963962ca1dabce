package io.plimsoll.policy.analysis;

import io.plimsoll.policy.analysis.Linear.Inequality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of an account's facts for a rule to fire, as far as it can be told without an account. */
sealed interface Formula {

    /** A comparison of numbers or times. */
    record Below(Inequality inequality) implements Formula {}

    /** A text, a truth or a presence that is equal to a value, or is not. */
    record Is(String unknown, String value, boolean wanted) implements Formula {}

    /** Two texts that are the same. */
    record Same(String one, String other) implements Formula {}

    record And(List<Formula> parts) implements Formula {}

    record Or(List<Formula> parts) implements Formula {}

    Formula TRUE = new And(List.of());
    Formula FALSE = new Or(List.of());

    /** Searches for values that satisfy a formula; gives up, and says that there may be some, after many branches. */
    final class Search {
        private static final int BRANCHES_MAX = 20_000;

        private int branches;

        /** True if it is proved that nothing satisfies it. */
        static boolean refutes(Formula formula) {
            return !new Search().holds(List.of(formula), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private boolean holds(List<Formula> open, List<Inequality> numbers, List<Is> texts, List<Same> sames) {
            if (branches++ > BRANCHES_MAX) {
                return true;
            }
            List<Inequality> below = new ArrayList<>(numbers);
            List<Is> is = new ArrayList<>(texts);
            List<Same> same = new ArrayList<>(sames);
            List<Or> choices = new ArrayList<>();
            List<Formula> pending = new ArrayList<>(open);
            while (!pending.isEmpty()) {
                switch (pending.removeLast()) {
                    case And and -> pending.addAll(and.parts());
                    case Or or -> choices.add(or);
                    case Below one -> below.add(one.inequality());
                    case Is one -> is.add(one);
                    case Same one -> same.add(one);
                }
            }
            if (contradict(is, same) || Linear.contradict(below)) {
                return false;
            }
            if (choices.isEmpty()) {
                return true;
            }
            Or choice = mostTelling(choices);
            choices.remove(choice);
            for (Formula branch : choice.parts()) {
                List<Formula> next = new ArrayList<>(choices);
                next.add(branch);
                if (holds(next, below, is, same)) {
                    return true;
                }
            }
            return false;
        }

        /** One that leaves no choice; otherwise the rows of a table, which are many and settle most. */
        private static Or mostTelling(List<Or> choices) {
            return choices.stream()
                    .filter(or -> or.parts().size() < 2)
                    .findFirst()
                    .or(() -> choices.stream()
                            .max(Comparator.comparingInt(or -> or.parts().size())))
                    .orElseThrow();
        }

        private static boolean contradict(List<Is> texts, List<Same> sames) {
            Map<String, String> leaders = new HashMap<>();
            for (Same same : sames) {
                leaders.put(leader(leaders, same.one()), leader(leaders, same.other()));
            }
            Map<String, String> values = new HashMap<>();
            for (Is is : texts) {
                if (is.wanted()) {
                    String before = values.putIfAbsent(leader(leaders, is.unknown()), is.value());
                    if (before != null && !before.equals(is.value())) {
                        return true;
                    }
                }
            }
            return texts.stream()
                    .anyMatch(is -> !is.wanted() && is.value().equals(values.get(leader(leaders, is.unknown()))));
        }

        private static String leader(Map<String, String> leaders, String name) {
            String at = name;
            while (leaders.containsKey(at) && !at.equals(leaders.get(at))) {
                at = leaders.get(at);
            }
            return at;
        }
    }
}
