/**
 * Checked rules as straight-line bytecode: loops over the facts that the rules name, shared by the rules that ask the same, with the rows of
 * tables in indexes. It proposes what the engine proposes; {@code docs/speed.md} says how it is built and how that is held.
 */
@NullMarked
package io.plimsoll.rules.straight;

import org.jspecify.annotations.NullMarked;
