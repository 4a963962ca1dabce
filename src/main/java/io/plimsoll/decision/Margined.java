package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A margin account with what the margin rules say of its requirements.
 *
 * @param ofPositions what they say of each position; others are left out
 * @param ofRest what they say of all else: orders, debts, scenarios
 */
record Margined(MarginAccount account, Map<PositionId, Told> ofPositions, Told ofRest) {

    Margined {
        Map<PositionId, Told> own = new HashMap<>();
        for (MarginedPosition position : account.positions()) {
            Told told = ofPositions.get(position.id());
            if (told != null) {
                own.put(position.id(), told);
            }
        }
        ofPositions = Map.copyOf(own);
    }

    Told of(PositionId position) {
        return Objects.requireNonNull(ofPositions.get(position), "no such position");
    }

    /** True if the account's initial margin is known. */
    boolean knowsInitial() {
        return told(Told::initial);
    }

    /** True if the account's maintenance margin is known. */
    boolean knowsMaintenance() {
        return told(Told::maintenance);
    }

    private boolean told(Predicate<Told> known) {
        for (Told told : ofPositions.values()) {
            if (!known.test(told)) {
                return false;
            }
        }
        return known.test(ofRest);
    }
}
