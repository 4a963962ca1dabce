/**
 * REST: snapshots in, decisions out, and the log to read. Everything refused is an RFC 9457 problem document that says what to do; no
 * stack trace and no account's data leaves by way of an error.
 */
@NullMarked
package io.plimsoll.api;

import org.jspecify.annotations.NullMarked;
