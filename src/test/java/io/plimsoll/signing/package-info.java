@NullMarked
package io.plimsoll.signing;

import org.jspecify.annotations.NullMarked;
