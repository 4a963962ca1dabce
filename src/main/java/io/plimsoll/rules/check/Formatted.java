package io.plimsoll.rules.check;

import java.util.List;

/**
 * A rule file in the one style.
 *
 * @param text the file, or what was given where it cannot be read
 * @param findings why it cannot be read; empty if it was formatted
 */
public record Formatted(String text, List<Finding> findings) {
    public Formatted {
        findings = List.copyOf(findings);
    }

    /** False if the file was left as it is. */
    public boolean isReadable() {
        return findings.isEmpty();
    }
}
