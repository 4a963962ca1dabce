/** Why a decision came out as it did and not otherwise: for each rule that did not fire what it lacked, and what the customer is told. */
@NullMarked
package io.plimsoll.explain;

import org.jspecify.annotations.NullMarked;
