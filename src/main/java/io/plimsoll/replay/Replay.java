package io.plimsoll.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What came of making a decision of the log again. */
public sealed interface Replay {

    /** It is the same, byte for byte. */
    record Same() implements Replay {}

    /**
     * It is another.
     *
     * @param differences a line for each value that differs, at least one
     * @param now the decision as it was made now
     */
    record Differs(List<String> differences, JsonNode now) implements Replay {
        public Differs {
            differences = List.copyOf(differences);
        }
    }

    /** It could not be made again; the reason says why. */
    record NotReplayed(String reason) implements Replay {}
}
