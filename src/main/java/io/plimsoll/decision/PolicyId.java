package io.plimsoll.decision;

/**
 * Names the policy version that made a decision.
 *
 * @param version counts the versions of a pack upwards from 1
 * @param hash {@code sha256:} and the hash of everything the version consists of
 */
public record PolicyId(String pack, int version, String hash) {}
