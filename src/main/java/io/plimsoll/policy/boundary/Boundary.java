package io.plimsoll.policy.boundary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import java.util.List;

/**
 * Accounts on both sides of a limit and on it, or one that lacks what a rule asks for.
 *
 * @param draft the case they were made from
 * @param points below, at and above as the comparison reads from left to right; of a presence one
 */
record Boundary(Rule rule, Test test, Draft draft, List<Point> points) {
    Boundary {
        points = List.copyOf(points);
    }

    /**
     * One account.
     *
     * @param words where it lies, such as {@code just below}
     * @param document the draft's document with the change
     * @param change what the case gives instead of the base's, by JSON pointer of the snapshot; empty if only an open call changed
     */
    record Point(String words, ObjectNode document, ObjectNode change) {}
}
