package io.plimsoll.audit;

/**
 * A decision as the log has it.
 *
 * @param position order of commit, over all instances; grows with holes
 * @param document the answer, character for character
 */
public record LoggedDecision(long position, String document) {}
