@NullMarked
package io.plimsoll.seal;

import org.jspecify.annotations.NullMarked;
