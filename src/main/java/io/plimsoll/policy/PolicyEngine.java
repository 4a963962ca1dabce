package io.plimsoll.policy;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.MadeDecisions;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.policy.pack.FolderEvents;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.rules.compile.CompileLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The policies of the running service: reads them when it starts, watches them while it runs. */
@ApplicationScoped
public class PolicyEngine implements Policies, MadeDecisions {
    private static final Logger LOG = Logger.getLogger("io.plimsoll.policy");

    private final ActivePolicies active = new ActivePolicies();
    private final PolicyStatus status;
    private final PolicyWatch watch;
    private final PolicySettings settings;
    private final PolicyFolders folders;
    private final Thread watcher;
    private final PolicyMetrics metrics;
    private final ExecutorService referenceCompiler = Executors.newSingleThreadExecutor(Thread.ofPlatform()
            .name("reference-compiler")
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .factory());
    private final DecisionSample sample;

    @Inject
    PolicyEngine(
            PolicySettings settings,
            EvaluatorSettings evaluator,
            VersionRegistry registry,
            MeterRegistry meters,
            InstantSource clock) {
        this.settings = settings;
        this.metrics = new PolicyMetrics(active, meters, clock);
        this.sample = new DecisionSample(
                active, evaluator.sampleShare(), settings.compileTimeMax(), this::took, metrics::compared);
        Activator activator = new Activator(
                active,
                registry,
                clock,
                new CompileLimits(settings.compileTimeMax(), CompileLimits.DEFAULT.bytesMax()),
                Evaluating.of(evaluator.kind(), referenceCompiler, this::took));
        this.status = new PolicyStatus(active, registry, metrics, clock, settings.registryRetry(), activator::pending);
        this.folders = new PolicyFolders(
                settings.rules(),
                settings.policies(),
                new ReadLimits(settings.textBytesMax(), settings.tableBytesMax(), settings.filesMax()));
        this.watch = new PolicyWatch(folders, activator, active, status::took, clock, settings.registryRetry());
        this.watcher = Thread.ofPlatform()
                .name("policy-watch")
                .daemon()
                .unstarted(new WatchLoop(
                        watch,
                        new FolderEvents(settings.rules(), settings.policies()),
                        settings.interval(),
                        settings.settle(),
                        () -> {
                            status.watching(watch.fault());
                            status.retry(clock.instant());
                        }));
    }

    @Override
    public Policy choose(AccountSnapshot snapshot, @Nullable String pack, Instant at) throws NoPolicyFits {
        return active.choose(snapshot, pack, at);
    }

    @Override
    public void made(Case given, Decision decision) {
        sample.made(given, decision);
    }

    /** Alarms, and lets the engine run the version where the straight evaluator must not any more. */
    private void took(EvaluatorFault fault) {
        LOG.errorf(
                "evaluator fault: pack=%s hash=%s kind=%s detail=\"%s\"",
                fault.pack(), fault.hash(), fault.kind(), fault.detail());
        metrics.took(fault);
        active.fallBack(fault);
    }

    /** How far marks and time may move before a case could be decided otherwise by a policy that {@link #choose} gave. */
    public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
        return active.bounds(given, due, policy);
    }

    /** The versions in force at an instant. */
    public Set<PolicyId> inForce(Instant at) {
        return active.inForce(at);
    }

    /** What stands in the folders now, in force or not. */
    public PolicyFiles installed() throws IOException {
        return folders.readAll();
    }

    /** True if any version is in force now, so that something can be decided. */
    public boolean isServing() {
        return status.isServing();
    }

    /** What serves, and what came of the last attempts. */
    PolicyStatus status() {
        return status;
    }

    /** The packs are in force, or known to be broken, before the first request is answered. */
    void start(@Observes StartupEvent started) {
        watch.start();
        status.watching(watch.fault());
        if (settings.enabled()) {
            watcher.start();
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        watcher.interrupt();
        referenceCompiler.shutdownNow();
        sample.close();
    }
}
