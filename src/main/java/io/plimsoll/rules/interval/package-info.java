/**
 * What rules say while prices and times may still move: amounts as straight lines with a bound on what they miss, conditions as true, false or
 * not known. Every bound is rounded outwards, so that what is known here holds of the exact numbers too.
 */
@NullMarked
package io.plimsoll.rules.interval;

import org.jspecify.annotations.NullMarked;
