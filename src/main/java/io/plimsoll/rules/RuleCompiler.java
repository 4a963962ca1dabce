package io.plimsoll.rules;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.compile.RuleUnits;

/**
 * Compiles checked rules: those whose text is new. Compiling takes a good deal of time and memory, so there is one compilation at a time;
 * the caller keeps it off the path of requests.
 */
public final class RuleCompiler {

    private static final RuleUnits UNITS = new RuleUnits();

    private RuleCompiler() {}

    /**
     * @throws RulesDoNotCompile if the check found errors, or if the engine finds one that the check did not
     */
    public static CompiledRules compile(CheckedRules checked) throws RulesDoNotCompile {
        if (checked.hasErrors()) {
            throw new RulesDoNotCompile(
                    checked.findings().stream().filter(Finding::isError).toList());
        }
        return new CompiledRules(checked, UNITS.compile(checked));
    }
}
