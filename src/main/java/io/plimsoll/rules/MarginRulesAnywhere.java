package io.plimsoll.rules;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.MarginProposal.PositionProposal;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.verbs.VerbModel;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells margin rules that can be asked at any price from those that may fail somewhere. Surely none fails where nothing that can fail is
 * calculated, where what is proposed stands in the tables and each row makes a good proposal, and where even all rows
 * together match less often than the limit.
 */
final class MarginRulesAnywhere {

    /** One fact of each type, for proposals to be about. */
    private static final View ANY = any();

    private final Map<String, TableType> tables;
    private final Map<String, List<Map<String, Object>>> rows;

    private MarginRulesAnywhere(List<TableType> tables, Map<String, List<Map<String, Object>>> rows) {
        this.tables = tables.stream().collect(Collectors.toMap(TableType::name, table -> table));
        this.rows = rows;
    }

    static boolean mayFail(
            List<Rule> model,
            List<TableType> tables,
            Map<String, List<Map<String, Object>>> rows,
            EvaluationLimits limits) {
        var anywhere = new MarginRulesAnywhere(tables, rows);
        double proposals = 0;
        for (Rule rule : model) {
            if (rule.info().stage() == Stage.MARGIN) {
                Optional<List<Condition.Pattern>> matched = anywhere.plainlyMatched(rule);
                if (matched.isEmpty() || !anywhere.proposesGoodAlone(rule, matched.get())) {
                    return true;
                }
                proposals += anywhere.matchesMax(matched.get()) * rule.then().size();
            }
        }
        return proposals > limits.firingsMax();
    }

    /** What the rule matches; empty where it asks for more than facts and rows one by one, or calculates what may fail. */
    private Optional<List<Condition.Pattern>> plainlyMatched(Rule rule) {
        List<Condition.Pattern> matched = new ArrayList<>();
        for (Condition condition : rule.when()) {
            if (!(condition instanceof Condition.Pattern pattern)
                    || pattern.constraints().stream().anyMatch(MarginRulesAnywhere::mayFail)) {
                return Optional.empty();
            }
            matched.add(pattern);
        }
        return Optional.of(matched);
    }

    private static boolean mayFail(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Binding binding -> false;
            case Test.Comparison it -> it.mayFail();
            case Test.Presence it -> it.of().mayFail();
            case Test.OneOf it -> it.of().mayFail() || it.values().stream().anyMatch(Value::mayFail);
            case Test.Both it -> mayFail(it.left()) || mayFail(it.right());
            case Test.Either it -> mayFail(it.left()) || mayFail(it.right());
            case Test.Opposite it -> mayFail(it.of());
        };
    }

    private double matchesMax(List<Condition.Pattern> matched) {
        double most = 1;
        for (Condition.Pattern pattern : matched) {
            most *= pattern.table() ? rowsMax(pattern) : RuleTraits.FACTS_MAX;
        }
        return most;
    }

    /** Rows of one key where the rule asks for the key, else all. */
    private double rowsMax(Condition.Pattern pattern) {
        List<Map<String, Object>> all = rows.getOrDefault(pattern.type(), List.of());
        Optional<String> key = Optional.ofNullable(tables.get(pattern.type()))
                .flatMap(TableType::key)
                .filter(name -> asksFor(name, pattern));
        return key.isEmpty()
                ? all.size()
                : all.stream()
                        .collect(Collectors.groupingBy(
                                row -> Objects.requireNonNull(row.get(key.get())), Collectors.counting()))
                        .values()
                        .stream()
                        .mapToDouble(Long::doubleValue)
                        .max()
                        .orElse(0);
    }

    private static boolean asksFor(String field, Condition.Pattern pattern) {
        return pattern.constraints().stream()
                .anyMatch(constraint -> constraint instanceof Test.Comparison it
                        && it.relation() == Relation.EQUAL
                        && it.left() instanceof Value.Read read
                        && read.fact().equals(pattern.variable())
                        && read.field().equals(field));
    }

    private boolean proposesGoodAlone(Rule rule, List<Condition.Pattern> matched) {
        return rule.then().stream().allMatch(call -> isGoodForAllRows(call, matched));
    }

    private boolean isGoodForAllRows(Call call, List<Condition.Pattern> matched) {
        Set<String> used = call.arguments().stream()
                .flatMap(argument -> source(argument, matched).stream())
                .map(source -> source.pattern.variable())
                .collect(Collectors.toSet());
        List<Condition.Pattern> ofTables = matched.stream()
                .filter(pattern -> pattern.table() && used.contains(pattern.variable()))
                .toList();
        if (ofTables.size() > 1) {
            return false;
        }
        List<Map<String, Object>> all = ofTables.isEmpty()
                ? List.of(Map.of())
                : rows.getOrDefault(ofTables.getFirst().type(), List.of());
        return all.stream().allMatch(row -> isGood(call, matched, row));
    }

    private boolean isGood(Call call, List<Condition.Pattern> matched, Map<String, Object> row) {
        List<Object> arguments = new ArrayList<>();
        for (Value argument : call.arguments()) {
            Object value = argument instanceof Value.Literal literal
                    ? literal.value()
                    : source(argument, matched).map(source -> source.value(row)).orElse(null);
            if (value == null) {
                return false;
            }
            arguments.add(value);
        }
        Proposal proposal = proposal(call, arguments);
        return proposal instanceof PositionProposal
                || proposal instanceof OrderInitial
                || proposal instanceof DebtMargin;
    }

    /** Null if the proposal cannot be made. */
    private static @Nullable Proposal proposal(Call call, List<Object> arguments) {
        List<Proposal> made = new ArrayList<>();
        Object global = VerbModel.bind(Stage.MARGIN, proposal -> made.add(proposal.get()));
        try {
            call.verb().method().invoke(global, arguments.toArray());
            return made.isEmpty() ? null : made.getFirst();
        } catch (InvocationTargetException | IllegalArgumentException e) {
            return null; // refused, or no such argument before the rule's own evaluation converts it
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("verb `" + call.verb().name() + "` cannot be called", e);
        }
    }

    /** Where an argument's value comes from; empty if not from a fact as a whole or a column. */
    private static Optional<Source> source(Value argument, List<Condition.Pattern> matched) {
        for (Condition.Pattern pattern : matched) {
            if (argument instanceof Value.Read read && read.fact().equals(pattern.variable())) {
                return Optional.of(new Source(pattern, read.field()));
            }
            if (argument instanceof Value.Bound bound) {
                if (bound.variable().equals(pattern.variable())) {
                    return Optional.of(new Source(pattern, null));
                }
                Optional<String> field = pattern.constraints().stream()
                        .filter(constraint -> constraint instanceof Constraint.Binding binding
                                && binding.variable().equals(bound.variable()))
                        .map(constraint -> ((Constraint.Binding) constraint).field())
                        .findFirst();
                if (field.isPresent()) {
                    return Optional.of(new Source(pattern, field.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** @param field null for the fact as a whole */
    private record Source(
            Condition.Pattern pattern, @Nullable String field) {

        /** The value, whatever the price; null where it is a field of a fact, which may follow it. */
        @Nullable
        Object value(Map<String, Object> row) {
            if (pattern.table()) {
                return field == null ? null : row.get(field);
            }
            return field == null
                    ? FactsOf.of(pattern.type(), ANY).stream().findFirst().orElse(null)
                    : null;
        }
    }

    private static View any() {
        Instant now = Instant.EPOCH;
        var position = new Position(
                "any",
                ContractKind.LINEAR,
                MarginMode.CROSS,
                BigDecimal.ONE,
                BigDecimal.ONE,
                new Mark(BigDecimal.ONE, null, now),
                BigDecimal.ONE,
                null,
                null);
        var order = new OpenOrder("any", "any", OrderSide.BUY, BigDecimal.ONE, BigDecimal.ONE, false);
        var snapshot = new AccountSnapshot(
                "any",
                1,
                now,
                "any",
                "any",
                List.of(new Collateral("any", BigDecimal.ONE, BigDecimal.ONE)),
                List.of(position),
                List.of(order),
                List.of(),
                Map.of());
        var priced = new PricedPosition(position, BigDecimal.ONE, PriceSource.MARK, BigDecimal.ONE);
        return new View(snapshot, now, List.of(priced), null, Map.of(), null, null, null, List.of());
    }
}
