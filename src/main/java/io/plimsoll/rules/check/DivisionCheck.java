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

/** Finds what not all numbers allow, a division or a root, and refuses it where nobody would be told that it failed. */
final class DivisionCheck {

    private final FindingsOfFile findings;

    DivisionCheck(FindingsOfFile findings) {
        this.findings = findings;
    }

    /**
     * A division or a root may fail. It is asked once all else of the rule holds, by the rule itself, so that a failure has a rule to be told
     * of; which it can only where the rule sees the values, and where nothing else decides whether it is asked.
     */
    void refuseUnseen(Expression expression, boolean isSeen) {
        Optional<Span> found = all(expression).findFirst();
        if (found.isEmpty()) {
            return;
        }
        String what = findings.slice(found.get()).equals("/") ? "a division" : "a root";
        if (!isSeen) {
            findings.error(
                    Code.DIVISION,
                    found.get(),
                    what
                            + " cannot stand within `not`, `exists`, `accumulate` or `or`, where nothing would tell that it failed",
                    what.equals("a root")
                            ? "square the other side: `sqrt(a) > b` is `a > b * b` for a positive b"
                            : "multiply the other side: `a / b > c` is `a > c * b` for a positive b");
        } else if (!isComparison(expression)) {
            findings.error(
                    Code.DIVISION,
                    found.get(),
                    what + " stands in a comparison of its own, without `&&`, `||` and `!`",
                    "write a comma in place of `&&`, or two rules");
        }
    }

    private static boolean isComparison(Expression expression) {
        return !(expression instanceof Binary binary
                        && (binary.operator().equals("&&") || binary.operator().equals("||")))
                && !(expression instanceof Negated);
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
                yield Stream.concat(own, it.to().stream().flatMap(DivisionCheck::all));
            }
            case In it -> Stream.concat(all(it.left()), it.values().stream().flatMap(DivisionCheck::all));
            case Minus it -> all(it.inner());
            case Negated it -> all(it.inner());
            default -> Stream.empty();
        };
    }
}
