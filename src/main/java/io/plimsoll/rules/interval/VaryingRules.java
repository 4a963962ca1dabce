package io.plimsoll.rules.interval;

import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.TableRows;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.interval.Suggestions.Failure;
import io.plimsoll.rules.interval.VaryingFact.Varying;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one policy version, asked about facts that vary: what each may propose, and where. What the compiled rules propose at any one
 * place of a domain is among it, with its question true there. Immutable, for any number of threads.
 */
public final class VaryingRules {

    private final Map<Stage, List<Rule>> rules = new EnumMap<>(Stage.class);
    private final Map<Stage, Set<String>> types = new EnumMap<>(Stage.class);
    private final TableRows rows;

    private VaryingRules(List<Rule> rules, TableRows rows) {
        for (Stage stage : Stage.values()) {
            this.rules.put(
                    stage,
                    rules.stream().filter(rule -> rule.info().stage() == stage).toList());
            Set<String> read = new HashSet<>();
            of(stage).forEach(rule -> rule.when().forEach(condition -> addTypes(condition, read)));
            this.types.put(stage, Set.copyOf(read));
        }
        this.rows = rows;
    }

    /** @param tableRows rows by declared type, as for {@link PlainRules} */
    public static VaryingRules of(PlainRules plain, Map<String, List<Map<String, Object>>> tableRows) {
        return new VaryingRules(plain.rules(), plain.rows(tableRows));
    }

    private static void addTypes(Condition condition, Set<String> to) {
        switch (condition) {
            case Condition.Pattern pattern -> to.add(pattern.type());
            case Condition.All all -> all.parts().forEach(part -> addTypes(part, to));
            case Condition.Any any -> any.branches().forEach(branch -> addTypes(branch, to));
            case Condition.Absence absence -> addTypes(absence.of(), to);
            case Condition.Existence existence -> addTypes(existence.of(), to);
            case Condition.Fold fold -> addTypes(fold.of(), to);
        }
    }

    public List<Rule> of(Stage stage) {
        return Objects.requireNonNull(rules.get(stage));
    }

    /** The types of facts and rows that rules of a stage look at; others need not be made for it. */
    public Set<String> types(Stage stage) {
        return Objects.requireNonNull(types.get(stage));
    }

    /**
     * The rows of all tables, by type.
     *
     * @param keys every name that a table's key may be equal to
     */
    public Map<String, List<Object>> rows(Set<String> keys) {
        Map<String, List<Object>> byType = new HashMap<>();
        rows.rows(keys)
                .forEach(row -> byType.computeIfAbsent(FieldValues.typeOf(row), any -> new ArrayList<>())
                        .add(row));
        return byType;
    }

    /**
     * What the rules of a stage may propose.
     *
     * @param facts facts, {@link VaryingFact} where fields vary
     * @param rows of {@link #rows}
     */
    public Suggestions of(Stage stage, List<Object> facts, Map<String, List<Object>> rows, Sheet sheet) {
        Map<String, List<Object>> byType = new HashMap<>();
        facts.forEach(fact ->
                byType.computeIfAbsent(typeOf(fact), any -> new ArrayList<>()).add(fact));
        byType.putAll(rows);
        var asking = new Asking(stage, sheet);
        of(stage).forEach(rule -> asking.ask(rule, byType));
        return new Suggestions(asking.all, asking.failures, asking.excess);
    }

    private static String typeOf(Object fact) {
        return FieldValues.typeOf(fact instanceof VaryingFact varying ? varying.fact() : fact);
    }

    /** One question to a stage. */
    private static final class Asking {
        private final Sheet sheet;
        private final List<Suggested> all = new ArrayList<>();
        private final List<Failure> failures = new ArrayList<>();
        private final List<Rule> excess = new ArrayList<>();
        private final Object global;
        private @Nullable Supplier<Proposal> made;

        Asking(Stage stage, Sheet sheet) {
            this.sheet = sheet;
            this.global = VerbModel.bind(stage, supplier -> made = supplier);
        }

        void ask(Rule rule, Map<String, List<Object>> facts) {
            var matching = new VaryingMatching(sheet, rule, facts);
            try {
                List<VaryingMatching.Way> ways = matching.all(rule.when());
                matching.failures().forEach(when -> fail(rule, when));
                for (VaryingMatching.Way way : ways) {
                    List<Question> fails = new ArrayList<>();
                    Optional<VaryingMatching.Way> asked = matching.asked(way, fails);
                    fails.forEach(when -> fail(rule, when));
                    if (asked.isPresent()) {
                        for (Call call : rule.then()) {
                            call(rule, call, asked.get(), matching.expressions());
                        }
                    }
                }
            } catch (VaryingMatching.TooMany e) {
                excess.add(rule);
            }
        }

        private void fail(Rule rule, Question when) {
            if (Sheet.known(when) != Truth.FALSE) {
                failures.add(new Failure(rule, when));
            }
        }

        private void call(Rule rule, Call call, VaryingMatching.Way way, Expressions expressions) {
            List<Object> arguments = new ArrayList<>();
            List<Question> fails = new ArrayList<>();
            for (int i = 0; i < call.arguments().size(); i++) {
                Parameter parameter = call.verb().parameters().get(i);
                arguments.add(argument(call.arguments().get(i), parameter, way, expressions, fails));
            }
            fails.forEach(question -> fail(rule, sheet.all(List.of(way.when(), question))));
            Proposal proposal = null;
            if (arguments.stream().noneMatch(Asking::varies)) {
                proposal = proposal(call, arguments);
                if (proposal == null) {
                    fail(rule, way.when());
                    return;
                }
            }
            all.add(new Suggested(rule, way.when(), call.verb().name(), arguments, proposal));
        }

        private Object argument(
                Value value,
                Parameter parameter,
                VaryingMatching.Way way,
                Expressions expressions,
                List<Question> fails) {
            Object argument = expressions.value(value, way.bound(), fails);
            if (parameter.kind().equals(Optional.of(FieldKind.DECIMAL))) {
                Amount amount = expressions.amount(argument, fails);
                BigDecimal exact = Sheet.known(amount);
                return exact == null ? amount : exact;
            }
            if (argument == null || argument instanceof Varying.Perhaps) {
                fails.add(argument instanceof Varying.Perhaps perhaps ? sheet.not(perhaps.present()) : sheet.yes());
                return new Varying.Any();
            }
            return argument;
        }

        private static boolean varies(Object argument) {
            return argument instanceof Node || argument instanceof Moment || argument instanceof Varying;
        }

        /** Null if the proposal cannot be made. */
        private @Nullable Proposal proposal(Call call, List<Object> arguments) {
            Object[] plain = arguments.stream()
                    .map(argument -> argument instanceof VaryingFact varying ? varying.fact() : argument)
                    .toArray();
            try {
                made = null;
                call.verb().method().invoke(global, plain);
                Supplier<Proposal> supplier = made;
                return supplier == null ? null : supplier.get();
            } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
                return null;
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("verb `" + call.verb().name() + "` cannot be called", e);
            }
        }
    }
}
