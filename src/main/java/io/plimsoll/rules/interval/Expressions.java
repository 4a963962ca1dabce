package io.plimsoll.rules.interval;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.interval.VaryingFact.Varying;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.plain.Values;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Values and tests of rules where some fields vary: what does not is calculated exactly. */
final class Expressions {

    private final Sheet sheet;

    Expressions(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * A value under what is bound; null where it is surely absent.
     *
     * @param failures receives where it cannot be calculated
     */
    @Nullable
    Object value(Value value, Bound bound, List<Question> failures) {
        return switch (value) {
            case Value.Literal literal -> literal.value();
            case Value.Read read -> field(Objects.requireNonNull(bound.get(read.fact())), read.field());
            case Value.Bound variable -> bound.get(variable.variable());
            case Value.Minus minus -> sheet.negative(amount(minus.of(), bound, failures));
            case Value.Arithmetic arithmetic -> calculated(arithmetic, bound, failures);
            case Value.Applied applied -> applied(applied, bound, failures);
        };
    }

    static @Nullable Object field(Object fact, String name) {
        return fact instanceof VaryingFact varying ? varying.field(name) : FieldValues.of(fact, name);
    }

    private Amount calculated(Value.Arithmetic arithmetic, Bound bound, List<Question> failures) {
        Amount left = amount(arithmetic.left(), bound, failures);
        Amount right = amount(arithmetic.right(), bound, failures);
        return switch (arithmetic.operator()) {
            case PLUS -> sheet.sum(left, right);
            case MINUS -> sheet.difference(left, right);
            case TIMES -> sheet.product(left, right);
            case DIVIDED -> {
                Question fails = sheet.compare(right, Relation.EQUAL, sheet.given(Decimals.ZERO));
                failures.add(fails);
                yield Sheet.known(fails) == Truth.TRUE ? sheet.any() : sheet.quotient(left, right);
            }
        };
    }

    private Amount applied(Value.Applied applied, Bound bound, List<Question> failures) {
        List<Amount> to = applied.to().stream()
                .map(value -> amount(value, bound, failures))
                .toList();
        return switch (applied.function()) {
            case MAX -> to.stream().reduce(sheet::largest).orElseThrow();
            case MIN -> to.stream().reduce(sheet::smallest).orElseThrow();
            case ABS -> sheet.absolute(to.getFirst());
            case SQRT -> {
                Question fails = sheet.compare(to.getFirst(), Relation.LESS, sheet.given(Decimals.ZERO));
                failures.add(fails);
                yield Sheet.known(fails) == Truth.TRUE ? sheet.any() : sheet.root(to.getFirst());
            }
        };
    }

    private Amount amount(Value value, Bound bound, List<Question> failures) {
        return amount(value(value, bound, failures), failures);
    }

    /** A number of what stands for one; where it may be absent, the rule fails there. */
    Amount amount(@Nullable Object value, List<Question> failures) {
        return switch (value) {
            case BigDecimal decimal -> sheet.given(decimal);
            case Integer integer -> sheet.given(BigDecimal.valueOf(integer));
            case Amount amount -> amount;
            case Varying.Perhaps perhaps -> {
                failures.add(sheet.not(perhaps.present()));
                yield amount(perhaps.value(), failures);
            }
            case Varying.Any any -> sheet.any();
            case null, default -> {
                failures.add(sheet.yes());
                yield sheet.any();
            }
        };
    }

    Question holds(Test test, Bound bound, List<Question> failures) {
        return switch (test) {
            case Test.Comparison comparison ->
                compared(
                        value(comparison.left(), bound, failures),
                        comparison.relation(),
                        value(comparison.right(), bound, failures));
            case Test.Presence presence -> {
                Question present = present(value(presence.of(), bound, failures));
                yield presence.wanted() ? present : sheet.not(present);
            }
            case Test.OneOf oneOf -> {
                Object value = value(oneOf.of(), bound, failures);
                Question isOne = sheet.any(oneOf.values().stream()
                        .map(one -> compared(value, Relation.EQUAL, value(one, bound, failures)))
                        .toList());
                yield oneOf.wanted() ? isOne : sheet.not(isOne);
            }
            case Test.Both both -> {
                Question left = holds(both.left(), bound, failures);
                yield Sheet.known(left) == Truth.FALSE
                        ? left
                        : sheet.all(List.of(left, after(left, both.right(), bound, failures)));
            }
            case Test.Either either -> {
                Question left = holds(either.left(), bound, failures);
                yield Sheet.known(left) == Truth.TRUE
                        ? left
                        : sheet.any(List.of(left, after(sheet.not(left), either.right(), bound, failures)));
            }
            case Test.Opposite opposite -> sheet.not(holds(opposite.of(), bound, failures));
        };
    }

    /** A test that is asked only where another question holds, so that it fails nowhere else. */
    private Question after(Question asked, Test test, Bound bound, List<Question> failures) {
        List<Question> own = new ArrayList<>();
        Question holds = holds(test, bound, own);
        own.forEach(fails -> failures.add(sheet.all(List.of(asked, fails))));
        return holds;
    }

    private Question present(@Nullable Object value) {
        return value instanceof Varying.Perhaps perhaps ? perhaps.present() : sheet.answer(value != null);
    }

    private Question compared(@Nullable Object left, Relation relation, @Nullable Object right) {
        if (left instanceof Varying.Perhaps perhaps) {
            return perhaps(perhaps, compared(perhaps.value(), relation, right), compared(null, relation, right));
        }
        if (right instanceof Varying.Perhaps perhaps) {
            return perhaps(perhaps, compared(left, relation, perhaps.value()), compared(left, relation, null));
        }
        if (!varies(left) && !varies(right)) {
            return sheet.answer(Values.holds(left, relation, right));
        }
        if (left == null || right == null) {
            return sheet.answer(relation == Relation.NOT_EQUAL);
        }
        if (relation.isOnText() || left instanceof Varying.Any || right instanceof Varying.Any) {
            return sheet.unknown();
        }
        if (left instanceof Moment moment) {
            return sheet.compare(moment, relation, nanos(right));
        }
        if (right instanceof Moment moment) {
            return sheet.compare(moment, mirrored(relation), nanos(left));
        }
        if (left instanceof Question || right instanceof Question) {
            return comparedTruths(left, relation, right);
        }
        List<Question> absent = new ArrayList<>(0);
        return sheet.compare(amount(left, absent), relation, amount(right, absent));
    }

    private Question perhaps(Varying.Perhaps perhaps, Question there, Question absent) {
        return sheet.any(List.of(
                sheet.all(List.of(perhaps.present(), there)),
                sheet.all(List.of(sheet.not(perhaps.present()), absent))));
    }

    private Question comparedTruths(Object left, Relation relation, Object right) {
        Question question = left instanceof Question asked ? asked : (Question) right;
        Object other = left instanceof Question ? right : left;
        if (!(other instanceof Boolean wanted)) {
            return sheet.unknown();
        }
        return wanted == (relation == Relation.EQUAL) ? question : sheet.not(question);
    }

    private static boolean varies(@Nullable Object value) {
        return value instanceof Node || value instanceof Moment || value instanceof Varying;
    }

    private static OptionalLong nanos(Object value) {
        return switch (value) {
            case Instant instant -> Moment.nanos(instant);
            case Duration duration -> Moment.nanos(duration);
            default -> OptionalLong.empty();
        };
    }

    private static Relation mirrored(Relation relation) {
        return switch (relation) {
            case LESS -> Relation.MORE;
            case MORE -> Relation.LESS;
            case AT_MOST -> Relation.AT_LEAST;
            case AT_LEAST -> Relation.AT_MOST;
            default -> relation;
        };
    }
}
