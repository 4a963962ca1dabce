package io.plimsoll.rules;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.LongSupplier;
import org.drools.kiesession.session.StatefulKnowledgeSessionImpl;
import org.kie.api.KieBase;

/**
 * The rules of one stage, ready to be evaluated by many threads.
 *
 * <p>Sessions are kept for the next evaluation, which makes one two to four times faster. The engine's own pool is not used: it holds on to
 * every session it ever made, also to those that an exception has made unusable.
 */
final class StageRules {

    /** Idle sessions kept; more evaluations at once than this make sessions of their own. */
    private static final int IDLE_MAX = 4 * Runtime.getRuntime().availableProcessors();

    private final Stage stage;
    private final KieBase base;
    private final Because because;
    private final Combinations combinations;
    private final ArrayBlockingQueue<StatefulKnowledgeSessionImpl> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    StageRules(Stage stage, KieBase base, Because because, Combinations combinations) {
        this.stage = stage;
        this.base = base;
        this.because = because;
        this.combinations = combinations;
    }

    /** What the rules propose for these facts. Never throws for what a rule does. */
    Proposals evaluate(List<Object> facts, EvaluationLimits limits, LongSupplier nanoTime) {
        Optional<String> excessive = combinations.excessive(facts);
        if (excessive.isPresent()) {
            return Failures.nothingBut(Failures.tooManyCombinations(excessive.get()));
        }
        Evaluation evaluation = new Evaluation(because, limits, nanoTime);
        StatefulKnowledgeSessionImpl session = session();
        boolean reusable = false;
        try {
            session.setGlobal(VerbModel.of(stage).name(), VerbModel.bind(stage, evaluation));
            session.addEventListener(evaluation);
            facts.forEach(session::insert);
            fireAll(session, evaluation);
            reusable = !evaluation.stoppedEarly() && evaluation.allCalculated();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return Failures.nothingBut(evaluation
                    .firing()
                    .map(rule -> Failures.ruleFailed(rule, e))
                    .orElseGet(() -> Failures.stageFailed(stage, e)));
        } finally {
            giveBack(session, reusable);
        }
        return evaluation.proposals(stage);
    }

    /** The engine stops at a rule that throws; what is left of its agenda then fires as it would have. */
    private static void fireAll(StatefulKnowledgeSessionImpl session, Evaluation evaluation) {
        boolean left = true;
        while (left) {
            try {
                session.fireAllRules(evaluation);
                left = false;
            } catch (RuntimeException e) {
                if (!evaluation.takesFailure(e)) {
                    throw e;
                }
            }
        }
    }

    /** Evaluations under way keep their sessions; later ones make new ones. */
    void close() {
        StatefulKnowledgeSessionImpl session = idle.poll();
        while (session != null) {
            session.dispose();
            session = idle.poll();
        }
    }

    private StatefulKnowledgeSessionImpl session() {
        StatefulKnowledgeSessionImpl kept = idle.poll();
        return kept != null ? kept : (StatefulKnowledgeSessionImpl) base.newKieSession();
    }

    private void giveBack(StatefulKnowledgeSessionImpl session, boolean reusable) {
        if (reusable) {
            session.reset();
        }
        if (!reusable || !idle.offer(session)) {
            session.dispose();
        }
    }
}
