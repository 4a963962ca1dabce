/**
 * The strict DRL profile: what a rule file may say, and everything that is wrong with one that says something else.
 * {@link io.plimsoll.rules.check.RuleChecker} is the entry.
 */
@NullMarked
package io.plimsoll.rules.check;

import org.jspecify.annotations.NullMarked;
