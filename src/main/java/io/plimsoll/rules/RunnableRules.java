package io.plimsoll.rules;

import io.plimsoll.decision.RuleBook;
import java.util.List;
import java.util.Map;

/** Rules that need nothing but the rows of their tables to propose. */
@FunctionalInterface
public interface RunnableRules {

    /**
     * The rules joined with the rows of their tables. May be called any number of times.
     *
     * @param tableRows rows by table name; each row has a value of the column's kind for every column. A table without rows may be left out
     * @throws IllegalArgumentException if there is no such table, or a row lacks a value or has one of another kind
     */
    RuleBook with(Map<String, List<Map<String, Object>>> tableRows, EvaluationLimits limits);
}
