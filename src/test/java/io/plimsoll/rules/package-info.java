/** Rules: what the engine really does, what the check refuses, what an evaluation yields. */
@NullMarked
package io.plimsoll.rules;

import org.jspecify.annotations.NullMarked;
