package io.plimsoll.rules;

import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A program of one stage made at random, and accounts made at random that it may be tried on. */
public final class RandomStage {

    private static final EvaluationLimits LIMITS = new EvaluationLimits(1_000_000, Duration.ofMinutes(1));

    private final Stage stage;
    private final PlainRules rules;
    private final Map<String, List<Map<String, Object>>> rows;
    private final RandomAccounts accounts;

    public RandomStage(long seed, Stage stage, int rulesWanted) {
        Random random = new Random(seed);
        ProfileGenerator generator = new ProfileGenerator(random, stage);
        this.stage = stage;
        this.rules = PlainRules.of(RuleChecker.check(List.of(generator.file(rulesWanted, 1))));
        this.rows = generator.rows();
        this.accounts = new RandomAccounts(random);
    }

    public PlainRules rules() {
        return rules;
    }

    public Map<String, List<Map<String, Object>>> rows() {
        return rows;
    }

    public RuleBook book() {
        return rules.observedBy(Observer.NONE).with(rows, LIMITS);
    }

    public View view() {
        return accounts.view(stage);
    }
}
