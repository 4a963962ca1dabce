package io.plimsoll.stream;

import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.ClosureArchive.SignedRecord;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.DecisionFeed.FeedEntry;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The decision log as it is published. */
final class PublishedDecisions implements PublishedLog {

    private final KafkaConfig config;
    private final DecisionFeed feed;
    private final ClosureArchive closures;
    private final LogTail tail;
    private final PublishedRecords records;

    PublishedDecisions(KafkaConfig config, DecisionFeed feed, ClosureArchive closures, LogTail tail) {
        this.config = config;
        this.feed = feed;
        this.closures = closures;
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
        List<FeedEntry> entries = feed.after(
                position, config.publish().decisionsMax(), config.publish().bytesMax());
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<Long, List<SignedRecord>> signed = closures
                .signed(position, entries.getLast().position())
                .stream()
                .collect(Collectors.groupingBy(SignedRecord::logPosition)); // keeps their order
        return entries.stream()
                .map(entry -> new Entry(
                        entry.position(),
                        entry.decidedAt(),
                        records.of(entry, signed.getOrDefault(entry.position(), List.of()))))
                .toList();
    }
}
