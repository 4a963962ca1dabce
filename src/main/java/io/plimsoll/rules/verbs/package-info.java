/** The verbs by which rules propose: one class for each stage, an object of which is the stage's global. */
@NullMarked
package io.plimsoll.rules.verbs;

import org.jspecify.annotations.NullMarked;
