package io.plimsoll.policy.analysis;

import io.plimsoll.rules.plain.PlainRow;
import java.util.List;

/** A rule that fired, with the facts and rows that its patterns matched. */
record Firing(String rule, List<Object> facts) {
    Firing {
        facts = List.copyOf(facts);
    }

    List<PlainRow> rows() {
        return facts.stream()
                .filter(PlainRow.class::isInstance)
                .map(PlainRow.class::cast)
                .toList();
    }

    /** The rule with the places of its rows, which names the same firing at other values of its facts. */
    String signature() {
        StringBuilder text = new StringBuilder(rule);
        rows().forEach(row -> text.append(' ').append(row.type()).append(row.index()));
        return text.toString();
    }
}
