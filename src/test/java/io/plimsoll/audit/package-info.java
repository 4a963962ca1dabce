@NullMarked
package io.plimsoll.audit;

import org.jspecify.annotations.NullMarked;
