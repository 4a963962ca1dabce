/**
 * Whether scenarios would notice a wrong rule: each rule is changed a little, in memory, and the scenarios that could tell are run on it.
 * A change that no case notices is an untested boundary, and is named. {@link io.plimsoll.policy.mutation.Mutators} makes the changes,
 * {@link io.plimsoll.policy.mutation.MutationRun} runs them.
 */
@NullMarked
package io.plimsoll.policy.mutation;

import org.jspecify.annotations.NullMarked;
