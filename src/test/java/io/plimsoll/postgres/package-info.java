/** The real engine under every test that stores something. */
package io.plimsoll.postgres;
