package io.plimsoll.rules.interval;

import io.plimsoll.rules.interval.Domain.Kind;
import io.plimsoll.rules.model.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the amounts and questions of a {@link Sheet} come to in a {@link Domain}. Amounts are {@link Lines}, so that what two of them have in common
 * cancels in their difference. For one thread, again and again.
 */
public final class Reckoning extends Lines {

    /** Part of the larger side that a difference must exceed to count where the exact quotient was rounded. */
    private static final double QUOTIENT_ROUNDING = 1e-30;

    private final Node[] varying;

    /** Of those, what depends on each kind of variables. */
    private final Map<Kind, Node[]> varyingWith = new EnumMap<>(Kind.class);

    final Truth[] truth;
    private final List<NavigableSet<Long>> turns;
    private Domain domain;
    private @Nullable Start start;

    /** @param wanted what will be asked for; nothing else is reckoned */
    public Reckoning(Sheet sheet, List<? extends Node> wanted) {
        super(sheet.lines(), sheet.nodes().size());
        this.truth = new Truth[sheet.nodes().size()];
        Arrays.fill(truth, Truth.UNKNOWN);
        this.turns = IntStream.range(0, sheet.times())
                .<NavigableSet<Long>>mapToObj(time -> new TreeSet<>())
                .toList();
        this.domain = Domain.everywhere(sheet.lines(), sheet.frees(), sheet.times());
        int[] kinds = new int[sheet.nodes().size()];
        List<Node> moving = new ArrayList<>();
        for (Node node : needed(sheet.nodes(), wanted)) {
            kinds[node.at] = node.kinds(kinds);
            if (kinds[node.at] == 0) {
                node.reckon(this); // the same everywhere
            } else {
                moving.add(node);
            }
        }
        this.varying = moving.toArray(Node[]::new);
        for (Kind kind : Kind.values()) {
            List<Node> with = new ArrayList<>();
            for (Node node : varying) {
                if ((kinds[node.at] & kind.bit()) != 0) {
                    with.add(node);
                }
            }
            varyingWith.put(kind, with.toArray(Node[]::new));
        }
    }

    private static List<Node> needed(List<Node> nodes, List<? extends Node> wanted) {
        boolean[] needed = new boolean[nodes.size()];
        for (Node node : wanted) {
            needed[node.at] = true;
        }
        int count = 0;
        for (int at = needed.length - 1; at >= 0; at--) {
            if (needed[at]) {
                count++;
                for (Node part : nodes.get(at).parts()) {
                    needed[part.at] = true;
                }
            }
        }
        List<Node> found = new ArrayList<>(count);
        for (int at = 0; at < needed.length; at++) {
            if (needed[at]) {
                found.add(nodes.get(at));
            }
        }
        return found;
    }

    /** Reckons anew everything that varies. */
    public void in(Domain where) {
        reckon(where, varying);
    }

    /** Reckons anew what depends on one kind of variables, where no others have moved since the last time. */
    public void in(Domain where, Kind moved) {
        reckon(where, Objects.requireNonNull(varyingWith.get(moved)));
    }

    private void reckon(Domain where, Node[] nodes) {
        domain = where;
        turns.forEach(NavigableSet::clear);
        for (Node node : nodes) {
            node.reckon(this);
        }
    }

    public Truth of(Question question) {
        return truth[question.at];
    }

    /** Not more than the amount anywhere in the domain. */
    public double low(Amount amount) {
        return low[amount.at];
    }

    /** Not less than the amount anywhere in the domain. */
    public double high(Amount amount) {
        return high[amount.at];
    }

    /** Values of a time variable up to which a question that is not known would have the answer that it has at the lowest value. */
    public NavigableSet<Long> turns(int time) {
        return turns.get(time);
    }

    /** Keeps what everything comes to here, for {@link #partKnown} to measure from. */
    public void startHere() {
        double[] middles = new double[truth.length];
        for (Node node : varying) {
            middles[node.at] = low[node.at] / 2 + high[node.at] / 2;
        }
        start = new Start(truth.clone(), middles);
    }

    /**
     * Of the way from where {@link #startHere} was called to the domain reckoned last, the part on which a question that is not known any more
     * still is: a guess, 0 to 1.
     */
    public double partKnown(Question question) {
        return start == null ? 0 : start.partKnown(question, this);
    }

    void line(int at, int variable) {
        follow(at, variable, domain.lineLow()[variable], domain.lineHigh()[variable]);
    }

    void free(int at, int variable) {
        if (variable < 0) {
            ranged(at, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        } else {
            ranged(at, domain.freeLow()[variable], domain.freeHigh()[variable]);
        }
    }

    void elapsed(int at, Moment since, long whole) {
        long one = since.at(domain.timeLow()[since.variable()]);
        long other = since.at(domain.timeHigh()[since.variable()]);
        double from = Math.min(one, other) / (double) whole;
        double to = Math.max(one, other) / (double) whole;
        ranged(at, from - Math.abs(from) * rounding(), to + Math.abs(to) * rounding());
    }

    void compare(Question.Compared asked) {
        int difference = scratch(6);
        subtract(difference, asked.left.at, asked.right.at);
        Truth answer = order(asked.relation, low[difference], high[difference]);
        Amount cleared = asked.cleared;
        if (answer == Truth.UNKNOWN && cleared != null && asked.left instanceof Amount.Quotient quotient) {
            int divisor = quotient.divisor.at;
            double room = QUOTIENT_ROUNDING * (size(cleared.at) + size(quotient.dividend.at));
            if (low[divisor] > 0 && Double.isFinite(room)) {
                answer = order(asked.relation, low[cleared.at] - room, high[cleared.at] + room);
            }
        }
        truth[asked.at] = answer;
        int measured = cleared == null ? difference : cleared.at;
        low[asked.at] = low[measured];
        high[asked.at] = high[measured];
        if (answer == Truth.UNKNOWN && asked.left instanceof Amount.Elapsed elapsed) {
            noteTurn(elapsed, asked.right);
        }
    }

    private void noteTurn(Amount.Elapsed elapsed, Amount level) {
        double nanos = low[level.at] * elapsed.whole;
        if (Math.abs(nanos) < Long.MAX_VALUE / 4.0) {
            long near = (long) Math.floor(nanos - Math.abs(nanos) * rounding()) - 1;
            noteTurn(elapsed.since.variable(), elapsed.since.variableAt(near));
        }
    }

    /** What an order of two amounts is known to be by the range of their difference. */
    private static Truth order(Relation relation, double from, double to) {
        return switch (relation) {
            case LESS -> to < 0 ? Truth.TRUE : from >= 0 ? Truth.FALSE : Truth.UNKNOWN;
            case AT_MOST -> to <= 0 ? Truth.TRUE : from > 0 ? Truth.FALSE : Truth.UNKNOWN;
            case MORE -> from > 0 ? Truth.TRUE : to <= 0 ? Truth.FALSE : Truth.UNKNOWN;
            case AT_LEAST -> from >= 0 ? Truth.TRUE : to < 0 ? Truth.FALSE : Truth.UNKNOWN;
            case EQUAL -> from > 0 || to < 0 ? Truth.FALSE : Truth.UNKNOWN;
            case NOT_EQUAL -> from > 0 || to < 0 ? Truth.TRUE : Truth.UNKNOWN;
            default -> Truth.UNKNOWN;
        };
    }

    void compareTimes(Question.Timed asked) {
        int variable = asked.left.variable();
        long first = domain.timeLow()[variable];
        long last = domain.timeHigh()[variable];
        long one = asked.left.at(first);
        long other = asked.left.at(last);
        long from = Math.min(one, other);
        long to = Math.max(one, other);
        Truth answer = answer(asked.relation, from, to, asked.right);
        truth[asked.at] = answer;
        if (answer == Truth.UNKNOWN) {
            long meeting = asked.left.variableAt(asked.right);
            boolean same = holds(asked.relation, one, asked.right)
                    == holds(asked.relation, asked.left.at(meeting), asked.right);
            noteTurn(variable, same ? meeting : meeting - 1);
        }
    }

    private void noteTurn(int variable, long turn) {
        if (turn >= domain.timeLow()[variable] && turn < domain.timeHigh()[variable]) {
            turns.get(variable).add(turn);
        }
    }

    private static Truth answer(Relation relation, long from, long to, long right) {
        return switch (relation) {
            case EQUAL -> right < from || right > to ? Truth.FALSE : from == to ? Truth.TRUE : Truth.UNKNOWN;
            case NOT_EQUAL -> right < from || right > to ? Truth.TRUE : from == to ? Truth.FALSE : Truth.UNKNOWN;
            default -> {
                boolean atLowest = holds(relation, from, right);
                yield atLowest == holds(relation, to, right) ? Truth.of(atLowest) : Truth.UNKNOWN;
            }
        };
    }

    private static boolean holds(Relation relation, long left, long right) {
        return relation.holds(Long.compare(left, right));
    }
}
