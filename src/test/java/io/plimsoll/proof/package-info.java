@NullMarked
package io.plimsoll.proof;

import org.jspecify.annotations.NullMarked;
