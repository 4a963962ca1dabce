/**
 * What is wrong with the meaning of a pack that is otherwise sound: gaps, overlaps, rules that never count, outcomes that grow milder as an
 * account grows worse. {@link io.plimsoll.policy.analysis.Analysis} moves accounts along one quantity at a time through every value at which
 * a comparison of a rule turns, and holds what is decided on both sides against what must be so.
 */
@NullMarked
package io.plimsoll.policy.analysis;

import org.jspecify.annotations.NullMarked;
