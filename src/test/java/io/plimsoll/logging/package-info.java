@NullMarked
package io.plimsoll.logging;

import org.jspecify.annotations.NullMarked;
