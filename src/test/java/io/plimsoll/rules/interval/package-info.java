@NullMarked
package io.plimsoll.rules.interval;

import org.jspecify.annotations.NullMarked;
