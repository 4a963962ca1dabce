package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.ClosurePlan;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Decisions counted by outcome, with what they ask for and close. Sums are of amounts in one settlement currency. */
final class Tally {
    private final Map<Outcome, Line> lines = new EnumMap<>(Outcome.class);
    private final boolean outcomesAlone;
    private int refused;

    /** @param outcomesAlone true where nothing is told of positions, calls and steps, so that they are not counted */
    Tally(boolean outcomesAlone) {
        this.outcomesAlone = outcomesAlone;
    }

    private static final class Line {
        private int count;
        private BigDecimal equity = BigDecimal.ZERO;
        private BigDecimal called = BigDecimal.ZERO;
        private BigDecimal notional = BigDecimal.ZERO;
        private int steps;
        private String example = "";

        void name(String id) {
            if (example.isEmpty()) {
                example = id;
            }
        }
    }

    /** Takes one decision as the service writes it. */
    void take(JsonNode decision) {
        Line line = line(Outcome.valueOf(decision.path("outcome").asText()));
        line.equity = line.equity.add(decimal(decision.at("/figures/equity")));
        line.called = line.called.add(decimal(decision.at("/marginCall/amount")));
        for (JsonNode position : decision.path("positions")) {
            line.notional = line.notional.add(decimal(position.path("notional")));
        }
        line.steps += decision.at("/closure/steps").size();
        line.name(decision.path("decisionId").asText());
    }

    /** Takes one decision. */
    void take(Decision decision) {
        Line line = line(decision.outcome());
        line.equity = line.equity.add(decision.figures().equity());
        MarginCall call = decision.marginCall();
        line.called =
                line.called.add(call == null ? BigDecimal.ZERO : call.amount().amount());
        for (var position : decision.positions()) {
            line.notional = line.notional.add(position.notional());
        }
        ClosurePlan closure = decision.closure();
        line.steps += closure == null ? 0 : closure.steps().size();
        line.name(decision.decisionId());
    }

    /** Takes what is due for an account, without what explains it. */
    void take(OutcomeAlone alone, String accountId) {
        Line line = line(alone.outcome());
        line.equity =
                line.equity.add(alone.marginAccounts().getFirst().figures().equity());
        line.name(accountId);
    }

    /** That of an outcome, with one more. */
    private Line line(Outcome outcome) {
        Line line = lines.computeIfAbsent(outcome, any -> new Line());
        line.count++;
        return line;
    }

    /** Takes a line that got no decision. */
    void refuse() {
        refused++;
    }

    int refused() {
        return refused;
    }

    int decided() {
        return lines.values().stream().mapToInt(line -> line.count).sum();
    }

    ObjectNode json() {
        ObjectNode node = Json.object().put("decided", decided()).put("refused", refused);
        ArrayNode outcomes = node.putArray("outcomes");
        lines.forEach((outcome, line) -> {
            ObjectNode of = outcomes.addObject()
                    .put("outcome", outcome.name())
                    .put("count", line.count)
                    .put("equity", Decimals.plain(line.equity));
            if (!outcomesAlone) {
                of.put("notional", Decimals.plain(Decimals.normalised(line.notional)))
                        .put("called", Decimals.plain(line.called))
                        .put("closureSteps", line.steps);
            }
            of.put("example", line.example);
        });
        return node;
    }

    /** A table for a terminal: one line an outcome, mildest first. */
    List<String> table() {
        if (outcomesAlone) {
            return tableOfOutcomes();
        }
        String format = "%-12s %7s %18s %20s %16s %8s  %s";
        List<String> table = new ArrayList<>();
        table.add(format.formatted("outcome", "count", "equity", "notional", "called", "steps", "example"));
        lines.forEach((outcome, line) -> table.add(format.formatted(
                outcome,
                line.count,
                amount(line.equity),
                amount(line.notional),
                amount(line.called),
                line.steps,
                line.example)));
        table.add(format.formatted("all", decided(), "", "", "", "", linesRefused()));
        return table.stream().map(String::stripTrailing).toList();
    }

    private List<String> tableOfOutcomes() {
        String format = "%-12s %7s %18s  %s";
        List<String> table = new ArrayList<>();
        table.add(format.formatted("outcome", "count", "equity", "example"));
        lines.forEach(
                (outcome, line) -> table.add(format.formatted(outcome, line.count, amount(line.equity), line.example)));
        table.add(format.formatted("all", decided(), "", linesRefused()));
        return table.stream().map(String::stripTrailing).toList();
    }

    private String linesRefused() {
        return refused == 0 ? "" : refused + " lines refused";
    }

    private static String amount(BigDecimal amount) {
        return Decimals.plain(amount.setScale(2, RoundingMode.HALF_UP));
    }

    private static BigDecimal decimal(JsonNode node) {
        return node.isTextual() ? new BigDecimal(node.textValue()) : BigDecimal.ZERO;
    }
}
