package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accounts that differ from another in one respect. */
final class Accounts {

    private Accounts() {}

    static Case with(Case given, AccountSnapshot snapshot, List<OpenCall> calls, Instant evaluatedAt) {
        return new Case(
                snapshot,
                given.snapshotDigest(),
                calls,
                given.lastDecisions(),
                given.fills(),
                given.trigger(),
                evaluatedAt);
    }

    static Case with(Case given, AccountSnapshot snapshot) {
        return with(given, snapshot, given.openCalls(), given.evaluatedAt());
    }

    static Case withSegment(Case given, String segment) {
        AccountSnapshot of = given.snapshot();
        return with(given, snapshot(of, segment, of.collateral(), of.positions(), of.openOrders(), of.attributes()));
    }

    static Case withAttribute(Case given, String name, String value) {
        AccountSnapshot of = given.snapshot();
        Map<String, String> attributes = new TreeMap<>(of.attributes());
        attributes.put(name, value);
        return with(given, snapshot(of, of.segment(), of.collateral(), of.positions(), of.openOrders(), attributes));
    }

    static Case withPositions(Case given, List<Position> positions) {
        AccountSnapshot of = given.snapshot();
        return with(given, snapshot(of, of.segment(), of.collateral(), positions, of.openOrders(), of.attributes()));
    }

    static Case withPosition(Case given, int index, UnaryOperator<Position> change) {
        List<Position> positions = new ArrayList<>(given.snapshot().positions());
        positions.set(index, change.apply(positions.get(index)));
        return withPositions(given, positions);
    }

    static Case withOrders(Case given, List<OpenOrder> orders) {
        return with(given, given.snapshot().withOpenOrders(orders));
    }

    static Case withAccrued(Case given, List<Accrual> accrued) {
        AccountSnapshot of = given.snapshot();
        return with(
                given,
                new AccountSnapshot(
                        of.accountId(),
                        of.sequence(),
                        of.asOf(),
                        of.segment(),
                        of.settlementCurrency(),
                        of.collateral(),
                        of.positions(),
                        of.openOrders(),
                        accrued,
                        of.attributes(),
                        of.markets()));
    }

    static Case withCalls(Case given, List<OpenCall> calls) {
        return with(given, given.snapshot(), calls, given.evaluatedAt());
    }

    /** The quantity of an asset, which is put among the collateral where it is not held. */
    static Case withCollateral(Case given, String asset, BigDecimal quantity, BigDecimal price) {
        List<Collateral> collateral = new ArrayList<>();
        boolean held = false;
        for (Collateral one : given.snapshot().collateral()) {
            boolean meant = one.asset().equals(asset);
            held |= meant;
            collateral.add(
                    meant ? new Collateral(asset, quantity, one.price(), one.borrowed(), one.repaidInEpisode()) : one);
        }
        if (!held) {
            collateral.add(new Collateral(asset, quantity, price));
        }
        return withBalances(given, collateral);
    }

    static Case withBalances(Case given, List<Collateral> collateral) {
        return with(given, given.snapshot().withCollateral(collateral));
    }

    static Collateral owing(Collateral of, BigDecimal borrowed) {
        return new Collateral(of.asset(), of.quantity(), of.price(), borrowed, of.repaidInEpisode());
    }

    static Case withMarkets(Case given, List<Market> markets) {
        return with(given, given.snapshot().withMarkets(markets));
    }

    /** The same account a while later or earlier, with all that it says of time. */
    static Case shifted(Case given, Duration by) {
        AccountSnapshot of = given.snapshot();
        AccountSnapshot moved = new AccountSnapshot(
                of.accountId(),
                of.sequence(),
                of.asOf().plus(by),
                of.segment(),
                of.settlementCurrency(),
                of.collateral(),
                of.positions().stream().map(position -> shifted(position, by)).toList(),
                of.openOrders(),
                of.accrued(),
                of.attributes(),
                of.markets().stream().map(market -> shifted(market, by)).toList());
        List<OpenCall> calls = given.openCalls().stream()
                .map(call -> moved(call, call.openedAt().plus(by)))
                .toList();
        return with(given, moved, calls, given.evaluatedAt().plus(by))
                .after(given.lastDecisions().stream()
                        .map(last -> shifted(last, by))
                        .toList());
    }

    private static LastDecision shifted(LastDecision of, Duration by) {
        Instant breachedSince = of.breachedSince();
        return new LastDecision(
                of.marginAccount(),
                of.outcome(),
                of.since().plus(by),
                breachedSince == null ? null : breachedSince.plus(by));
    }

    private static Market shifted(Market of, Duration by) {
        List<Quote> quotes = of.quotes().stream()
                .map(quote ->
                        new Quote(quote.source(), quote.price(), quote.time().plus(by)))
                .toList();
        return new Market(
                of.instrument(),
                of.openInterest(),
                of.dailyVolume(),
                of.volatility(),
                of.depth(),
                of.confidence(),
                of.lastPrice(),
                of.meanPrice(),
                quotes);
    }

    /** The call with its time to cure, due at an instant. */
    static OpenCall dueAt(OpenCall call, Instant dueBy) {
        return moved(call, dueBy.minus(Duration.between(call.openedAt(), call.dueBy())));
    }

    /** The call with its time to cure, opened at another instant. */
    static OpenCall moved(OpenCall call, Instant openedAt) {
        Duration cure = Duration.between(call.openedAt(), call.dueBy());
        return new OpenCall(
                call.callId(),
                call.marginAccount(),
                openedAt,
                openedAt.plus(cure),
                call.originalAmount(),
                call.amount(),
                call.isJudgedAtDeadline());
    }

    private static Position shifted(Position of, Duration by) {
        Position marked = marked(of, of.mark().time().plus(by));
        return copy(marked, of.expiry() == null ? null : of.expiry().plus(by));
    }

    static Position marked(Position of, Instant time) {
        return priced(of, of.entryPrice(), of.mark().price(), of.mark().indexPrice(), time);
    }

    static Position priced(
            Position of, BigDecimal entryPrice, BigDecimal price, @Nullable BigDecimal indexPrice, Instant time) {
        Mark mark = new Mark(price, indexPrice, time);
        return copy(of, of.instrument(), of.mode(), entryPrice, mark, of.isolatedMargin(), of.leverage());
    }

    static Position withLeverage(Position of, BigDecimal leverage) {
        return copy(of, of.instrument(), of.mode(), of.entryPrice(), of.mark(), of.isolatedMargin(), leverage);
    }

    static Position isolated(Position of, BigDecimal margin) {
        return copy(of, of.instrument(), MarginMode.ISOLATED, of.entryPrice(), of.mark(), margin, of.leverage());
    }

    /** An option whose venue does not say its greeks gets those of one at the money. */
    static Position withGreeks(Position of) {
        OptionTerms terms = of.option();
        BigDecimal underlying = terms == null ? null : terms.underlyingPrice();
        if (terms == null || terms.greeks() != null || underlying == null) {
            return of;
        }
        BigDecimal delta = of.mark().price().divide(underlying, MathContext.DECIMAL32);
        Greeks greeks = new Greeks(
                terms.type() == OptionType.CALL ? delta : delta.negate(),
                delta.divide(underlying, MathContext.DECIMAL32),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
        return copy(
                of,
                new OptionTerms(
                        terms.type(), terms.strike(), terms.underlyingPrice(), terms.impliedVolatility(), greeks));
    }

    /** A call as a put of the same price; what is no option stays as it is. */
    static Position asPut(Position of) {
        OptionTerms terms = of.option();
        return terms == null
                ? of
                : copy(
                        of,
                        new OptionTerms(
                                OptionType.PUT,
                                terms.strike(),
                                terms.underlyingPrice(),
                                terms.impliedVolatility(),
                                terms.greeks()));
    }

    static Position renamed(Position of, String instrument) {
        return copy(of, instrument, of.mode(), of.entryPrice(), of.mark(), of.isolatedMargin(), of.leverage());
    }

    /** What is its own underlying stays so under another name. */
    private static Position copy(
            Position of,
            String instrument,
            MarginMode mode,
            BigDecimal entryPrice,
            Mark mark,
            @Nullable BigDecimal isolatedMargin,
            @Nullable BigDecimal leverage) {
        return new Position(
                instrument,
                of.contract(),
                mode,
                of.quantity(),
                entryPrice,
                mark,
                of.multiplier(),
                isolatedMargin,
                leverage,
                of.underlying().equals(of.instrument()) ? instrument : of.underlying(),
                of.expiry(),
                of.option());
    }

    private static Position copy(Position of, OptionTerms terms) {
        return new Position(
                of.instrument(),
                of.contract(),
                of.mode(),
                of.quantity(),
                of.entryPrice(),
                of.mark(),
                of.multiplier(),
                of.isolatedMargin(),
                of.leverage(),
                of.underlying(),
                of.expiry(),
                terms);
    }

    private static Position copy(Position of, @Nullable Instant expiry) {
        return new Position(
                of.instrument(),
                of.contract(),
                of.mode(),
                of.quantity(),
                of.entryPrice(),
                of.mark(),
                of.multiplier(),
                of.isolatedMargin(),
                of.leverage(),
                of.underlying(),
                expiry,
                of.option());
    }

    private static AccountSnapshot snapshot(
            AccountSnapshot of,
            String segment,
            List<Collateral> collateral,
            List<Position> positions,
            List<OpenOrder> orders,
            Map<String, String> attributes) {
        return new AccountSnapshot(
                of.accountId(),
                of.sequence(),
                of.asOf(),
                segment,
                of.settlementCurrency(),
                collateral,
                positions,
                orders,
                of.accrued(),
                attributes,
                of.markets());
    }
}
