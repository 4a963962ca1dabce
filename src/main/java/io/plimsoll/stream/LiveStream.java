package io.plimsoll.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.audit.FilledAccounts;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Redecisions;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.policy.PolicyEngine;
import io.plimsoll.policy.bounds.OutcomeBounds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts of this instance's partitions, decided again at every mark that may change what is decided of them. */
final class LiveStream implements OwnershipListener, AutoCloseable {

    private final LiveAccounts accounts;
    private final LiveDecisions decisions;
    private final MarksReader marks;
    private final AccountsReader reader;
    private final FillWatch fills;

    LiveStream(
            KafkaConfig config,
            DecisionService service,
            PolicyEngine policies,
            FilledAccounts filled,
            LiveMarks latest,
            InstantSource clock,
            MeterRegistry registry,
            Runnable preparation) {
        KafkaSettings settings = new KafkaSettings(config);
        LiveMetrics metrics = new LiveMetrics(registry);
        accounts = new LiveAccounts(latest, new AtMarks(service.redecisions(), policies));
        decisions = new LiveDecisions(
                accounts, policies::inForce, clock, metrics, config.marks().accountsAtOnceMax());
        marks = new MarksReader(
                settings.consumer("marks"), config.topics().marks(), decisions::tick, metrics, preparation);
        reader = new AccountsReader(
                settings.consumer("accounts"), config.topics().accounts(), accounts, metrics, preparation);
        fills = new FillWatch(accounts, filled);
    }

    void start() {
        marks.start();
        reader.start();
        decisions.start();
        fills.start();
    }

    /** Why accounts are not decided at new marks; null if they are. */
    @Nullable
    String failure() {
        return marks.failure() != null ? marks.failure() : reader.failure();
    }

    /** How many accounts every mark has decided again, by the reason. */
    Map<String, Integer> withoutBounds() {
        return accounts.withoutBounds();
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        reader.assigned(partitions);
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        reader.revoked(partitions);
    }

    @Override
    public void close() {
        SideBySide.run(List.of(marks::close, fills::close, decisions::close, reader::close));
    }

    private record AtMarks(Redecisions redecisions, PolicyEngine policies) implements LiveAccounts.Deciding {

        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt)
                throws NoPolicyFits, LogUnavailable {
            return redecisions.atMark(snapshot, held, takenAt);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            return policies.bounds(given, due, policy);
        }
    }
}
