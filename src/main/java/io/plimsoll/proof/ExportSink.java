package io.plimsoll.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Where the lines of an export go, in their order. */
public interface ExportSink {

    /** @param jws what was signed, a line of its own */
    void signed(String type, String jws) throws IOException;

    /** @param row with its proof */
    void row(ObjectNode row) throws IOException;

    /** After the last line; whoever opened the file closes it. */
    void end() throws IOException;
}
