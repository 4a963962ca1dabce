/**
 * Rules as DRL: checked, compiled and evaluated. The only package that sees the rule engine.
 *
 * <p>{@link io.plimsoll.rules.check.RuleChecker} reads files, {@link io.plimsoll.rules.RuleCompiler} makes them run, and
 * {@link io.plimsoll.rules.CompiledRules#with} joins them with the rows of tables to the {@link io.plimsoll.decision.RuleBook} of a policy.
 */
@NullMarked
package io.plimsoll.rules;

import org.jspecify.annotations.NullMarked;
