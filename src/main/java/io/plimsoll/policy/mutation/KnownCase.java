package io.plimsoll.policy.mutation;

import io.plimsoll.policy.coverage.Seen;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import java.util.Set;

/**
 * A case, and what running it on the unchanged rules was seen to do.
 *
 * @param rows that a rule found, told apart by identity
 */
record KnownCase(Suite suite, Scenario scenario, Seen seen, Set<TableRow> rows) {}
