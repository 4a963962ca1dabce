package io.plimsoll.policy.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.analysis.Weakness.Place;
import io.plimsoll.policy.analysis.Weakness.Shown;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.SnapshotJson;
import java.math.BigDecimal;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An analysis as JSON; accounts are snapshots as the service takes them. */
public final class AnalysisJson {

    private AnalysisJson() {}

    public static void write(Analysis analysis, ObjectNode node) {
        node.put("pack", analysis.pack()).put("accounts", analysis.accounts());
        ArrayNode weaknesses = node.putArray("weaknesses");
        for (Weakness weakness : analysis.weaknesses()) {
            ObjectNode one = weaknesses.addObject().put("kind", weakness.kind().name());
            PolicyJson.write(weakness.finding(), one);
            one.put("times", weakness.times());
            ArrayNode places = one.putArray("places");
            weakness.places().forEach(place -> write(place, places.addObject()));
            ArrayNode accounts = one.putArray("accounts");
            weakness.accounts().forEach(shown -> accounts.add(write(shown)));
        }
        ArrayNode notAnalysed = node.putArray("notAnalysed");
        analysis.notAnalysed().forEach(notAnalysed::add);
    }

    private static void write(Place place, ObjectNode node) {
        node.put("file", place.file())
                .put("line", place.range().startLine())
                .put("column", place.range().startColumn())
                .put("what", place.what());
    }

    /** The account with what was decided about it. */
    public static ObjectNode write(Shown shown) {
        ObjectNode node = Json.object().put("at", shown.at());
        node.set("snapshot", SnapshotJson.write(shown.given().snapshot()));
        writeCalls(shown.given(), node);
        write(shown.decision(), node);
        return node;
    }

    private static void writeCalls(Case given, ObjectNode node) {
        if (!given.evaluatedAt().equals(given.snapshot().asOf())) {
            node.put("evaluatedAt", given.evaluatedAt().toString());
        }
        if (!given.openCalls().isEmpty()) {
            ArrayNode calls = node.putArray("openCalls");
            given.openCalls()
                    .forEach(call -> calls.addObject()
                            .put("marginAccount", call.marginAccount().toString())
                            .put("openedAt", call.openedAt().toString())
                            .put("dueBy", call.dueBy().toString())
                            .put("amount", plain(call.amount()))
                            .put("originalAmount", plain(call.originalAmount())));
        }
    }

    private static void write(Decision decision, ObjectNode node) {
        if (!decision.startedFrom().isEmpty()) {
            node.set("lastDecisions", LastDecisionJson.write(decision.startedFrom()));
        }
        node.put("outcome", decision.outcome().name());
        decision.holdReasons().forEach(reason -> node.withArray("held").add(reason.code() + ": " + reason.detail()));
        node.put("equity", plain(decision.figures().equity()));
        node.put("initialMargin", plain(decision.figures().initialMargin()));
        node.put("maintenanceMargin", plain(decision.figures().maintenanceMargin()));
        MarginCall call = decision.marginCall();
        if (call != null) {
            node.put("marginCall", plain(call.amount().amount()));
        }
        ArrayNode fired = node.putArray("fired");
        new TreeSet<>(decision.because().stream()
                        .map(because -> because.proposed().rule())
                        .toList())
                .forEach(fired::add);
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.plain(value);
    }
}
