package io.plimsoll.rules;

import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.View;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the fact of a margin account, of which only the wanted fields are calculated. */
final class MarginAccountFact {

    private final Predicate<String> wanted;

    MarginAccountFact(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    io.plimsoll.rules.facts.MarginAccount of(MarginAccount margin, View view) {
        return new io.plimsoll.rules.facts.MarginAccount(
                margin.id().mode().name(),
                amount("wallet", margin, MarginAccount::wallet),
                amount("equity", margin, MarginAccount::equity),
                amount("initialMargin", margin, MarginAccount::initialMargin),
                amount("maintenanceMargin", margin, MarginAccount::maintenanceMargin),
                ratio("marginRatio", margin, MarginAccount::marginRatio),
                wanted.test("breachedFor") ? breachedFor(margin, view) : null,
                amount("unrealisedPnl", margin, MarginAccount::unrealisedPnl),
                amount("optionValue", margin, MarginAccount::optionValue),
                amount("notional", margin, MarginAccount::notional),
                amount("closingCost", margin, MarginAccount::closingCost),
                amount("portfolioMargin", margin, of -> of.portfolio().requirement()),
                amount("collateralValue", margin, of -> of.balances().collateralValue()),
                amount("assetsValue", margin, of -> of.balances().assetsValue()),
                amount("debtValue", margin, of -> of.balances().debtValue()),
                amount("borrowingCapacity", margin, of -> of.balances().borrowingCapacity()),
                ratio("healthFactor", margin, of -> of.balances().healthFactor()),
                ratio("initialHealth", margin, of -> of.balances().initialHealth()),
                ratio("marginLevel", margin, of -> of.balances().marginLevel()),
                margin.positions().size(),
                view.outcome() == null ? null : view.outcome().name());
    }

    private BigDecimal amount(String field, MarginAccount margin, Function<MarginAccount, BigDecimal> value) {
        return wanted.test(field) ? Decimals.normalised(value.apply(margin)) : Decimals.ZERO;
    }

    private @Nullable BigDecimal ratio(
            String field, MarginAccount margin, Function<MarginAccount, Optional<BigDecimal>> value) {
        return wanted.test(field)
                ? value.apply(margin).map(Decimals::normalised).orElse(null)
                : null;
    }

    private static @Nullable Duration breachedFor(MarginAccount margin, View view) {
        return margin.coversMaintenance(BigDecimal.ONE)
                ? null
                : LastDecision.breachedFor(view.lastDecision(), view.evaluatedAt());
    }
}
