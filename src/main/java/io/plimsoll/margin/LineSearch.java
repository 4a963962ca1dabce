package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes to where the lines of equity and requirement meet and meets them again under the terms there, until the value stays the same. Where
 * the requirement jumps over the equity the lines never meet, and the jump is halved down to.
 *
 * <p>It finds the nearest breach of a single position under rates that do not fall as the notional grows, whether or not the requirement
 * jumps from bracket to bracket.
 */
final class LineSearch implements BreachSearch {

    /** A round crosses at least one bracket, and venues publish at most a dozen or two of them. */
    private static final int ROUNDS_MAX = 64;

    /** Halvings that narrow a jump to the last of 34 digits' worth of any price. */
    private static final int HALVINGS_MAX = 110;

    private final GroupBalance balance;
    private final BigDecimal today;
    private final boolean breachedToday;

    /** Where the lines met last, or the middle between {@link #before} and {@link #beyond}; null where they do not meet. */
    private @Nullable BigDecimal value;

    /** The value nearest to today's that is known to be on the other side of the breach; null if none is. */
    private @Nullable BigDecimal beyond;

    private boolean beyondIsUnanswered;

    /** The terms under which the lines meet at {@link #value}; null where it is no meeting. */
    private @Nullable Requirement requiredAtMeeting;

    /** The value farthest from today's that is known to be on this side of a jump, and what is required there. */
    private BigDecimal before;

    private Requirement requiredBefore;
    private int rounds;
    private boolean hasGivenUp;
    private boolean isHalving;
    private int halvings;

    LineSearch(GroupBalance balance, Requirement required) {
        this.balance = balance;
        this.today = balance.group().today();
        this.before = today;
        this.requiredBefore = required;
        this.breachedToday = balance.isBreachedAt(today, required);
        this.value = balance.meeting(required).orElse(null);
        this.requiredAtMeeting = value == null ? null : required;
    }

    @Override
    public PriceGroup group() {
        return balance.group();
    }

    /** Where a falling value loses, lines that do not meet in today's bracket may still meet in the lowest one, where no deduction is left. */
    @Override
    public boolean startsSomewhere() {
        if (value == null && group().gainPerValue().signum() > 0) {
            value = today.multiply(NEXT_TO_NOTHING);
        }
        return value != null;
    }

    @Override
    public BigDecimal asked() {
        return Optional.ofNullable(value).orElseThrow();
    }

    @Override
    public boolean goesOnAfter(Optional<Requirement> answer) {
        if (isHalving) {
            narrow(answer);
        } else if (answer.isPresent()) {
            if (meetsAgain(answer.get())) {
                return true;
            }
        } else {
            noteBeyond(answer);
            isHalving = !breachedToday;
            value = null;
        }
        if (!isHalving) {
            return false;
        }
        if (halvings < HALVINGS_MAX && movesToTheMiddle()) {
            return true;
        }
        takeJump();
        return false;
    }

    @Override
    public Optional<Breach> found() {
        return Optional.ofNullable(value).map(at -> new Breach(at, beyondIsUnanswered));
    }

    /** Meets the lines under the terms where the rules were asked; false if they meet there, or will not. */
    private boolean meetsAgain(Requirement required) {
        if (required.equals(requiredAtMeeting)) {
            return false; // the same lines meet at the same value
        }
        BigDecimal asked = asked();
        if (balance.isBreachedAt(asked, required) != breachedToday) {
            noteBeyond(Optional.of(required));
        }
        BigDecimal next = balance.meeting(required).orElse(null);
        value = next;
        requiredAtMeeting = next == null ? null : required;
        if (next != null && BreachSearch.isSame(next, asked)) {
            return false;
        }
        rounds++;
        isHalving = beyond != null && (next == null || rounds == ROUNDS_MAX || !liesBetween(next, today, beyond));
        if (next != null && rounds == ROUNDS_MAX) {
            hasGivenUp = !isHalving;
            value = null;
        }
        return value != null && !isHalving;
    }

    /**
     * The search that goes on where lines came nearer and nearer to a meeting without getting there, as they may under terms that are calculated
     * anew at each price; empty if it is not needed, or the account is breached already.
     */
    @Override
    public Optional<BreachSearch> instead() {
        if (!hasGivenUp || breachedToday) {
            return Optional.empty();
        }
        return Optional.of(
                group().gainPerValue().signum() > 0
                        ? OutwardWalk.falling(balance, requiredBefore)
                        : OutwardWalk.rising(balance, requiredBefore, OutwardWalk.FAR_AWAY));
    }

    private void narrow(Optional<Requirement> answer) {
        if (answer.isEmpty() || balance.isBreachedAt(asked(), answer.get()) != breachedToday) {
            noteBeyond(answer);
        } else {
            before = asked();
            requiredBefore = answer.get();
        }
    }

    private boolean movesToTheMiddle() {
        BigDecimal middle = before.add(far(), QUOTIENT).divide(TWO, QUOTIENT);
        value = middle;
        halvings++;
        return liesBetween(middle, before, far());
    }

    /** The jump itself, unless the lines meet just before it. */
    private void takeJump() {
        BigDecimal meeting = balance.meeting(requiredBefore).orElse(null);
        boolean meetsBefore = meeting != null
                && meeting.compareTo(Decimals.smallest(before, far())) >= 0
                && meeting.compareTo(Decimals.largest(before, far())) <= 0;
        value = meetsBefore ? meeting : Decimals.normalised(far().round(SAME));
        beyondIsUnanswered &= !meetsBefore;
    }

    private void noteBeyond(Optional<Requirement> answer) {
        beyond = asked();
        beyondIsUnanswered = answer.isEmpty() && !breachedToday;
    }

    private BigDecimal far() {
        return Optional.ofNullable(beyond).orElseThrow();
    }

    /** True strictly between the two, whichever of them is the larger. */
    private static boolean liesBetween(BigDecimal value, BigDecimal one, BigDecimal other) {
        return value.compareTo(Decimals.smallest(one, other)) > 0 && value.compareTo(Decimals.largest(one, other)) < 0;
    }
}
