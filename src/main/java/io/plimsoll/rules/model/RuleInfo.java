package io.plimsoll.rules.model;

import io.plimsoll.decision.Stage;

/**
 * A rule as its author wrote it.
 *
 * @param id first word of the name, such as {@code MRG-010}
 * @param says the name after its id
 * @param owner who answers for the rule
 * @param source where the rule comes from: a manual, a law, a decision
 * @param file path of its file
 * @param line line of its name in the file
 * @param text the rule from {@code rule} to {@code end}
 */
public record RuleInfo(
        String id, String says, Stage stage, String owner, String source, String file, int line, String text) {}
