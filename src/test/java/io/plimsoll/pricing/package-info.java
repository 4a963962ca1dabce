@NullMarked
package io.plimsoll.pricing;

import org.jspecify.annotations.NullMarked;
