package io.plimsoll.explain;

import io.plimsoll.decision.Counterfactuals;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.replay.KnownVersion;
import io.plimsoll.replay.LoggedCase;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Explains a decision of the log by making it again under the version that made it. A pure function but for the time it may take. */
public final class Explainer {

    private Explainer() {}

    /**
     * @param timeUp true once no more is to be looked for that would have changed the decision
     */
    public static Explanation of(LoggedCase logged, KnownVersion version, BooleanSupplier timeUp) {
        Map<Asked, View> first = new LinkedHashMap<>();
        Policy watched = version.policy().withRules(version.policy().rules().askedBy((stage, view) -> {
            first.putIfAbsent(Asked.of(stage, view), view);
            return version.policy().rules().propose(stage, view);
        }));
        Decision again = DecisionService.evaluateInFull(logged.given(), watched, logged.decidedAt());
        SourceTexts sources = new SourceTexts(version.candidate().rules());
        List<NotFired> notFired = new ArrayList<>();
        first.forEach((asked, view) -> {
            NearestMiss nearest = new NearestMiss(sources);
            version.observedBy(nearest).rules().propose(asked.stage, view);
            notFired.addAll(nearest.notFired(asked.marginAccount));
        });
        Map<String, RuleInfo> rules = new HashMap<>();
        version.candidate().rules().rules().forEach(rule -> rules.put(rule.id(), rule));
        return new Explanation(
                logged.decision(),
                Json.text(DecisionJson.write(again)).equals(Json.text(logged.decision())),
                rules,
                notFired,
                Counterfactuals.of(logged.given().includingFills(), version.policy(), timeUp));
    }

    /**
     * A question to the rules. The first of each kind is about the account as it is; those after it are about other prices and quantities.
     *
     * @param marginAccount null before the threshold stage
     */
    private record Asked(Stage stage, @Nullable String marginAccount) {
        static Asked of(Stage stage, View view) {
            return new Asked(
                    stage,
                    view.marginAccount() == null
                            ? null
                            : view.marginAccount().id().toString());
        }
    }
}
