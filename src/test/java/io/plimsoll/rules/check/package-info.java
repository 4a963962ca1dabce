/** What the check of rule files refuses, and where. */
@NullMarked
package io.plimsoll.rules.check;

import org.jspecify.annotations.NullMarked;
