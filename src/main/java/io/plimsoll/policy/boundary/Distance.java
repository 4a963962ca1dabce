package io.plimsoll.policy.boundary;

import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.plain.Observer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes how far the two sides of one comparison are apart, each time it is asked. */
final class Distance implements Observer {
    private final Test.Comparison limit;
    private final List<BigDecimal> distances = new ArrayList<>();

    Distance(Test.Comparison limit) {
        this.limit = limit;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public void compared(Rule rule, Test.Comparison comparison, @Nullable Object left, @Nullable Object right) {
        if (comparison == limit && left != null && right != null) {
            between(left, right).ifPresent(distances::add);
        }
    }

    /** Left less right, in the order in which it was asked; times in nanoseconds. */
    List<BigDecimal> taken() {
        List<BigDecimal> taken = List.copyOf(distances);
        distances.clear();
        return taken;
    }

    private static Optional<BigDecimal> between(Object left, Object right) {
        if (left instanceof Instant from && right instanceof Instant to) {
            return Optional.of(nanos(Duration.between(to, from)));
        }
        if (left instanceof Duration one && right instanceof Duration other) {
            return Optional.of(nanos(one.minus(other)));
        }
        return left instanceof Number && right instanceof Number
                ? Optional.of(new BigDecimal(left.toString()).subtract(new BigDecimal(right.toString())))
                : Optional.empty();
    }

    private static BigDecimal nanos(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).movePointRight(9).add(BigDecimal.valueOf(duration.getNano()));
    }
}
