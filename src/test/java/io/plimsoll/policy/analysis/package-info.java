@NullMarked
package io.plimsoll.policy.analysis;

import org.jspecify.annotations.NullMarked;
