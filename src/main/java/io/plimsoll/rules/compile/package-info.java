/**
 * Compiles rules one by one, as far as they changed.
 *
 * <p>The rules of a stage only propose and see nothing of each other, so a stage is the union of its rules. {@link
 * io.plimsoll.rules.compile.RuleUnits} keeps each compiled rule by its text and compiles only the texts that are new: the engine's generator
 * makes Java of them, its compiler makes classes, and those are defined in a class loader of their own.
 */
@NullMarked
package io.plimsoll.rules.compile;

import org.jspecify.annotations.NullMarked;
