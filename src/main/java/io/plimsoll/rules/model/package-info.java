/** What checked rules say, as data: read by everything that runs, counts, changes or analyses rules without asking the engine. */
@NullMarked
package io.plimsoll.rules.model;

import org.jspecify.annotations.NullMarked;
