package io.plimsoll.tape;

import java.sql.SQLException;

/** Something that is read off the decision log and kept in tables of its own, with how far it has come. */
interface Projection {

    /** Up to where the log is in it. */
    long position() throws SQLException;

    /**
     * Takes in some of what follows, all or nothing.
     *
     * @param head a position up to which every decision is durable
     */
    Written write(long head);

    /**
     * What became of an attempt.
     *
     * @param position how far the projection has come
     * @param rows how many rows came into it
     * @param isElsewhere true if another instance writes it now, and nothing was done
     */
    record Written(long position, int rows, boolean isElsewhere) {}
}
