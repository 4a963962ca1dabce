package io.plimsoll.speed;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.rules.straight.StraightRules;
import java.time.Duration;
import java.util.List;

/** One way to evaluate rules. A new one is a class of its own and a line in {@link #ALL}. */
interface Contender {

    EvaluationLimits LIMITS = new EvaluationLimits(10_000, Duration.ofSeconds(1));

    /** A large pack may take as long to compile as it likes. */
    CompileLimits PATIENT = new CompileLimits(Duration.ofHours(1), CompileLimits.DEFAULT.bytesMax());

    /** The first is what the others are compared with. */
    List<Contender> ALL = List.of(
            ofRuleBook("straight", load -> StraightRules.of(load.rules()).with(load.rows(), LIMITS)),
            ofRuleBook(
                    "drools",
                    load -> RuleCompiler.compile(load.rules(), PATIENT).with(load.rows(), LIMITS)),
            ofRuleBook(
                    "plain",
                    load -> PlainRules.of(load.rules())
                            .observedBy(Observer.NONE)
                            .with(load.rows(), LIMITS)),
            ofRuleBook("by-hand", Workload::byHand),
            new DroolsBatch(1),
            new DroolsBatch(200),
            new Evrete(),
            new Cel());

    String name();

    /** Makes everything ready that does not depend on an account. */
    Evaluator load(Workload load) throws Exception;

    /** False for what it cannot be asked. */
    default boolean takes(Workload load) {
        return true;
    }

    /** Evaluates one account after another. */
    @FunctionalInterface
    interface Evaluator {

        /** @return what keeps the work from being optimised away */
        Object evaluate(List<Workload.Question> account);
    }

    static Contender named(String name) {
        return ALL.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is named " + name));
    }

    @FunctionalInterface
    interface Loading {
        RuleBook load(Workload load) throws Exception;
    }

    static Contender ofRuleBook(String name, Loading loading) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Evaluator load(Workload load) throws Exception {
                RuleBook rules = loading.load(load);
                return account -> {
                    Proposals last = new Proposals(List.of(), List.of());
                    for (Workload.Question question : account) {
                        last = rules.propose(question.stage(), question.view());
                    }
                    return last;
                };
            }
        };
    }
}
