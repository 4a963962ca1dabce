package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;

/** Takes the decision log to somewhere else behind the decisions: nothing is removed from it before it was taken. */
public interface LogFollower {

    /** The position up to which everything was taken; {@link Long#MAX_VALUE} if nothing is to be. */
    long takenUpTo() throws LogUnavailable;

    /** The number of the batch up to which every signed head was taken; {@link Long#MAX_VALUE} if none is to be. */
    long headsTakenUpTo() throws LogUnavailable;
}
