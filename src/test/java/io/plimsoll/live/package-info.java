@NullMarked
package io.plimsoll.live;

import org.jspecify.annotations.NullMarked;
