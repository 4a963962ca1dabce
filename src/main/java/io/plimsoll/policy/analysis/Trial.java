package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pack whose rules are watched while accounts are put through it. For one thread.
 *
 * <p>Liquidation prices take longer to find than all else together. Where no rule looks at one, an account is put through without: what is
 * decided is the same, and what is shown is decided again in full.
 */
final class Trial {
    private static final EvaluationLimits PROBING = new EvaluationLimits(100_000, Duration.ofSeconds(5));
    private static final Pattern OF_LIQUIDATION_PRICES =
            Pattern.compile("liquidation(Price|Distance|Deviations)|touchProbability");

    private final Candidate candidate;
    private final PlainRules rules;
    private final Probes probes;
    private final AtomicInteger runs;
    private final Policy policy;
    private final Policy watched;
    private final Watch watch = new Watch();
    private final Map<String, Policy> without = new HashMap<>();

    Trial(Candidate candidate) {
        this(candidate, PlainRules.of(candidate.rules()));
    }

    private Trial(Candidate candidate, PlainRules rules) {
        this(candidate, rules, new Probes(rules), new AtomicInteger());
    }

    private Trial(Candidate candidate, PlainRules rules, Probes probes, AtomicInteger runs) {
        this.candidate = candidate;
        this.rules = rules;
        this.probes = probes;
        this.runs = runs;
        this.policy = candidate.policy(rules.observedBy(Observer.NONE), candidate.tables());
        this.watched = looksAtLiquidationPrices()
                ? candidate.policy(watched(), candidate.tables())
                : withoutLiquidationPrices(candidate.policy(watched(), candidate.tables()));
    }

    /** The same pack for another thread; what is put through either counts for both. */
    Trial beside() {
        return new Trial(candidate, rules, probes, runs);
    }

    private boolean looksAtLiquidationPrices() {
        return candidate.files().stream()
                .filter(file -> file.path().startsWith(PolicyFiles.RULES))
                .anyMatch(file -> OF_LIQUIDATION_PRICES.matcher(file.text()).find());
    }

    /** With requirements that stay as they are, a liquidation price needs no search. */
    private static Policy withoutLiquidationPrices(Policy of) {
        return new Policy(of.id(), of.rounding(), MaintenanceConvention.FIXED_AT_MARK, of.calendars(), of.rules());
    }

    Candidate candidate() {
        return candidate;
    }

    Probes probes() {
        return probes;
    }

    List<Rule> rules() {
        return rules.rules();
    }

    /** How many accounts were put through. */
    int runs() {
        return runs.get();
    }

    Reading run(Case given, BigDecimal at) {
        runs.incrementAndGet();
        watch.begin();
        Decision decision = DecisionService.evaluate(given, watched, given.evaluatedAt());
        return new Reading(at, given, decision, List.copyOf(watch.firings), Map.copyOf(watch.distances));
    }

    /** What the pack decides, with all prices. */
    Decision decide(Case given) {
        return DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    /** What the pack without one of its rules decides, with all prices. */
    Decision without(String rule, Case given) {
        Policy lacking = without.computeIfAbsent(
                rule,
                left -> candidate.policy(
                        rules.changed(one -> one.id().equals(left) ? List.of() : List.of(one))
                                .observedBy(Observer.NONE),
                        candidate.tables()));
        return DecisionService.evaluate(given, lacking, given.evaluatedAt());
    }

    private RunnableRules watched() {
        return (rows, limits) -> {
            RuleBook seen = rules.observedBy(watch).with(rows, limits);
            RuleBook unseen = rules.observedBy(Observer.NONE).with(rows, limits);
            RuleBook probed = probes.rules().observedBy(watch).with(rows, PROBING);
            return seen.askedBy((stage, view) -> {
                if (stage == Stage.MARGIN && !watch.isFirstMargin()) {
                    return unseen.propose(stage, view); // asked at another price: no account stands there
                }
                probed.propose(stage, view);
                return seen.propose(stage, view);
            });
        };
    }

    private final class Watch implements Observer {
        private final List<Firing> firings = new ArrayList<>();
        private final Map<Limit, BigDecimal> distances = new HashMap<>();
        private final Map<Integer, Integer> occurrences = new HashMap<>();
        private boolean marginSeen;

        void begin() {
            firings.clear();
            distances.clear();
            occurrences.clear();
            marginSeen = false;
        }

        boolean isFirstMargin() {
            boolean first = !marginSeen;
            marginSeen = true;
            return first;
        }

        @Override
        public void compared(Rule rule, Test.Comparison comparison, @Nullable Object left, @Nullable Object right) {
            if (!rule.then().isEmpty() || left == null || right == null) {
                return;
            }
            probes.number(comparison).ifPresent(number -> {
                int occurrence = occurrences.merge(number, 1, Integer::sum);
                distances.put(new Limit(number, occurrence), measure(left).subtract(measure(right)));
            });
        }

        @Override
        public void fired(Rule rule, List<Object> facts) {
            if (!rule.then().isEmpty()) {
                firings.add(new Firing(rule.id(), facts));
            }
        }
    }

    /** Numbers as they are, times in seconds. */
    static BigDecimal measure(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Integer integer -> BigDecimal.valueOf(integer);
            case Duration duration -> seconds(duration.getSeconds(), duration.getNano());
            case Instant instant -> seconds(instant.getEpochSecond(), instant.getNano());
            default -> throw new IllegalStateException("not a measure: " + value);
        };
    }

    private static BigDecimal seconds(long seconds, int nanos) {
        return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
    }
}
