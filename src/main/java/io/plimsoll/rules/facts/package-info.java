/** The facts that rules match: immutable records, named in DRL as they are named here. */
@NullMarked
package io.plimsoll.rules.facts;

import org.jspecify.annotations.NullMarked;
