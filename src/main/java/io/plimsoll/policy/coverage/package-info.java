/**
 * What scenarios reach: which rules they fire, which constraints they see hold and fail, which limits they hit below, at and above.
 * {@link io.plimsoll.policy.coverage.PackCoverage} is measured by running the scenarios without the engine, watched step by step.
 */
@NullMarked
package io.plimsoll.policy.coverage;

import org.jspecify.annotations.NullMarked;
