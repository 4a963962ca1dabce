/** What came in: an account's snapshot as records that cannot be wrong. */
@NullMarked
package io.plimsoll.account;

import org.jspecify.annotations.NullMarked;
