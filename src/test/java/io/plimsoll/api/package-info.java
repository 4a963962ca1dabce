@NullMarked
package io.plimsoll.api;

import org.jspecify.annotations.NullMarked;
