package io.plimsoll.explain;

import io.plimsoll.explain.FailedTests.Asked;
import io.plimsoll.explain.NotFired.FailedTest;
import io.plimsoll.explain.NotFired.Kind;
import io.plimsoll.explain.NotFired.Lacked;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.plain.Observer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches one evaluation of a stage and tells of each rule that did not fire how far it came: the first condition that nothing met, and of that
 * the test that failed last on the fact that came nearest. Conditions are tried in the order in which they are written, so that one that was met
 * by anything was met together with all before it.
 */
final class NearestMiss implements Observer {

    private final SourceTexts sources;
    private final Map<String, Watched> watched = new LinkedHashMap<>();

    NearestMiss(SourceTexts sources) {
        this.sources = sources;
    }

    /** The rules that did not fire, in the order in which they were tried. */
    List<NotFired> notFired(@Nullable String marginAccount) {
        return watched.values().stream()
                .filter(rule -> !rule.fired)
                .flatMap(rule ->
                        rule
                                .lacked(sources)
                                .map(lacked -> new NotFired(rule.rule.info(), marginAccount, lacked))
                                .stream())
                .toList();
    }

    private Watched of(Rule rule) {
        return watched.computeIfAbsent(rule.id(), id -> new Watched(rule));
    }

    @Override
    public void tried(Rule rule) {
        of(rule);
    }

    @Override
    public void trying(Rule rule, Condition.Pattern pattern, Object fact) {
        Watched of = of(rule);
        of.pattern = pattern;
        of.fact = fact;
        of.asked.clear();
    }

    @Override
    public void read(Rule rule, Test test, @Nullable Object value) {
        of(rule).remember(value, null);
    }

    @Override
    public void compared(Rule rule, Test.Comparison comparison, @Nullable Object left, @Nullable Object right) {
        of(rule).remember(left, right);
    }

    @Override
    public void tested(Rule rule, Test test, boolean holds) {
        of(rule).tested(test, holds);
    }

    @Override
    public void matched(Rule rule, Condition.Pattern pattern, Object fact) {
        of(rule).met.add(pattern);
    }

    @Override
    public void asked(Rule rule, Condition condition, boolean holds) {
        if (holds) {
            of(rule).met.add(condition);
        }
    }

    @Override
    public void fired(Rule rule, List<Object> facts) {
        of(rule).fired = true;
    }

    /** The nearest that a condition came to being met. */
    private record Miss(
            int place, Test test, Asked asked, @Nullable Object fact) {

        /** Later tests are nearer, then shorter distances. */
        boolean isNearerThan(Miss other) {
            if (place != other.place) {
                return place > other.place;
            }
            BigDecimal distance = FailedTests.distance(asked);
            BigDecimal otherDistance = FailedTests.distance(other.asked);
            return distance != null && (otherDistance == null || distance.compareTo(otherDistance) < 0);
        }
    }

    /** What was seen of one rule. */
    private static final class Watched {
        private final Rule rule;
        private final List<Test.Comparison> last;
        private final Set<Condition> met = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<Condition, Miss> misses = new IdentityHashMap<>();
        private final List<Asked> asked = new ArrayList<>();
        private boolean fired;
        private Condition.@Nullable Pattern pattern;
        private @Nullable Object fact;
        private @Nullable Object left;
        private @Nullable Object right;
        private @Nullable Miss missedAtLast;

        Watched(Rule rule) {
            this.rule = rule;
            this.last = rule.askedLast();
        }

        void remember(@Nullable Object valueLeft, @Nullable Object valueRight) {
            left = valueLeft;
            right = valueRight;
        }

        void tested(Test test, boolean holds) {
            if (test instanceof Test.Comparison || test instanceof Test.Presence || test instanceof Test.OneOf) {
                asked.add(new Asked(test, holds, left, right));
            }
            Condition.Pattern of = pattern;
            if (isOneOf(last, test)) {
                if (!holds) {
                    missedAtLast = nearer(new Miss(0, test, failing(), null), missedAtLast);
                }
                asked.clear();
            } else if (of != null && isOneOf(of.constraints(), test)) {
                if (!holds) {
                    miss(of, new Miss(place(of.constraints(), test), test, failing(), fact));
                }
                asked.clear();
            } else {
                folds(rule.when()).filter(fold -> isOneOf(fold.tests(), test)).forEach(fold -> {
                    if (!holds) {
                        miss(fold, new Miss(place(fold.tests(), test), test, failing(), null));
                    }
                    asked.clear();
                });
            }
        }

        private void miss(Condition condition, Miss miss) {
            misses.put(condition, nearer(miss, misses.get(condition)));
        }

        private static Miss nearer(Miss one, @Nullable Miss other) {
            return other == null || one.isNearerThan(other) ? one : other;
        }

        /** The part that made the whole fail: of several the one least far off, of a test that must not hold the last that did. */
        private Asked failing() {
            return asked.stream()
                    .filter(one -> !one.holds())
                    .reduce((one, other) -> isNearer(other, one) ? other : one)
                    .orElseGet(asked::getLast);
        }

        private static boolean isNearer(Asked one, Asked other) {
            BigDecimal distance = FailedTests.distance(one);
            BigDecimal otherDistance = FailedTests.distance(other);
            return distance != null && (otherDistance == null || distance.compareTo(otherDistance) < 0);
        }

        /** Empty if all of it was met and it yet did not fire, because a limit was reached. */
        Optional<Lacked> lacked(SourceTexts sources) {
            for (Condition condition : parts(rule.when()).toList()) {
                if (!isMet(condition)) {
                    return Optional.of(lacked(condition, sources));
                }
            }
            Miss miss = missedAtLast;
            return miss == null
                    ? Optional.empty()
                    : Optional.of(new Lacked(text(miss.test.range(), sources), Kind.TEST_FAILED, told(miss, sources)));
        }

        private boolean isMet(Condition condition) {
            return condition instanceof Condition.Any any
                    ? any.branches().stream().anyMatch(met::contains)
                    : met.contains(condition);
        }

        private Lacked lacked(Condition condition, SourceTexts sources) {
            String text = text(condition.range(), sources);
            return switch (condition) {
                case Condition.Absence ignored -> new Lacked(text, Kind.MUST_NOT_BE_THERE, null);
                case Condition.Existence existence ->
                    new Lacked(text, Kind.MUST_BE_THERE, nearest(existence.of(), sources));
                default -> {
                    FailedTest test = nearest(condition, sources);
                    yield new Lacked(text, test == null ? Kind.NOTHING_THERE : Kind.TEST_FAILED, test);
                }
            };
        }

        /** Of all parts of a condition the one that came furthest. */
        private @Nullable FailedTest nearest(Condition condition, SourceTexts sources) {
            Miss nearest = null;
            for (Condition part : everything(condition).toList()) {
                Miss miss = misses.get(part);
                nearest = miss == null ? nearest : nearer(miss, nearest);
            }
            return nearest == null ? null : told(nearest, sources);
        }

        private FailedTest told(Miss miss, SourceTexts sources) {
            return FailedTests.told(
                    miss.asked,
                    text(miss.test.range(), sources),
                    miss.fact,
                    sources,
                    rule.info().file());
        }

        private String text(Range range, SourceTexts sources) {
            return sources.of(rule.info().file(), range);
        }
    }

    /** Conditions one after the other, with those of a bracket in its place. */
    private static Stream<Condition> parts(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition ->
                        condition instanceof Condition.All all ? parts(all.parts()) : Stream.of(condition));
    }

    private static Stream<Condition> everything(Condition condition) {
        return Stream.concat(
                Stream.of(condition),
                switch (condition) {
                    case Condition.Pattern ignored -> Stream.empty();
                    case Condition.Absence absence -> everything(absence.of());
                    case Condition.Existence existence -> everything(existence.of());
                    case Condition.All all -> all.parts().stream().flatMap(NearestMiss::everything);
                    case Condition.Any any -> any.branches().stream().flatMap(NearestMiss::everything);
                    case Condition.Fold ignored -> Stream.empty(); // nothing needs to be there for a sum or a count
                });
    }

    private static Stream<Condition.Fold> folds(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(NearestMiss::everything)
                .filter(Condition.Fold.class::isInstance)
                .map(Condition.Fold.class::cast);
    }

    @SuppressWarnings("ReferenceEquality")
    private static int place(List<?> nodes, Object node) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i) == node) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isOneOf(List<?> nodes, Object node) {
        return place(nodes, node) >= 0;
    }
}
