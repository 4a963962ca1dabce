/**
 * Which rules are in force: packs are watched, checked, proved by their scenarios, numbered and swapped in while decisions go on.
 * {@link io.plimsoll.policy.PolicyWatch} notices a change, {@link io.plimsoll.policy.Activator} takes it through its steps, and
 * {@link io.plimsoll.policy.ActivePolicies} is what decisions see.
 */
@NullMarked
package io.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
