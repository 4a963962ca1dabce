package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.LeastEnough.Found;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks for what makes the outcome of one margin account milder; keeps why something is not shown, and what there was no time for. */
final class Search {

    private final Trials trials;
    private final MarginAccountId account;
    private final Outcome outcome;
    private final List<String> notShown = new ArrayList<>();
    private final List<String> notLookedAt = new ArrayList<>();

    /** @param outcome what is decided of the margin account as it is */
    Search(Trials trials, MarginAccountId account, Outcome outcome) {
        this.trials = trials;
        this.account = account;
        this.outcome = outcome;
    }

    /**
     * The least number of units that makes the outcome milder.
     *
     * @param what names what is looked for, should there be no time for it
     * @param altered the account with so many units
     * @param guess where to look first
     * @param max most units there are
     */
    Optional<Found> least(
            String what, Function<BigInteger, AccountSnapshot> altered, BigInteger guess, BigInteger max) {
        var search = new LeastEnough(units -> milder(altered.apply(units)), trials::isTimeUp);
        Optional<Found> found = search.from(guess, max);
        if (search.isCutShort()) {
            notLookedAt(what);
        }
        return found;
    }

    /** The changed outcome; empty where it is no milder, or rests on data that is held. */
    private Optional<Outcome> milder(AccountSnapshot altered) {
        Decision decision = trials.decision(altered);
        Outcome changed = Trials.outcome(decision, account);
        return decision.outcome() != Outcome.HOLD && outcome.isStricterThan(changed)
                ? Optional.of(changed)
                : Optional.empty();
    }

    boolean isTimeUp() {
        return trials.isTimeUp();
    }

    void notLookedAt(String what) {
        if (!notLookedAt.contains(what)) {
            notLookedAt.add(what);
        }
    }

    void notShown(String why) {
        notShown.add(why);
    }

    /** Says why there is no answer, unless there was no time to look for one. */
    void notShown(String what, String why) {
        if (!notLookedAt.contains(what)) {
            notShown.add(why);
        }
    }

    List<String> notShown() {
        return notShown;
    }

    List<String> notLookedAt() {
        return notLookedAt;
    }
}
