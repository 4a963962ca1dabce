package io.plimsoll.rules.interval;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.VaryingFact.Varying;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds every way in which one rule's conditions may hold, with the question where they do; ways that never hold are left out. */
final class VaryingMatching {

    /** Ways of one rule that are looked at. */
    private static final int WAYS_MAX = 5_000;

    /** A way of matching: what is bound, and where it holds. */
    record Way(Bound bound, Question when) {}

    /** More ways than may be looked at. */
    static final class TooMany extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final Sheet sheet;
    private final Expressions expressions;
    private final Map<String, List<Object>> facts;
    private final List<Test.Comparison> last;
    private final List<Question> failures = new ArrayList<>();
    private int ways;

    VaryingMatching(Sheet sheet, Rule rule, Map<String, List<Object>> facts) {
        this.sheet = sheet;
        this.expressions = new Expressions(sheet);
        this.facts = facts;
        this.last = rule.askedLast();
    }

    /** All ways, before what is asked last. */
    List<Way> all(List<Condition> conditions) throws TooMany {
        List<Way> found = List.of(new Way(Bound.NOTHING, sheet.yes()));
        for (Condition condition : conditions) {
            found = each(condition, found);
        }
        return found;
    }

    private List<Way> each(Condition condition, List<Way> from) throws TooMany {
        List<Way> found = new ArrayList<>();
        for (Way way : from) {
            each(condition, way, found::add);
        }
        return found;
    }

    private void each(Condition condition, Way way, Consumer<Way> then) throws TooMany {
        switch (condition) {
            case Condition.Pattern pattern -> pattern(pattern, way, then);
            case Condition.All all -> {
                List<Way> found = List.of(way);
                for (Condition part : all.parts()) {
                    found = each(part, found);
                }
                found.forEach(then);
            }
            case Condition.Any any -> {
                for (Condition branch : any.branches()) {
                    each(branch, way, then);
                }
            }
            case Condition.Absence absence -> narrowed(way, sheet.not(occurs(absence.of(), way)), then);
            case Condition.Existence existence -> narrowed(way, occurs(existence.of(), way), then);
            case Condition.Fold fold -> fold(fold, way, then);
        }
    }

    private Question occurs(Condition condition, Way way) throws TooMany {
        List<Question> found = new ArrayList<>();
        each(condition, new Way(way.bound(), sheet.yes()), next -> found.add(next.when()));
        return sheet.any(found);
    }

    private void narrowed(Way way, Question when, Consumer<Way> then) {
        Question both = sheet.all(List.of(way.when(), when));
        if (Sheet.known(both) != Truth.FALSE) {
            then.accept(new Way(way.bound(), both));
        }
    }

    private void pattern(Condition.Pattern pattern, Way way, Consumer<Way> then) throws TooMany {
        for (Object fact : facts.getOrDefault(pattern.type(), List.of())) {
            Way next = satisfied(pattern, way, fact);
            if (next != null) {
                ways++;
                if (ways > WAYS_MAX) {
                    throw new TooMany();
                }
                then.accept(next);
            }
        }
    }

    private @Nullable Way satisfied(Condition.Pattern pattern, Way way, Object fact) {
        Bound bound = way.bound().with(pattern.variable(), fact);
        List<Question> all = new ArrayList<>();
        all.add(way.when());
        for (Constraint constraint : pattern.constraints()) {
            switch (constraint) {
                case Constraint.Binding binding ->
                    bound = bound.with(binding.variable(), Expressions.field(fact, binding.field()));
                case Test test -> {
                    if (!isAskedLast(test)) {
                        Question holds = holds(test, bound, all);
                        if (Sheet.known(holds) == Truth.FALSE) {
                            return null;
                        }
                        all.add(holds);
                    }
                }
            }
        }
        Question when = sheet.all(all);
        return Sheet.known(when) == Truth.FALSE ? null : new Way(bound, when);
    }

    private void fold(Condition.Fold fold, Way way, Consumer<Way> then) throws TooMany {
        List<Way> found = new ArrayList<>();
        each(fold.of(), new Way(way.bound(), sheet.yes()), found::add);
        Bound bound = way.bound();
        List<Question> all = new ArrayList<>();
        all.add(way.when());
        if (fold.results().stream().anyMatch(result -> !result.function().isOfNothing())) {
            all.add(sheet.any(found.stream().map(Way::when).toList()));
        }
        for (Condition.Result result : fold.results()) {
            bound = bound.with(result.variable(), folded(result, found));
        }
        for (Test test : fold.tests()) {
            if (!isAskedLast(test)) {
                all.add(holds(test, bound, all));
            }
        }
        Question when = sheet.all(all);
        if (Sheet.known(when) != Truth.FALSE) {
            then.accept(new Way(bound, when));
        }
    }

    /** @param before what holds where the test is asked */
    private Question holds(Test test, Bound bound, List<Question> before) {
        List<Question> fails = new ArrayList<>(0);
        Question holds = expressions.holds(test, bound, fails);
        fails.forEach(fail -> failures.add(
                sheet.all(Stream.concat(before.stream(), Stream.of(fail)).toList())));
        return holds;
    }

    /** Where a test within a pattern cannot be asked. */
    List<Question> failures() {
        return failures;
    }

    private Object folded(Condition.Result result, List<Way> found) {
        if (result.function() == Condition.Function.COUNT) {
            return sheet.sumOf(found.stream()
                    .map(way -> new Piece(way.when(), sheet.given(Decimals.ONE)))
                    .toList());
        }
        List<Piece> pieces = new ArrayList<>();
        for (Way way : found) {
            List<Question> failures = new ArrayList<>(0);
            Amount amount =
                    expressions.amount(expressions.value(result.of().orElseThrow(), way.bound(), failures), failures);
            pieces.add(new Piece(way.when(), failures.isEmpty() ? amount : sheet.any()));
        }
        return switch (result.function()) {
            case SUM -> sheet.sumOf(pieces);
            case MAX -> largest(pieces);
            case MIN ->
                sheet.negative(largest(pieces.stream()
                        .map(piece -> new Piece(piece.when(), sheet.negative(piece.amount())))
                        .toList()));
            default -> average(pieces);
        };
    }

    private Amount largest(List<Piece> pieces) {
        return pieces.isEmpty() ? sheet.any() : sheet.largestOf(pieces, null);
    }

    private Object average(List<Piece> pieces) {
        boolean sure = !pieces.isEmpty() && pieces.stream().allMatch(piece -> Sheet.known(piece.when()) == Truth.TRUE);
        return sure
                ? sheet.quotient(sheet.sumOf(pieces), sheet.given(BigDecimal.valueOf(pieces.size())))
                : new Varying.Any();
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isAskedLast(Test test) {
        return last.stream().anyMatch(other -> other == test);
    }

    /**
     * The way once what is asked last holds too; empty if it never does.
     *
     * @param failures receives where that cannot be calculated
     */
    Optional<Way> asked(Way way, List<Question> failures) {
        Question when = way.when();
        for (Test.Comparison comparison : last) {
            List<Question> own = new ArrayList<>();
            Question holds = expressions.holds(comparison, way.bound(), own);
            failures.add(sheet.all(List.of(when, sheet.any(own))));
            when = sheet.all(List.of(when, holds));
        }
        return Sheet.known(when) == Truth.FALSE ? Optional.empty() : Optional.of(new Way(way.bound(), when));
    }

    Expressions expressions() {
        return expressions;
    }
}
