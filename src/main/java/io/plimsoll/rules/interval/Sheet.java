package io.plimsoll.rules.interval;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The formulas of one account: amounts and questions over variables whose ranges are given later, by a {@link Domain}. What depends on no
 * variable is calculated at once, exactly as the kernel and the rules do it. For one thread.
 */
public final class Sheet {

    private final List<Node> nodes = new ArrayList<>();
    private final Map<BigDecimal, Amount.Given> givens = new HashMap<>();
    private final Question yes = add(new Question.Known(0, Truth.TRUE));
    private final Question no = add(new Question.Known(1, Truth.FALSE));
    private int lines;
    private int frees;
    private int times;

    private <N extends Node> N add(N node) {
        nodes.add(node);
        return node;
    }

    private int next() {
        return nodes.size();
    }

    List<Node> nodes() {
        return nodes;
    }

    public int lines() {
        return lines;
    }

    public int frees() {
        return frees;
    }

    public int times() {
        return times;
    }

    /** A new variable that amounts follow along straight lines; positive. */
    public Amount line() {
        return add(new Amount.Line(next(), lines++));
    }

    /** A new variable of another kind; positive. */
    public Amount free() {
        return add(new Amount.Free(next(), frees++));
    }

    /** Any number. */
    public Amount any() {
        return add(new Amount.Free(next(), -1));
    }

    /** The number of a new time variable. */
    public int time() {
        return times++;
    }

    public Amount given(BigDecimal value) {
        BigDecimal normal = Decimals.normalised(value);
        Amount.Given known = givens.get(normal);
        if (known == null) {
            known = add(new Amount.Given(next(), normal));
            givens.put(normal, known);
        }
        return known;
    }

    /** The value of an amount that depends on no variable; null of any other. */
    public static @Nullable BigDecimal known(Amount amount) {
        return amount instanceof Amount.Given given ? given.value : null;
    }

    /** What is known of a question whatever the variables are. */
    public static Truth known(Question question) {
        return question instanceof Question.Known known ? known.truth : Truth.UNKNOWN;
    }

    public Amount sum(List<Amount> of) {
        BigDecimal exact = Decimals.ZERO;
        List<Amount> varying = new ArrayList<>();
        for (Amount part : of) {
            if (part instanceof Amount.Given given) {
                exact = exact.add(given.value);
            } else if (part instanceof Amount.Sum sum) {
                varying.addAll(sum.of);
            } else {
                varying.add(part);
            }
        }
        if (varying.isEmpty() || exact.signum() != 0) {
            varying.add(given(exact));
        }
        return varying.size() == 1 ? varying.getFirst() : add(new Amount.Sum(next(), List.copyOf(varying)));
    }

    public Amount sum(Amount one, Amount other) {
        return sum(List.of(one, other));
    }

    public Amount difference(Amount one, Amount other) {
        return sum(one, negative(other));
    }

    public Amount negative(Amount of) {
        return product(of, given(Decimals.ONE.negate()));
    }

    public Amount product(Amount left, Amount right) {
        BigDecimal one = known(left);
        BigDecimal other = known(right);
        if (one != null && other != null) {
            return given(one.multiply(other));
        }
        if (one != null) {
            return product(right, left);
        }
        if (other == null) {
            return add(new Amount.Product(next(), left, right));
        }
        if (other.signum() == 0) {
            return right;
        }
        if (other.compareTo(Decimals.ONE) == 0) {
            return left;
        }
        return left instanceof Amount.Product product && product.right instanceof Amount.Given factor
                ? product(product.left, given(factor.value.multiply(other)))
                : add(new Amount.Product(next(), left, right));
    }

    public Amount product(Amount left, BigDecimal right) {
        return product(left, given(right));
    }

    /**
     * Rounded as rules and kernel round a quotient, at 34 digits or more.
     *
     * @throws ArithmeticException for a quotient of two known numbers the second of which is zero
     */
    public Amount quotient(Amount dividend, Amount divisor) {
        BigDecimal one = known(dividend);
        BigDecimal other = known(divisor);
        return one != null && other != null
                ? given(Decimals.quotientRoundedDown(one, other))
                : add(new Amount.Quotient(next(), dividend, divisor));
    }

    /** @throws ArithmeticException for a known negative number */
    public Amount root(Amount of) {
        BigDecimal square = known(of);
        return square != null ? given(Decimals.rootRoundedDown(square)) : add(new Amount.Root(next(), of));
    }

    public Amount largest(Amount one, Amount other) {
        BigDecimal left = known(one);
        BigDecimal right = known(other);
        if (left != null && right != null) {
            return given(Decimals.largest(left, right));
        }
        return one.at == other.at ? one : add(new Amount.Largest(next(), one, other));
    }

    public Amount smallest(Amount one, Amount other) {
        return negative(largest(negative(one), negative(other)));
    }

    public Amount absolute(Amount of) {
        return largest(of, negative(of));
    }

    public Amount roundedUp(Amount of, int places) {
        BigDecimal exact = known(of);
        return exact != null
                ? given(exact.setScale(places, RoundingMode.CEILING))
                : add(new Amount.Rounded(next(), of, 0, step(places)));
    }

    public Amount roundedDown(Amount of, int places) {
        BigDecimal exact = known(of);
        return exact != null
                ? given(exact.setScale(places, RoundingMode.FLOOR))
                : add(new Amount.Rounded(next(), of, step(places), 0));
    }

    private static double step(int places) {
        return Math.nextUp(BigDecimal.ONE.movePointLeft(places).doubleValue());
    }

    /** The part of a span that has passed, from a moment that counts since its beginning; the span positive. */
    public Amount elapsed(Moment since, long wholeNanos) {
        return add(new Amount.Elapsed(next(), since, wholeNanos));
    }

    /**
     * The largest of the amounts that count.
     *
     * @param otherwise where none counts; null if the amount then does not matter, as {@link #isGiven} tells
     */
    public Amount largestOf(List<Piece> pieces, @Nullable Amount otherwise) {
        return chosen(pieces, false, otherwise);
    }

    /** The sum of the amounts that count; zero of none. */
    public Amount sumOf(List<Piece> pieces) {
        List<Piece> unsure = new ArrayList<>();
        List<Amount> sure = new ArrayList<>();
        for (Piece piece : pieces) {
            switch (known(piece.when())) {
                case TRUE -> sure.add(piece.amount());
                case UNKNOWN -> unsure.add(piece);
                case FALSE -> {}
            }
        }
        if (!unsure.isEmpty()) {
            sure.add(chosen(unsure, true, given(Decimals.ZERO)));
        }
        return sum(sure);
    }

    private Amount chosen(List<Piece> all, boolean summed, @Nullable Amount otherwise) {
        List<Piece> pieces =
                all.stream().filter(piece -> known(piece.when()) != Truth.FALSE).toList();
        boolean onlyOne = pieces.size() == 1 && known(pieces.getFirst().when()) == Truth.TRUE;
        if (onlyOne) {
            return pieces.getFirst().amount();
        }
        if (pieces.isEmpty() && otherwise != null) {
            return otherwise;
        }
        return add(new Amount.Chosen(next(), pieces, summed, otherwise));
    }

    /** Whether any of the amounts of {@link #largestOf} counts. */
    public Question isGiven(List<Piece> pieces, Amount largest) {
        if (pieces.stream().anyMatch(piece -> known(piece.when()) == Truth.TRUE)) {
            return yes;
        }
        boolean open = pieces.stream().anyMatch(piece -> known(piece.when()) == Truth.UNKNOWN);
        return open && largest instanceof Amount.Chosen of ? add(new Question.Given(next(), of)) : no;
    }

    public Question yes() {
        return yes;
    }

    public Question no() {
        return no;
    }

    public Question answer(boolean holds) {
        return holds ? yes : no;
    }

    /** A question to which no answer is known. */
    public Question unknown() {
        return add(new Question.Known(next(), Truth.UNKNOWN));
    }

    public Question not(Question of) {
        return switch (of) {
            case Question.Known known -> known.truth == Truth.UNKNOWN ? known : answer(known.truth == Truth.FALSE);
            case Question.Opposite opposite -> opposite.of;
            case Question.Compared compared
            when compared.cleared == null -> compare(compared.left, opposite(compared.relation), compared.right);
            default -> add(new Question.Opposite(next(), of));
        };
    }

    private static Relation opposite(Relation relation) {
        return switch (relation) {
            case EQUAL -> Relation.NOT_EQUAL;
            case NOT_EQUAL -> Relation.EQUAL;
            case LESS -> Relation.AT_LEAST;
            case AT_LEAST -> Relation.LESS;
            case MORE -> Relation.AT_MOST;
            case AT_MOST -> Relation.MORE;
            default -> throw new IllegalArgumentException("`" + relation.sign() + "` is not about order");
        };
    }

    public Question all(List<Question> of) {
        return joined(of, true);
    }

    public Question any(List<Question> of) {
        return joined(of, false);
    }

    private Question joined(List<Question> of, boolean all) {
        List<Question> open = new ArrayList<>();
        for (Question part : of) {
            if (part instanceof Question.Joined joined && joined.all == all) {
                open.addAll(joined.of);
            } else if (known(part) == Truth.of(!all)) {
                return part;
            } else if (known(part) != Truth.of(all)) {
                open.add(part);
            }
        }
        return switch (open.size()) {
            case 0 -> answer(all);
            case 1 -> open.getFirst();
            default -> add(new Question.Joined(next(), List.copyOf(open), all));
        };
    }

    /** @param relation one of equality or order */
    public Question compare(Amount left, Relation relation, Amount right) {
        BigDecimal one = known(left);
        BigDecimal other = known(right);
        if (one != null && other != null) {
            return answer(relation.holds(one.compareTo(other)));
        }
        if (left.at == right.at) {
            return answer(relation.holds(0));
        }
        Amount cleared = left instanceof Amount.Quotient quotient
                ? difference(quotient.dividend, product(quotient.divisor, right))
                : null;
        return add(new Question.Compared(next(), left, relation, right, cleared));
    }

    /** @param right nanoseconds; where they are too many to count the answer is not known */
    public Question compare(Moment left, Relation relation, OptionalLong right) {
        return right.isPresent() ? add(new Question.Timed(next(), left, relation, right.getAsLong())) : unknown();
    }
}
