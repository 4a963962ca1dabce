@NullMarked
package io.plimsoll.stream;

import org.jspecify.annotations.NullMarked;
