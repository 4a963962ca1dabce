package io.plimsoll.rules;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.compile.CompileThread;

/**
 * Compiles checked rules: those whose text is new. Compiling takes a good deal of time and memory, so there is one compilation at a time;
 * the caller keeps it off the path of requests.
 */
public final class RuleCompiler {

    private static final CompileThread COMPILER = new CompileThread();

    private RuleCompiler() {}

    /**
     * @throws RulesDoNotCompile if the check found errors, or if the engine finds one that the check did not
     */
    public static CompiledRules compile(CheckedRules checked) throws RulesDoNotCompile {
        return compile(checked, CompileLimits.DEFAULT);
    }

    /**
     * @throws RulesDoNotCompile as above, or if a limit is reached
     */
    public static CompiledRules compile(CheckedRules checked, CompileLimits limits) throws RulesDoNotCompile {
        if (checked.hasErrors()) {
            throw new RulesDoNotCompile(
                    checked.findings().stream().filter(Finding::isError).toList());
        }
        return new CompiledRules(checked, COMPILER.compile(checked, limits));
    }
}
