package io.plimsoll.rules;

import io.plimsoll.rules.check.Finding;
import java.util.List;

/** Rules that cannot be compiled; the findings say which and why. */
public final class RulesDoNotCompile extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public RulesDoNotCompile(List<Finding> findings) {
        super(findings.isEmpty() ? "rules do not compile" : findings.getFirst().toString());
        this.findings = List.copyOf(findings);
    }

    /** What is wrong, at least one finding. */
    public List<Finding> findings() {
        return findings;
    }
}
