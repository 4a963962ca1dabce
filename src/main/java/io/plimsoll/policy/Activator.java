package io.plimsoll.policy;

import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.EvaluatorFault.Kind;
import io.plimsoll.policy.Pending.Step;
import io.plimsoll.policy.VersionRegistry.RegistryUnavailable;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.straight.StraightRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one pack from files to force: check, compile where rules changed, prove by scenarios, number, swap. Whatever fails leaves the
 * version that serves as it is. Used by one thread at a time.
 */
public final class Activator {
    private static final Logger LOG = Logger.getLogger(Activator.class);

    private final ActivePolicies active;
    private final VersionRegistry registry;
    private final InstantSource clock;
    private final Map<String, Prepared> waiting = new HashMap<>();
    private final Map<String, ProvenCases> proven = new HashMap<>();
    private final AtomicLong compilations = new AtomicLong();
    private final CompileLimits compileLimits;
    private final Evaluating evaluating;
    private volatile @Nullable Pending pending;

    /** Where the engine runs the rules. */
    public Activator(ActivePolicies active, VersionRegistry registry, InstantSource clock) {
        this(active, registry, clock, CompileLimits.DEFAULT, Evaluating.BY_ENGINE);
    }

    public Activator(
            ActivePolicies active,
            VersionRegistry registry,
            InstantSource clock,
            CompileLimits compileLimits,
            Evaluating evaluating) {
        this.active = active;
        this.registry = registry;
        this.clock = clock;
        this.compileLimits = compileLimits;
        this.evaluating = evaluating;
    }

    /** The attempt that is under way; may be asked by any thread. */
    Optional<Pending> pending() {
        return Optional.ofNullable(pending);
    }

    /** How often rules were compiled so far. */
    public long compilations() {
        return compilations.get();
    }

    /** Tries to bring a pack into force as its files are now. Never throws for what the files hold. */
    public Attempt attempt(PolicyFiles files, String pack, Cause cause) {
        Draft draft = new Draft(pack, clock.instant(), cause);
        draft.at(Step.CHECK);
        try {
            PackCheck check = PackCheck.of(files, pack);
            draft.findings.addAll(check.findings());
            return check.candidate().isPresent()
                    ? attempt(check.candidate().get(), draft)
                    : draft.end(State.REFUSED, null);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.errorf(e, "policy check failed: pack=%s", pack);
            draft.findings.add(Findings.ofFailure(pack, e));
            return draft.end(State.REFUSED, "the check itself failed");
        } finally {
            pending = null;
        }
    }

    /**
     * Takes the version that was last in force from the registry, for a pack whose files cannot be in force now: a restart must not stop
     * what a broken edit did not.
     *
     * @return empty if something is in force, or if nothing good is known
     */
    public Optional<Attempt> restore(String pack) {
        if (active.timeline(pack).at(clock.instant()).isPresent()) {
            return Optional.empty();
        }
        try {
            for (List<PolicyFile> files : registry.lastInForce(pack)) {
                PolicyFiles content = PolicyFiles.of(files);
                if (PackFolder.read(content, pack).manifest().isInForceAt(clock.instant())) {
                    Attempt attempt = attempt(content, pack, Cause.RESTORE);
                    if (attempt.state() != State.ACTIVE) {
                        LOG.warnf("policy not restored: pack=%s state=%s", pack, attempt.state());
                        return Optional.empty();
                    }
                    return Optional.of(attempt);
                }
            }
        } catch (RegistryUnavailable e) {
            LOG.warnf("policy not restored: pack=%s failure=\"%s\"", pack, e.getMessage());
        }
        return Optional.empty();
    }

    /** Stops a pack whose folder is gone. */
    public Attempt remove(String pack, Cause cause) {
        Instant began = clock.instant();
        active.stop(pack);
        proven.remove(pack);
        Prepared known = waiting.remove(pack);
        letGoUnlessUsed(known == null ? null : known.rules());
        return new Draft(pack, began, cause)
                .end(State.REMOVED, "the folder policies/" + pack + " is gone; the pack is stopped");
    }

    private Attempt attempt(Candidate candidate, Draft draft) {
        draft.hash = candidate.hash();
        Prepared known = waiting.remove(candidate.pack());
        if (known != null && known.candidate().hash().equals(candidate.hash())) {
            draft.cases = known.cases();
            return number(known, draft);
        }
        PackRules rules = null;
        try {
            rules = rules(candidate, draft);
            draft.at(Step.SCENARIOS);
            ScenarioRun run = candidate.run(rules.runnable(), proven.getOrDefault(candidate.pack(), ProvenCases.NONE));
            Throwable failure = rules.failure();
            if (failure != null) {
                rules.close();
                rules = insteadOfStraight(candidate, failure);
                run = candidate.run(rules.runnable(), ProvenCases.NONE);
            }
            draft.cases = run.results().size();
            draft.casesFailed = run.failed();
            draft.findings.addAll(run.findings());
            if (run.failed() == 0) {
                proven.put(candidate.pack(), ProvenCases.by(run, candidate, rules.runnable()));
            }
            return run.failed() > 0
                    ? draft.end(State.REFUSED, run.failed() + " of " + draft.cases + " scenarios fail")
                    : number(new Prepared(candidate, rules, draft.cases), draft);
        } catch (RulesDoNotCompile e) {
            draft.findings.addAll(e.findings());
            return draft.end(State.REFUSED, null);
        } finally {
            letGoUnlessUsed(rules);
            letGoUnlessUsed(known == null ? null : known.rules());
        }
    }

    /** Gives the version its number and lets it serve. */
    private Attempt number(Prepared prepared, Draft draft) {
        Candidate candidate = prepared.candidate();
        draft.at(Step.REGISTER);
        try {
            int number = registry.numberOf(candidate.pack(), candidate.hash(), candidate.files());
            draft.version = number;
            ServedPack version = served(candidate, prepared.rules(), number);
            if (draft.cause == Cause.RESTORE) {
                active.restore(version);
            } else {
                active.serve(version, clock.instant());
            }
            compileInBackground(candidate, prepared.rules());
            return draft.end(version.from().equals(Instant.MIN) ? State.ACTIVE : State.SCHEDULED, null);
        } catch (RegistryUnavailable e) {
            waiting.put(candidate.pack(), prepared);
            return draft.end(State.WAITING, e.getMessage());
        }
    }

    private PackRules rules(Candidate candidate, Draft draft) throws RulesDoNotCompile {
        ServedPack serving = serving(candidate.pack(), candidate.rulesHash());
        if (serving != null) {
            return serving.rules();
        }
        draft.at(Step.COMPILE);
        Instant began = clock.instant();
        compilations.incrementAndGet();
        PackRules rules = made(candidate);
        draft.compiledIn = Duration.between(began, clock.instant());
        return rules;
    }

    private PackRules made(Candidate candidate) throws RulesDoNotCompile {
        if (evaluating.evaluator() == Evaluator.ENGINE) {
            return PackRules.byEngine(candidate.compile(compileLimits), "the settings say so");
        }
        try {
            RunnableRules straight = evaluating.straight().apply(candidate.rules());
            return straight instanceof StraightRules code && code.whyNot().isPresent()
                    ? PackRules.byEngine(
                            candidate.compile(compileLimits), code.whyNot().get())
                    : PackRules.straight(straight);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return insteadOfStraight(candidate, e);
        }
    }

    private PackRules insteadOfStraight(Candidate candidate, Throwable thrown) throws RulesDoNotCompile {
        LOG.errorf(thrown, "straight evaluator failed before it served: pack=%s", candidate.pack());
        String detail = "the straight evaluator failed before it served: " + thrown;
        fault(candidate, Kind.FAILURE, detail);
        return PackRules.byEngine(candidate.compile(compileLimits), detail);
    }

    /** Compiles for the engine what the straight evaluator already runs, and lets it pass the scenarios too. */
    private void compileInBackground(Candidate candidate, PackRules rules) {
        if (!rules.isToCompile()) {
            return;
        }
        evaluating.background().execute(() -> {
            if (rules.engine().isDone()) {
                return; // nobody wants them any more
            }
            try {
                CompiledRules compiled = candidate.compile(compileLimits);
                if (!rules.engine().complete(compiled)) {
                    compiled.close();
                    return;
                }
                int failed = candidate.run(compiled, ProvenCases.NONE).failed();
                if (failed > 0) {
                    fault(candidate, Kind.DIFFERENCE, failed + " scenarios fail on the engine that passed before");
                }
            } catch (RulesDoNotCompile e) {
                rules.engine().completeExceptionally(e);
                fault(
                        candidate,
                        Kind.REFERENCE,
                        "the engine does not compile the rules: " + e.findings().getFirst());
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                rules.engine().completeExceptionally(e);
                fault(candidate, Kind.REFERENCE, "the engine does not compile the rules: " + e);
            }
        });
    }

    private void fault(Candidate candidate, Kind kind, String detail) {
        evaluating.faults().accept(new EvaluatorFault(candidate.pack(), candidate.hash(), kind, detail));
    }

    private void letGoUnlessUsed(@Nullable PackRules rules) {
        if (rules == null || active.holds(rules)) {
            return;
        }
        if (waiting.values().stream().noneMatch(prepared -> prepared.rules().equals(rules))) {
            rules.close();
        }
    }

    private VersionPolicy policy(Candidate candidate, PackRules rules, int version) {
        PolicyId id = new PolicyId(candidate.pack(), version, candidate.hash());
        RunnableRules runnable = rules.straight();
        if (runnable == null) {
            return new VersionPolicy(
                    id,
                    null,
                    CompletableFuture.completedFuture(candidate.policy(rules.runnable(), version)),
                    rules.why());
        }
        CompletableFuture<Policy> engine =
                rules.engine().thenApplyAsync(compiled -> candidate.policy(compiled, version), evaluating.background());
        Policy straight = candidate.policy(runnable, version);
        AtomicBoolean isTold = new AtomicBoolean();
        RuleBook guarded = new GuardedRules(
                straight.rules(), () -> VersionPolicy.ready(engine).map(Policy::rules), (stage, thrown) -> {
                    if (isTold.getAndSet(true)) {
                        return; // a decision under way, or the engine is not compiled yet
                    }
                    LOG.errorf(thrown, "straight evaluator failed: pack=%s stage=%s", candidate.pack(), stage);
                    fault(candidate, Kind.FAILURE, "the " + stage.topic() + " rules failed: " + thrown);
                });
        return new VersionPolicy(id, straight.withRules(guarded), engine, rules.why());
    }

    private ServedPack served(Candidate candidate, PackRules rules, int version) {
        Instant now = clock.instant();
        Instant from = candidate.manifest().isInForceAt(now)
                ? Instant.MIN
                : candidate.manifest().effectiveFrom().orElseThrow();
        SortedMap<String, Integer> rowCounts = new TreeMap<>();
        candidate.tables().forEach((type, rows) -> rowCounts.put(type, rows.size()));
        return new ServedPack(
                candidate.manifest(),
                policy(candidate, rules, version),
                rules,
                candidate.varying(),
                candidate.rulesHash(),
                candidate.rules().rules().size(),
                now,
                from,
                Collections.unmodifiableSortedMap(rowCounts));
    }

    /** The version whose compiled rules a candidate can share; null if there is none. */
    private @Nullable ServedPack serving(String pack, String rulesHash) {
        return active.timeline(pack).versions().stream()
                .filter(version -> version.rulesHash().equals(rulesHash))
                .findFirst()
                .orElse(null);
    }

    /** A candidate that is good and waits for its number. */
    private record Prepared(Candidate candidate, PackRules rules, int cases) {}

    /** An attempt while it is made. */
    private final class Draft {
        private final String pack;
        private final Instant began;
        private final Cause cause;
        private final List<Finding> findings = new ArrayList<>();
        private @Nullable String hash;
        private @Nullable Integer version;
        private @Nullable Duration compiledIn;
        private int cases;
        private int casesFailed;

        Draft(String pack, Instant began, Cause cause) {
            this.pack = pack;
            this.began = began;
            this.cause = cause;
        }

        void at(Step step) {
            pending = new Pending(pack, began, cause, step);
        }

        Attempt end(State state, @Nullable String detail) {
            Duration took = Duration.between(began, clock.instant());
            List<Finding> kept = Findings.atMost(PackCheck.FINDINGS_MAX, findings);
            return new Attempt(
                    pack, state, hash, version, began, took, cause, compiledIn, kept, cases, casesFailed, detail);
        }
    }
}
