package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;

/**
 * An edit that mends a finding without further thought.
 *
 * @param title what it does, in a few words: {@code write `equity`}
 * @param range what is replaced, in the finding's file; empty where text is inserted
 * @param replacement what stands there instead; empty where text is deleted
 */
public record Fix(String title, Range range, String replacement) {}
