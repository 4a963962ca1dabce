package io.plimsoll.tape;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.TapeEntry.Closing;
import io.plimsoll.tape.TapeEntry.Holding;
import io.plimsoll.tape.TapeEntry.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a decision has to tell the tape, from its document, whatever version of the service wrote it: each step by which something is
 * closed, repaid or borne, then each margin call that it opened, changed or ended. A call that only stands is told once.
 */
final class TapeEntries {

    private final Source source;
    private final String currency;
    private final Map<String, JsonNode> positions = new HashMap<>();
    private final Map<String, JsonNode> assets = new HashMap<>();
    private final Map<String, Outcome> startedFrom = new HashMap<>();
    private final List<TapeEntry> entries = new ArrayList<>();

    private TapeEntries(JsonNode decision) {
        source = new Source(
                word(decision, "decisionId"),
                word(decision.path("policy"), "hash"),
                word(decision, "accountId"),
                Instant.parse(word(decision, "decidedAt")));
        currency = word(decision.path("figures"), "settlementCurrency");
        decision.path("positions").forEach(position -> positions.put(name(position, "side"), position));
        decision.path("collateral").forEach(asset -> assets.put(word(asset, "asset"), asset));
        decision.path("startedFrom")
                .forEach(last -> startedFrom.put(word(last, "marginAccount"), Outcome.valueOf(word(last, "outcome"))));
    }

    /** In the order of the plan and the calls. */
    static List<TapeEntry> of(JsonNode decision) {
        TapeEntries told = new TapeEntries(decision);
        decision.path("closure").path("steps").forEach(told::addStep);
        decision.path("marginCalls").forEach(told::addCall);
        return List.copyOf(told.entries);
    }

    private void addStep(JsonNode step) {
        switch (Action.valueOf(word(step, "action"))) {
            case BLOCK_NEW_RISK, CANCEL_ORDERS -> {
                // takes nothing from the account
            }
            case REPAY, SEIZE -> addTransfer(step);
            case REDUCE, CLOSE, TAKE_OVER -> addOrder(step);
            case INSURANCE_FUND, AUTO_DELEVERAGE, SOCIALISE -> addBorne(step);
        }
    }

    private void addOrder(JsonNode step) {
        String name = name(step, "positionSide");
        JsonNode position = positions.get(name);
        if (position == null) {
            throw new IllegalStateException(
                    "decision " + source.decisionId() + " closes `" + name + "`, which it does not have");
        }
        BigDecimal quantity = decimal(step, "quantity");
        BigDecimal held = decimal(position, "quantity").abs();
        BigDecimal whole = decimal(position, "notional");
        Closing closing = new Closing(
                word(step, "side"),
                text(step, "method"),
                quantity,
                decimal(position, "price"),
                decimalOrNull(position, "bankruptcyPrice"),
                new Holding(name, held, isContinued(step)));
        BigDecimal notional = whole.multiply(quantity).divide(held, whole.scale(), RoundingMode.CEILING);
        BigDecimal toFund = decimalOrNull(step.path("fee"), "toFund");
        add(
                word(step, "instrument"),
                TapeStage.valueOf(word(step, "action")),
                null,
                word(step, "positionSide"),
                closing,
                notional,
                toFund == null ? Decimals.ZERO : toFund);
    }

    /** Of a loan: collateral that is seized is a long that is sold, a debt that is repaid a short that is bought back. */
    private void addTransfer(JsonNode step) {
        TapeStage stage = TapeStage.valueOf(word(step, "action"));
        boolean isSeized = stage == TapeStage.SEIZE;
        String asset = word(step, "asset");
        JsonNode held = assets.get(asset);
        Holding holding = isSeized && held != null
                ? new Holding(asset, decimal(held, "quantity").abs(), isContinued(step))
                : null;
        Closing closing = new Closing(
                isSeized ? "SELL" : "BUY", null, decimal(step, "quantity"), decimal(step, "price"), null, holding);
        add(asset, stage, null, isSeized ? "LONG" : "SHORT", closing, decimal(step, "value"), Decimals.ZERO);
    }

    /** A loss beyond the account's own money, and who bears it. */
    private void addBorne(JsonNode step) {
        TapeStage stage = TapeStage.valueOf(word(step, "action"));
        BigDecimal amount = decimalOrNull(step, "amount");
        BigDecimal fundDelta =
                stage != TapeStage.INSURANCE_FUND ? Decimals.ZERO : amount == null ? null : amount.negate();
        MarginAccountId account = marginAccount(step);
        add(instrument(account), stage, null, side(account), null, amount == null ? Decimals.ZERO : amount, fundDelta);
    }

    private void addCall(JsonNode call) {
        Status status = Status.valueOf(word(call, "status"));
        if (status != Status.STANDING) {
            MarginAccountId account = marginAccount(call);
            add(
                    instrument(account),
                    TapeStage.MARGIN_CALL,
                    status.name(),
                    side(account),
                    null,
                    decimal(call, "amount"),
                    Decimals.ZERO);
        }
    }

    private void add(
            String instrument,
            TapeStage stage,
            @Nullable String callStatus,
            @Nullable String positionSide,
            @Nullable Closing closing,
            BigDecimal notional,
            @Nullable BigDecimal fundDelta) {
        entries.add(new TapeEntry(
                source,
                entries.size(),
                instrument,
                stage,
                callStatus,
                positionSide,
                closing,
                notional,
                currency,
                fundDelta));
    }

    private boolean isContinued(JsonNode step) {
        Outcome last = startedFrom.get(word(step, "marginAccount"));
        return last != null && last.closesPositions();
    }

    /** A step that several margin accounts share is the account's as a whole. */
    private static MarginAccountId marginAccount(JsonNode node) {
        return MarginAccountId.parse(word(node, "marginAccount")).orElse(MarginAccountId.CROSS);
    }

    private String instrument(MarginAccountId account) {
        return account.position() == null ? currency : account.position().instrument();
    }

    private static @Nullable String side(MarginAccountId account) {
        return account.position() == null ? null : account.position().side().name();
    }

    private static String name(JsonNode position, String side) {
        return word(position, "instrument") + " " + word(position, side) + " " + word(position, "mode");
    }

    /** Empty where there is none. */
    private static String word(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? word(node, field) : null;
    }

    private static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(word(node, field));
    }

    private static @Nullable BigDecimal decimalOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? decimal(node, field) : null;
    }
}
