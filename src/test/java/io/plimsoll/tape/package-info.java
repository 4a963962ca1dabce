@NullMarked
package io.plimsoll.tape;

import org.jspecify.annotations.NullMarked;
