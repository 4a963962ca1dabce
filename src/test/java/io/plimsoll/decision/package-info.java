/** The pipeline under rules in plain Java: how proposals combine, what becomes of calls, and what the service does with the log. */
@NullMarked
package io.plimsoll.decision;

import org.jspecify.annotations.NullMarked;
