/** Business calendars: cut-off times by local clock, holidays, maintenance windows. Instants come in and go out; nothing here reads a clock. */
@NullMarked
package io.plimsoll.calendar;

import org.jspecify.annotations.NullMarked;
