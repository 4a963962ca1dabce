/** Runs checked rules as they are read, without the engine and without compiling: slower, in plain sight, and told step by step to who asks. */
@NullMarked
package io.plimsoll.rules.plain;

import org.jspecify.annotations.NullMarked;
