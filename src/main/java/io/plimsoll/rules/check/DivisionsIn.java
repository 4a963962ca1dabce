package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Applied;
import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import io.plimsoll.rules.check.Tree.Minus;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.model.Value;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what not all numbers allow. */
final class DivisionsIn {

    private DivisionsIn() {}

    /** The first {@code /} or {@code sqrt} of an expression. */
    static Optional<Span> first(Expression expression) {
        return all(expression).findFirst();
    }

    private static Stream<Span> all(Expression expression) {
        return switch (expression) {
            case Binary it -> {
                Stream<Span> own = it.operator().equals("/") ? Stream.of(it.operatorSpan()) : Stream.empty();
                yield Stream.of(all(it.left()), own, all(it.right())).flatMap(found -> found);
            }
            case Applied it -> {
                boolean root = it.function().is(Value.Function.SQRT.word());
                Stream<Span> own = root ? Stream.of(it.function().span()) : Stream.empty();
                yield Stream.concat(own, it.to().stream().flatMap(DivisionsIn::all));
            }
            case In it -> Stream.concat(all(it.left()), it.values().stream().flatMap(DivisionsIn::all));
            case Minus it -> all(it.inner());
            case Negated it -> all(it.inner());
            default -> Stream.empty();
        };
    }
}
