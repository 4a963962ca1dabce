package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Policies whose rules are timed, stage by stage; the core itself knows no metrics. */
final class TimedPolicies implements Policies {

    private final Policies policies;
    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);

    TimedPolicies(Policies policies, MeterRegistry registry) {
        this.policies = policies;
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder("plimsoll.rules")
                            .description(
                                    "Time of one evaluation of a stage's rules; the margin stage is asked several times a decision")
                            .tag("stage", stage.topic())
                            .publishPercentileHistogram()
                            .register(registry));
        }
    }

    @Override
    public Policy choose(AccountSnapshot snapshot, @Nullable String pack, Instant at) throws NoPolicyFits {
        Policy chosen = policies.choose(snapshot, pack, at);
        RuleBook rules = chosen.rules();
        return chosen.withRules(rules.askedBy((stage, view) -> timed(rules, stage, view)));
    }

    private Proposals timed(RuleBook rules, Stage stage, View view) {
        Timer timer = timers.get(stage);
        return timer == null ? rules.propose(stage, view) : timer.record(() -> rules.propose(stage, view));
    }
}
