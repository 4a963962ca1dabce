/**
 * From a snapshot to a decision: the five stages in their order, the operator that combines each stage's proposals, and the decision with
 * everything that explains it. {@link io.plimsoll.decision.DecisionService} is the pipeline on one screen.
 */
@NullMarked
package io.plimsoll.decision;

import org.jspecify.annotations.NullMarked;
