package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Where the rows of an export go, in the order of their positions. */
interface ExportOutput {

    /** Begins a batch. */
    void batch(long number, String signedHead) throws IOException;

    /**
     * A row of the batch with its proof.
     *
     * @param isSealed false for one that stands among those of the batch and was never sealed
     */
    void row(ObjectNode row, boolean isSealed) throws IOException;

    /** After the last row. */
    void end() throws IOException;
}
