package io.plimsoll.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a customer is told of a decision: one sentence without a word of the house. */
public final class CustomerSentence {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private CustomerSentence() {}

    public static String of(JsonNode decision) {
        JsonNode figures = decision.path("figures");
        String currency = " " + figures.path("settlementCurrency").asText();
        String equity = figures.path("equity").asText() + currency;
        String initial = figures.path("initialMargin").asText() + currency;
        String maintenance = figures.path("maintenanceMargin").asText() + currency;
        String because = "its equity was %s, and its positions need %s to stay open.".formatted(equity, maintenance);
        return switch (Outcome.valueOf(decision.path("outcome").asText())) {
            case HEALTHY ->
                "Your account was in order: its equity was %s, and its positions needed %s to stay open."
                        .formatted(equity, maintenance);
            case WARNING ->
                "Your account came close to its limit: its equity was %s, opening its positions anew would take %s, and keeping them open takes %s."
                        .formatted(equity, initial, maintenance);
            case MARGIN_CALL -> called(decision, equity);
            case REDUCE_ONLY ->
                "You can close positions in your account but not open new ones: its equity was %s, and opening its positions anew would take %s."
                        .formatted(equity, initial);
            case REDUCE -> "Part of your positions had to be closed: " + because;
            case LIQUIDATE -> "Your positions had to be closed: " + because;
            case TAKE_OVER -> "Your positions had to be taken over: " + because;
            case HOLD ->
                "Nothing was decided about your account, because the data about it could not be relied on; a person is looking at it.";
        };
    }

    private static String called(JsonNode decision, String equity) {
        JsonNode call = decision.path("marginCall");
        return "Please bring in %s %s by %s: the equity of your account was %s, which is less than its positions need."
                .formatted(
                        call.path("amount").asText(),
                        call.path("currency").asText(),
                        TIME.format(Instant.parse(call.path("dueBy").asText())),
                        equity);
    }
}
