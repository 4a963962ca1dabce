@NullMarked
package io.plimsoll.market;

import org.jspecify.annotations.NullMarked;
