package io.plimsoll.audit;

import io.plimsoll.wire.Problem;

/** A fill's id was reported before with other content. */
public final class FillConflict extends Exception {
    private static final long serialVersionUID = 1;

    FillConflict(String fillId) {
        super("fill `" + fillId + "` was reported before with other content");
    }

    /** For whoever reported it. */
    public Problem problem() {
        return Problem.of(
                409,
                "fill-conflict",
                "This fill was reported already with other content",
                String.valueOf(getMessage()));
    }
}
