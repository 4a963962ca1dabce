/**
 * What a pack's folder says: the manifest, the tables with their law, and where in which file anything is wrong. Reading is a pure
 * function of the files' content, so service, command line and tests find the same faults.
 */
@NullMarked
package io.plimsoll.policy.pack;

import org.jspecify.annotations.NullMarked;
