/**
 * The decision log in PostgreSQL: every decision with its snapshot, where each account stands, and the margin calls that are open.
 * {@link io.plimsoll.audit.PostgresDecisionLog} is what the core sees; many decisions share one commit, and none is answered before
 * its commit is durable.
 */
@NullMarked
package io.plimsoll.audit;

import org.jspecify.annotations.NullMarked;
