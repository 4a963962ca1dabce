/**
 * Scenarios: what a risk officer expects of a pack, written as a base snapshot and differences, run against a candidate before it serves.
 * {@link io.plimsoll.policy.scenario.Suite} is one file, {@link io.plimsoll.policy.scenario.ScenarioRun} what came of it.
 */
@NullMarked
package io.plimsoll.policy.scenario;

import org.jspecify.annotations.NullMarked;
