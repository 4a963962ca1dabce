package io.plimsoll.explain;

import io.plimsoll.explain.NotFired.FailedTest;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FieldValues;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A test that was asked, with the values that it was asked of. */
final class FailedTests {

    private static final String ABSENT = "absent";

    /** Fields by which a person knows which fact is meant. */
    private static final List<String> NAMES = List.of("instrument", "side", "asset", "name", "underlying", "segment");

    private FailedTests() {}

    /**
     * A test that compares nothing else: a comparison, a presence, a one-of.
     *
     * @param left value it was asked of, and {@code right} the one it was compared with; null where absent
     */
    record Asked(
            Test test,
            boolean holds,
            @Nullable Object left,
            @Nullable Object right) {}

    /** How far off; null where that cannot be said. Of times in seconds. */
    static @Nullable BigDecimal distance(Asked asked) {
        if (!(asked.test() instanceof Test.Comparison comparison)
                || comparison.relation().isOnText()) {
            return null;
        }
        return switch (asked.left()) {
            case Number ignored
            when asked.right() instanceof Number ->
                decimal(asked.left()).subtract(decimal(asked.right())).abs();
            case Duration left when asked.right() instanceof Duration right -> seconds(left.minus(right));
            case Instant left when asked.right() instanceof Instant right -> seconds(Duration.between(left, right));
            case null, default -> null;
        };
    }

    /**
     * What is told of it.
     *
     * @param text of the whole test, of which this is what failed
     */
    static FailedTest told(Asked asked, String text, @Nullable Object fact, SourceTexts sources, String file) {
        String of = fact == null ? null : name(fact);
        return switch (asked.test()) {
            case Test.Comparison comparison -> {
                BigDecimal distance = distance(asked);
                yield new FailedTest(
                        text,
                        of,
                        plain(asked.left()),
                        relation(comparison.relation(), asked.holds()),
                        plain(asked.right()),
                        distance == null ? null : plainDistance(distance, asked.left()));
            }
            case Test.Presence presence ->
                new FailedTest(
                        text, of, plain(asked.left()), presence.wanted() == asked.holds() ? "==" : "!=", ABSENT, null);
            case Test.OneOf oneOf ->
                new FailedTest(
                        text,
                        of,
                        plain(asked.left()),
                        oneOf.wanted() == asked.holds() ? "not in" : "in",
                        oneOf.values().stream()
                                .map(value -> value instanceof Value.Literal literal
                                        ? plain(literal.value())
                                        : sources.of(file, value.range()))
                                .collect(Collectors.joining(", ")),
                        null);
            default -> throw new IllegalArgumentException("not a test by itself: " + asked.test());
        };
    }

    /** The relation that was missed; of one that held though it must not, its opposite. */
    private static String relation(Relation relation, boolean held) {
        return held ? "not " + relation.sign() : relation.sign();
    }

    /** Such as {@code Position BTCUSDT LONG}. */
    private static String name(Object fact) {
        List<String> words = new ArrayList<>(List.of(FieldValues.typeOf(fact)));
        Stream<String> fields = fact instanceof FieldValues.Row row
                ? row.values().keySet().stream()
                : Stream.of(fact.getClass().getRecordComponents()).map(RecordComponent::getName);
        List<String> known = fields.toList();
        for (String name : NAMES) {
            Object value = known.contains(name) ? FieldValues.of(fact, name) : null;
            if (value != null) {
                words.add(value.toString());
            }
        }
        return String.join(" ", words);
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> ABSENT;
            case BigDecimal decimal -> Decimals.plain(decimal);
            default -> value.toString();
        };
    }

    private static String plainDistance(BigDecimal distance, @Nullable Object left) {
        return left instanceof Number
                ? Decimals.plain(distance)
                : distance.stripTrailingZeros().toPlainString() + " s";
    }

    private static BigDecimal decimal(@Nullable Object number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(String.valueOf(number));
    }

    private static BigDecimal seconds(Duration duration) {
        Duration positive = duration.abs();
        return BigDecimal.valueOf(positive.toSeconds()).add(BigDecimal.valueOf(positive.getNano(), 9));
    }
}
