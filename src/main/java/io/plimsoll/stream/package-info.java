/**
 * Kafka: snapshots in, and everything the decision log holds out again. The only package that sees Kafka's client; absent unless
 * {@code plimsoll.kafka.bootstrap-servers} is set.
 */
@NullMarked
package io.plimsoll.stream;

import org.jspecify.annotations.NullMarked;
