package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.WouldChange;
import io.plimsoll.decision.WouldChange.OfAccount;
import io.plimsoll.money.Decimals;

/** Writes what would have spared an account a decision. */
public final class WouldChangeJson {

    private WouldChangeJson() {}

    public static ObjectNode write(WouldChange wouldChange) {
        ObjectNode node = Json.object();
        ArrayNode accounts = node.putArray("marginAccounts");
        wouldChange.marginAccounts().forEach(account -> write(account, accounts.addObject()));
        return node.put("evaluations", wouldChange.evaluations()).put("complete", wouldChange.isComplete());
    }

    private static void write(OfAccount account, ObjectNode node) {
        node.put("id", account.id().toString());
        node.put("outcome", account.outcome().name());
        ArrayNode deposits = node.putArray("deposits");
        account.deposits()
                .forEach(deposit -> deposits.addObject()
                        .put("asset", deposit.asset())
                        .put("quantity", Decimals.plain(deposit.quantity()))
                        .put("becomes", deposit.becomes().name()));
        ArrayNode repayments = node.putArray("repayments");
        account.repayments()
                .forEach(repayment -> repayments
                        .addObject()
                        .put("asset", repayment.asset())
                        .put("quantity", Decimals.plain(repayment.quantity()))
                        .put("becomes", repayment.becomes().name()));
        WouldChange.Reduction reduction = account.reduction();
        if (reduction == null) {
            node.putNull("reduction");
        } else {
            ObjectNode reduced = node.putObject("reduction");
            DecisionJson.write(reduction.position(), reduced);
            reduced.put("orderSide", reduction.side().name())
                    .put("quantity", Decimals.plain(reduction.quantity()))
                    .put("becomes", reduction.becomes().name());
        }
        WouldChange.Price price = account.price();
        if (price == null) {
            node.putNull("price");
        } else {
            node.putObject("price")
                    .put("instrument", price.instrument())
                    .put("price", Decimals.plain(price.price()))
                    .put("from", direction(price.isAtOrAbove()))
                    .put("becomes", price.becomes().name());
        }
        ArrayNode prices = node.putArray("collateralPrices");
        account.collateralPrices()
                .forEach(one -> prices.addObject()
                        .put("asset", one.asset())
                        .put("price", Decimals.plain(one.price()))
                        .put("from", direction(one.isAtOrAbove()))
                        .put("becomes", one.becomes().name()));
        ArrayNode notShown = node.putArray("notShown");
        account.notShown().forEach(notShown::add);
        ArrayNode notLookedAt = node.putArray("notLookedAt");
        account.notLookedAt().forEach(notLookedAt::add);
    }

    private static String direction(boolean isAtOrAbove) {
        return isAtOrAbove ? "UPWARDS" : "DOWNWARDS";
    }
}
