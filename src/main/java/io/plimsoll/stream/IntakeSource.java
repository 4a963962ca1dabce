package io.plimsoll.stream;

/**
 * What an intake reads.
 *
 * @param what what its records are, for logs and metrics
 * @param group the consumer group among whose members its partitions are shared
 */
record IntakeSource(String what, String topic, String group) {

    static IntakeSource snapshots(KafkaConfig config) {
        return new IntakeSource("snapshots", config.topics().accountSnapshots(), config.group());
    }

    static IntakeSource fills(KafkaConfig config) {
        return new IntakeSource("fills", config.topics().fills(), config.group() + "-fills");
    }
}
