package io.plimsoll.rules;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.View;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.Account;
import io.plimsoll.rules.facts.Accrual;
import io.plimsoll.rules.facts.Attribute;
import io.plimsoll.rules.facts.Collateral;
import io.plimsoll.rules.facts.MarginCall;
import io.plimsoll.rules.facts.OpenOrder;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns what a stage may see into the facts that its rules match. Decimals are normalised, so that equal numbers are equal objects. */
public final class FactsOf {

    private FactsOf() {}

    /** The facts of a stage, in no particular order. */
    public static List<Object> view(View view) {
        AccountSnapshot snapshot = view.snapshot();
        List<Object> facts = new ArrayList<>();
        facts.add(account(snapshot, view.evaluatedAt()));
        snapshot.attributes().forEach((name, value) -> facts.add(new Attribute(name, value)));
        snapshot.collateral().forEach(held -> facts.add(collateral(held)));
        snapshot.openOrders().forEach(order -> facts.add(order(order, snapshot)));
        snapshot.accrued()
                .forEach(accrual -> facts.add(new Accrual(accrual.kind().name(), accrual.asset(), accrual.amount())));
        view.positions().forEach(position -> facts.add(position(position, view)));
        MarginAccount margin = view.marginAccount();
        if (margin != null) {
            facts.add(marginAccount(margin, view));
        }
        OpenCall call = view.openCall();
        if (call != null) {
            facts.add(marginCall(call, view.evaluatedAt()));
        }
        return facts;
    }

    /** Every name in the snapshot that a table's key may be equal to. */
    public static Set<String> keys(AccountSnapshot snapshot) {
        Set<String> keys = new HashSet<>(snapshot.attributes().values());
        keys.add(snapshot.accountId());
        keys.add(snapshot.segment());
        keys.add(snapshot.settlementCurrency());
        snapshot.positions().forEach(position -> keys.add(position.instrument()));
        snapshot.openOrders().forEach(order -> keys.add(order.instrument()));
        snapshot.collateral().forEach(held -> keys.add(held.asset()));
        snapshot.accrued().forEach(accrual -> keys.add(accrual.asset()));
        return keys;
    }

    private static Account account(AccountSnapshot snapshot, Instant evaluatedAt) {
        return new Account(
                snapshot.accountId(),
                snapshot.segment(),
                snapshot.settlementCurrency(),
                snapshot.asOf(),
                evaluatedAt,
                snapshot.positions().size(),
                snapshot.openOrders().size());
    }

    private static Collateral collateral(io.plimsoll.account.Collateral held) {
        return new Collateral(held.asset(), held.quantity(), held.price(), Decimals.normalised(held.marketValue()));
    }

    private static OpenOrder order(io.plimsoll.account.OpenOrder order, AccountSnapshot snapshot) {
        return new OpenOrder(
                order.orderId(),
                order.instrument(),
                order.side().name(),
                order.quantity(),
                order.limitPrice(),
                Decimals.normalised(snapshot.notionalOf(order)),
                order.reduceOnly());
    }

    private static Position position(PricedPosition priced, View view) {
        io.plimsoll.account.Position position = priced.position();
        MarginedPosition margined = margined(view.marginAccount(), priced.id());
        PositionPrices prices = view.prices().get(priced.id());
        BigDecimal liquidation = prices == null ? null : normalised(prices.liquidation());
        return new Position(
                priced.id(),
                position.instrument(),
                position.contract().name(),
                position.mode().name(),
                position.side().name(),
                position.quantity(),
                position.quantity().abs(),
                position.entryPrice(),
                position.mark().price(),
                position.mark().indexPrice(),
                position.mark().indexDeviation(),
                position.mark().ageAt(view.evaluatedAt()),
                position.multiplier(),
                position.isolatedMargin(),
                position.leverage(),
                Decimals.normalised(priced.price()),
                priced.source().name(),
                Decimals.normalised(priced.notional()),
                Decimals.normalised(priced.unrealisedPnl()),
                margined == null ? null : requirement(view, margined.initialMargin()),
                margined == null ? null : requirement(view, margined.maintenanceMargin()),
                liquidation,
                prices == null ? null : normalised(prices.bankruptcy()),
                liquidation == null ? null : distance(priced.price(), liquidation));
    }

    private static @Nullable MarginedPosition margined(@Nullable MarginAccount margin, PositionId id) {
        return margin == null ? null : margin.position(id);
    }

    private static BigDecimal requirement(View view, BigDecimal exact) {
        MarginAccount margin = view.marginAccount();
        return Decimals.normalised(margin == null ? exact : margin.rounding().requirementRoundedUp(exact));
    }

    private static BigDecimal distance(BigDecimal price, BigDecimal liquidation) {
        return Decimals.quotientRoundedDown(price.subtract(liquidation).abs(), price);
    }

    private static io.plimsoll.rules.facts.MarginAccount marginAccount(MarginAccount margin, View view) {
        return new io.plimsoll.rules.facts.MarginAccount(
                margin.id().mode().name(),
                Decimals.normalised(margin.wallet()),
                Decimals.normalised(margin.equity()),
                Decimals.normalised(margin.initialMargin()),
                Decimals.normalised(margin.maintenanceMargin()),
                margin.marginRatio().map(Decimals::normalised).orElse(null),
                Decimals.normalised(margin.unrealisedPnl()),
                Decimals.normalised(margin.notional()),
                Decimals.normalised(margin.closingCost()),
                margin.positions().size(),
                view.outcome() == null ? null : view.outcome().name());
    }

    private static MarginCall marginCall(OpenCall call, Instant evaluatedAt) {
        return new MarginCall(
                call.openedAt(),
                call.dueBy(),
                Decimals.normalised(call.originalAmount()),
                Decimals.normalised(call.amount()),
                call.curedShare(),
                Duration.between(call.openedAt(), evaluatedAt),
                call.elapsedShareAt(evaluatedAt),
                call.isOverdueAt(evaluatedAt));
    }

    private static @Nullable BigDecimal normalised(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.normalised(value);
    }
}
