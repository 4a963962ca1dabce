@NullMarked
package io.plimsoll.explain;

import org.jspecify.annotations.NullMarked;
