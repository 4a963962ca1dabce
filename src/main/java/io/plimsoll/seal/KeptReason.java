package io.plimsoll.seal;

/** Why a partition that is old enough is not removed. */
enum KeptReason {
    /** A legal hold is on some of its decisions. */
    HELD,
    /** It has the last decision on an account with an open margin call, an open closure intent or a fill to be judged. */
    IN_USE,
    /** Some of its decisions are not sealed. */
    NOT_SEALED,
    /** Decisions that were sealed are not in it: somebody has removed them. */
    MISSING,
    /** Decisions in it are not what was sealed. */
    ALTERED,
    /** Its last head is not in the file or the topic of anchors that is configured. */
    NOT_ANCHORED,
    /** The tape, the ladder or the topics have not taken all of it. */
    NOT_TAKEN,
    /** It cannot be exported to the archive. */
    NOT_ARCHIVED
}
