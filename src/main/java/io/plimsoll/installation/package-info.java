/**
 * What stands on this machine: the folders Plimsoll reads and writes, and which build is running. Service and command
 * line ask here, so that both look into the same folders whatever directory they are started from.
 */
@NullMarked
package io.plimsoll.installation;

import org.jspecify.annotations.NullMarked;
