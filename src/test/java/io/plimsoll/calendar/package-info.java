@NullMarked
package io.plimsoll.calendar;

import org.jspecify.annotations.NullMarked;
