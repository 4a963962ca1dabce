/** Exact decimals, amounts with their currency, and the only places where anything is rounded. */
@NullMarked
package io.plimsoll.money;

import org.jspecify.annotations.NullMarked;
