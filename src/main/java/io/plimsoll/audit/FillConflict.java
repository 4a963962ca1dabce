package io.plimsoll.audit;

/** A fill's id was reported before with other content. */
public final class FillConflict extends Exception {
    private static final long serialVersionUID = 1;

    FillConflict(String fillId) {
        super("fill `" + fillId + "` was reported before with other content");
    }
}
