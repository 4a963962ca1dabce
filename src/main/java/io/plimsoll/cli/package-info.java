/**
 * The command line: what a risk officer runs in a terminal and a pipeline runs in a build. Commands use the same core as
 * the service but never start it.
 */
@NullMarked
package io.plimsoll.cli;

import org.jspecify.annotations.NullMarked;
