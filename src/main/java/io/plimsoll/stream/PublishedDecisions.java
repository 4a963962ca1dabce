package io.plimsoll.stream;

import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.time.Duration;
import java.util.List;

/** The decision log as it is published. */
final class PublishedDecisions implements PublishedLog {

    private final KafkaConfig config;
    private final DecisionFeed feed;
    private final LogTail tail;
    private final PublishedRecords records;

    PublishedDecisions(KafkaConfig config, DecisionFeed feed, LogTail tail) {
        this.config = config;
        this.feed = feed;
        this.tail = tail;
        this.records = new PublishedRecords(config.topics(), config.group());
    }

    @Override
    public String publisher() {
        return "publisher";
    }

    @Override
    public String name() {
        return "decision-log";
    }

    @Override
    public long head() throws LogUnavailable {
        return tail.head();
    }

    @Override
    public Duration pollInterval() {
        return config.publish().pollInterval();
    }

    @Override
    public List<Entry> after(long position) throws LogUnavailable {
        return feed
                .after(
                        position,
                        config.publish().decisionsMax(),
                        config.publish().bytesMax())
                .stream()
                .map(entry -> new Entry(entry.position(), entry.decidedAt(), records.of(entry)))
                .toList();
    }
}
