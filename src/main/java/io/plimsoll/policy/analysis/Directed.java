package io.plimsoll.policy.analysis;

import io.plimsoll.account.Accrual;
import io.plimsoll.account.AccrualKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Bases.Moves;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The account that a rule looks at: the plain one with the facts that the rule's patterns look for. */
final class Directed {
    private static final BigDecimal PRICE = BigDecimal.valueOf(100);
    private static final BigDecimal ISOLATED = BigDecimal.valueOf(20_000);
    private static final BigDecimal CONTRACTS = BigDecimal.valueOf(100_000);
    private static final BigDecimal VOLATILITY = new BigDecimal("0.5");
    private static final BigDecimal SURE = new BigDecimal("0.001");
    private static final Duration CURE = Duration.ofMinutes(30);
    private static final Set<String> OF_LOANS =
            Set.of("healthFactor", "initialHealth", "marginLevel", "debtValue", "borrowingCapacity");

    private final Candidate candidate;
    private final Names names;

    Directed(Candidate candidate, Names names) {
        this.candidate = candidate;
        this.names = names;
    }

    /** The account with what a rule looks for. */
    Case at(Case plain, Wants wants) {
        Case given = plain;
        for (Wants.Fact fact : wants.facts()) {
            given = switch (fact.type()) {
                case "Account" -> account(given, fact);
                case "Attribute" -> attribute(given, fact);
                case "Position" -> position(given, fact);
                case "Underlying" ->
                    Accounts.withPositions(
                            given,
                            given.snapshot().positions().stream()
                                    .map(Accounts::withGreeks)
                                    .toList());
                case "Market", "Quote" -> markets(given);
                case "Calendar" -> "true".equals(fact.fields().get("inMaintenance")) ? inMaintenance(given) : given;
                case "Collateral" -> collateral(given, fact);
                case "OpenOrder" -> order(given, fact);
                case "Accrual" -> accrual(given, fact);
                case "MarginCall" -> call(given, fact);
                case "LastDecision" -> last(given, fact);
                case "MarginAccount" -> marginAccount(given, fact);
                default -> given;
            };
        }
        return given;
    }

    /** Of an account with markets, what a market says is moved; all else is moved where it has none. */
    static Moves moves(Wants wants) {
        boolean ofMarkets = wants.facts().stream()
                .anyMatch(fact -> fact.type().equals("Market") || fact.type().equals("Quote") || isShare(fact));
        return ofMarkets ? Moves.MARKET : Moves.ALL;
    }

    private static boolean isShare(Wants.Fact fact) {
        return fact.fields().containsKey("shareOfOpenInterest") || fact.fields().containsKey("shareOfVolume");
    }

    private static Case account(Case given, Wants.Fact fact) {
        Case named = fact.field("segment")
                .map(name -> Accounts.withSegment(given, name))
                .orElse(given);
        boolean ordered = fact.fields().containsKey("openOrderCount")
                && given.snapshot().openOrders().isEmpty()
                && !given.snapshot().positions().isEmpty();
        return ordered ? order(named, new Wants.Fact("OpenOrder", Map.of())) : named;
    }

    private Case position(Case given, Wants.Fact fact) {
        if (given.snapshot().positions().isEmpty()) {
            return given;
        }
        Case directed = Accounts.withPosition(given, 0, position -> directed(position, fact));
        return isShare(fact) ? markets(directed) : directed;
    }

    private Case marginAccount(Case given, Wants.Fact fact) {
        boolean isolated = "ISOLATED".equals(fact.fields().get("mode"))
                && !given.snapshot().positions().isEmpty();
        Case moded = isolated ? Accounts.withPosition(given, 0, of -> Accounts.isolated(of, ISOLATED)) : given;
        boolean owing = OF_LOANS.stream().anyMatch(fact.fields()::containsKey);
        return owing ? owing(moded) : moded;
    }

    /** A loan in the settlement currency, where none is owed yet. */
    private static Case owing(Case given) {
        return given.snapshot().collateral().stream()
                        .anyMatch(held -> held.borrowed().signum() > 0)
                ? given
                : Accounts.withBalances(
                        given,
                        given.snapshot().collateral().stream()
                                .map(held ->
                                        held.asset().equals(given.snapshot().settlementCurrency())
                                                ? Accounts.owing(held, BigDecimal.ONE)
                                                : held)
                                .toList());
    }

    /** All that can be known of the markets of the positions, and of those that tables name. */
    private Case markets(Case given) {
        Map<String, Market> markets = new TreeMap<>();
        given.snapshot()
                .positions()
                .forEach(of -> markets.put(
                        of.instrument(), market(of.instrument(), of.mark().price(), given.evaluatedAt())));
        names.keys("Market.instrument")
                .forEach(name -> markets.putIfAbsent(name, market(name, PRICE, given.evaluatedAt())));
        return Accounts.withMarkets(given, List.copyOf(markets.values()));
    }

    private static Market market(String instrument, BigDecimal price, Instant now) {
        return new Market(
                instrument,
                CONTRACTS,
                CONTRACTS,
                VOLATILITY,
                CONTRACTS,
                price.multiply(SURE),
                price,
                price,
                Stream.of("A", "B", "C")
                        .map(source -> new Quote(source, price, now))
                        .toList());
    }

    /** At the first instant at which a calendar of the pack is in maintenance. */
    private Case inMaintenance(Case given) {
        return candidate.calendars().stream()
                .flatMap(calendar -> calendar.maintenance().stream())
                .map(window -> Accounts.shifted(given, Duration.between(given.evaluatedAt(), window.from())))
                .findFirst()
                .orElse(given);
    }

    private Case attribute(Case given, Wants.Fact fact) {
        String name = fact.field("name").orElse("analysis");
        String value = fact.field("value")
                .or(() -> names.keys("Attribute.value").stream().findFirst())
                .or(() -> Optional.ofNullable(given.snapshot().attributes().get(name)))
                .orElse("any");
        return Accounts.withAttribute(given, name, value);
    }

    private static Position directed(Position of, Wants.Fact fact) {
        Position position = of;
        if ("SHORT".equals(fact.fields().get("side"))) {
            position = of.withQuantity(of.quantity().abs().negate());
        }
        boolean isolated =
                "ISOLATED".equals(fact.fields().get("mode")) || fact.fields().containsKey("isolatedMargin");
        if (isolated && position.mode() == MarginMode.CROSS) {
            position = Accounts.isolated(position, ISOLATED);
        }
        if (fact.fields().containsKey("leverage")) {
            position = Accounts.withLeverage(position, BigDecimal.TEN);
        }
        if ("PUT".equals(fact.fields().get("optionType"))) {
            position = Accounts.asPut(position);
        }
        String instrument = fact.fields().get("instrument");
        if (instrument != null) {
            position = Accounts.renamed(position, instrument);
        }
        boolean indexed =
                fact.fields().containsKey("indexDeviation") || fact.fields().containsKey("indexPrice");
        return indexed
                ? Accounts.priced(
                        position,
                        position.entryPrice(),
                        position.mark().price(),
                        position.mark().price(),
                        position.mark().time())
                : position;
    }

    private static Case collateral(Case given, Wants.Fact fact) {
        Case held = fact.field("asset")
                .filter(asset -> !asset.equals(given.snapshot().settlementCurrency()))
                .map(asset -> Accounts.withCollateral(given, asset, BigDecimal.ONE, PRICE))
                .orElse(given);
        boolean owed = fact.fields().containsKey("borrowed") || fact.fields().containsKey("debtValue");
        return owed ? owing(held) : held;
    }

    private static Case order(Case given, Wants.Fact fact) {
        List<OpenOrder> orders = new ArrayList<>(given.snapshot().openOrders());
        Optional<String> held =
                given.snapshot().positions().stream().map(Position::instrument).findFirst();
        String instrument = fact.field("instrument").or(() -> held).orElse("ANALYSIS");
        orders.add(new OpenOrder(
                "order-" + (orders.size() + 1),
                instrument,
                "SELL".equals(fact.fields().get("side")) ? OrderSide.SELL : OrderSide.BUY,
                BigDecimal.TEN,
                PRICE,
                "true".equals(fact.fields().get("reduceOnly"))));
        return Accounts.withOrders(given, orders);
    }

    private static Case accrual(Case given, Wants.Fact fact) {
        String asset = fact.field("asset").orElse(given.snapshot().settlementCurrency());
        Case priced = asset.equals(given.snapshot().settlementCurrency())
                ? given
                : Accounts.withCollateral(given, asset, BigDecimal.ZERO, PRICE);
        AccrualKind kind = fact.field("kind").map(AccrualKind::valueOf).orElse(AccrualKind.FUNDING);
        List<Accrual> accrued = new ArrayList<>(given.snapshot().accrued());
        accrued.add(new Accrual(kind, asset, BigDecimal.ONE.negate()));
        return Accounts.withAccrued(priced, accrued);
    }

    private static Case call(Case given, Wants.Fact fact) {
        boolean overdue = "true".equals(fact.fields().get("overdue"));
        Instant openedAt = given.evaluatedAt().minus(overdue ? CURE : CURE.dividedBy(2));
        MarginAccountId account = judged(given);
        return Accounts.withCalls(
                given,
                List.of(new OpenCall(
                        "call", account, openedAt, openedAt.plus(CURE), BigDecimal.TEN, BigDecimal.TEN, false)));
    }

    private static MarginAccountId judged(Case given) {
        return given.snapshot().positions().stream()
                .findFirst()
                .map(position -> MarginAccountId.of(position.id()))
                .orElse(MarginAccountId.CROSS);
    }

    private static Case last(Case given, Wants.Fact fact) {
        Outcome outcome = fact.field("outcome")
                .map(Outcome::valueOf)
                .filter(of -> of != Outcome.HOLD)
                .orElse(Outcome.HEALTHY);
        MarginAccountId account = judged(given);
        Instant since = given.evaluatedAt().minus(CURE);
        return given.after(
                List.of(new LastDecision(account, outcome, since, outcome.closesPositions() ? since : null)));
    }
}
