package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of an export, in whatever form it was written. */
interface ExportSource {

    /** The next line; null at the end. What cannot be read is a finding. */
    @Nullable
    JsonNode next(Findings findings) throws IOException;
}
