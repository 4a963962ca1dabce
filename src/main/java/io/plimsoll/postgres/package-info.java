/**
 * A private PostgreSQL for whoever has none: the first command must work on a machine with nothing but a JDK, and the
 * engine must be the one of production, because the decision log relies on it. It listens on the loopback address only
 * and trusts everybody there; a server given by URL is for machines that are shared.
 */
@NullMarked
package io.plimsoll.postgres;

import org.jspecify.annotations.NullMarked;
