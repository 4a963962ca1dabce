package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.AccrualKind;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.rules.model.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that an analysis starts from: plain ones for each customer segment, instrument and asset of the pack's tables, one for each
 * rule with the facts that the rule looks at, and the accounts of the scenarios.
 */
final class Bases {
    private static final int NAMES_MAX = 40;
    private static final int SCENARIOS_MAX = 8;
    private static final BigDecimal PRICE = BigDecimal.valueOf(100);
    private static final BigDecimal QUANTITY = BigDecimal.valueOf(100);
    private static final BigDecimal CASH = BigDecimal.valueOf(20_000);
    private static final String UNKNOWN = "UNKNOWN";
    private static final Duration CURE = Duration.ofMinutes(30);

    private final Candidate candidate;
    private final Names names;
    private final List<String> leftOut = new ArrayList<>();
    private final Map<String, Base> bases = new LinkedHashMap<>();

    /**
     * An account to start from.
     *
     * @param about what it stands for, such as {@code instrument BTCUSDT}
     * @param moves which quantities are worth moving
     */
    record Base(String about, Case given, Moves moves) {}

    /** Which quantities of an account are worth moving. */
    enum Moves {
        ALL,
        POSITION,
        COLLATERAL,
        NONE
    }

    private Bases(Candidate candidate) {
        this.candidate = candidate;
        this.names = Names.of(candidate);
    }

    /**
     * The accounts, and what was left out for their number.
     *
     * @param bases never empty
     */
    record Chosen(List<Base> bases, List<String> leftOut) {}

    static Chosen of(Candidate candidate, List<Rule> rules) {
        Bases chosen = new Bases(candidate);
        chosen.choose(rules);
        return new Chosen(List.copyOf(chosen.bases.values()), List.copyOf(chosen.leftOut));
    }

    private void choose(List<Rule> rules) {
        Case plain = plain();
        for (String segment : atMost("segments", segments(plain))) {
            add("segment " + segment, Accounts.withSegment(plain, segment), Moves.ALL);
        }
        add("a short position", Accounts.withPosition(plain, 0, Bases::turned), Moves.ALL);
        add("an isolated position", Accounts.withPosition(plain, 0, Bases::isolated), Moves.ALL);
        for (Rule rule : rules) {
            add("what " + rule.id() + " looks at", directed(plain, Wants.of(rule)), Moves.ALL);
        }
        for (String instrument : atMost("instruments", names.keys("Position.instrument"))) {
            Case of = Accounts.withPositions(
                    plain, List.of(position(instrument, plain.snapshot().asOf())));
            add("instrument " + instrument, of, Moves.POSITION);
        }
        for (String asset : atMost("assets", names.keys("Collateral.asset"))) {
            if (!asset.equals(plain.snapshot().settlementCurrency())) {
                add("asset " + asset, Accounts.withCollateral(plain, asset, BigDecimal.ONE, PRICE), Moves.COLLATERAL);
            }
        }
        add("a segment of no table", Accounts.withSegment(plain, UNKNOWN), Moves.NONE);
        add("an asset of no table", Accounts.withCollateral(plain, UNKNOWN, BigDecimal.ONE, PRICE), Moves.NONE);
        add(
                "an instrument of no table",
                Accounts.withPosition(plain, 0, position -> Accounts.renamed(position, UNKNOWN)),
                Moves.NONE);
        scenarios().forEach(given -> add("scenario account " + given.snapshot().accountId(), given, Moves.ALL));
    }

    /** An account that only differs in its name from one before is not looked at twice. */
    private void add(String about, Case given, Moves moves) {
        AccountSnapshot of = given.snapshot();
        String content = of.segment()
                + of.collateral()
                + of.positions()
                + of.openOrders()
                + of.accrued()
                + of.attributes()
                + of.markets()
                + given.openCalls()
                + given.lastDecisions();
        bases.putIfAbsent(content + (moves == Moves.ALL ? "" : moves), new Base(about, given, moves));
    }

    private List<String> atMost(String what, List<String> all) {
        if (all.size() > NAMES_MAX) {
            leftOut.add("%d of %d %s, from `%s` on"
                    .formatted(all.size() - NAMES_MAX, all.size(), what, all.get(NAMES_MAX)));
        }
        return all.stream().limit(NAMES_MAX).toList();
    }

    private List<String> segments(Case plain) {
        Set<String> segments = new LinkedHashSet<>(names.keys("Account.segment"));
        segments.addAll(names.texts("Account.segment"));
        return segments.isEmpty() ? List.of(plain.snapshot().segment()) : List.copyOf(segments);
    }

    private Case plain() {
        AccountSnapshot first =
                candidate.suites().getFirst().scenarios().getFirst().given().snapshot();
        String segment = names.keys("Account.segment").stream().findFirst().orElse(first.segment());
        String currency = candidate.manifest().settlesIn();
        AccountSnapshot snapshot = new AccountSnapshot(
                "ANALYSIS",
                1,
                first.asOf(),
                segment,
                currency,
                List.of(new Collateral(currency, CASH, BigDecimal.ONE)),
                List.of(position(instrument(first), first.asOf())),
                List.of(),
                List.of(),
                first.attributes());
        return Case.ofSnapshot(snapshot, "", List.of());
    }

    private String instrument(AccountSnapshot first) {
        return names.keys("Position.instrument").stream()
                .findFirst()
                .or(() -> first.positions().stream().map(Position::instrument).findFirst())
                .orElse("ANALYSIS");
    }

    /** Of the kind of contract that scenarios hold in the instrument, or in any. An option is taken as it stands there: its terms go with its price. */
    private Position position(String instrument, Instant markTime) {
        Optional<Position> held = held(instrument);
        if (held.isPresent() && held.get().contract().isOption()) {
            return Accounts.renamed(Accounts.marked(held.get(), markTime), instrument);
        }
        return new Position(
                instrument,
                held.map(Position::contract).orElse(ContractKind.LINEAR),
                MarginMode.CROSS,
                QUANTITY,
                PRICE,
                new Mark(PRICE, null, markTime),
                BigDecimal.ONE,
                null,
                null);
    }

    private Optional<Position> held(String instrument) {
        List<Position> held = candidate.suites().stream()
                .flatMap(suite -> suite.scenarios().stream())
                .flatMap(scenario -> scenario.given().snapshot().positions().stream())
                .toList();
        return held.stream()
                .filter(position -> position.instrument().equals(instrument))
                .findFirst()
                .or(() -> held.stream().findFirst());
    }

    private static Position turned(Position of) {
        return of.withQuantity(of.quantity().negate());
    }

    private static Position isolated(Position of) {
        return Accounts.isolated(of, CASH);
    }

    private Case directed(Case plain, Wants wants) {
        Case given = plain;
        for (Wants.Fact fact : wants.facts()) {
            given = switch (fact.type()) {
                case "Account" -> segment(given, fact);
                case "Attribute" -> attribute(given, fact);
                case "Position" -> Accounts.withPosition(given, 0, position -> directed(position, fact));
                case "Collateral" -> collateral(given, fact);
                case "OpenOrder" -> order(given, fact);
                case "Accrual" -> accrual(given, fact);
                case "MarginCall" -> call(given, fact);
                case "LastDecision" -> last(given, fact);
                case "MarginAccount" ->
                    "ISOLATED".equals(fact.fields().get("mode"))
                            ? Accounts.withPosition(given, 0, Bases::isolated)
                            : given;
                default -> given;
            };
        }
        return given;
    }

    private static Case segment(Case given, Wants.Fact fact) {
        return fact.field("segment")
                .map(name -> Accounts.withSegment(given, name))
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
            position = isolated(position);
        }
        if (fact.fields().containsKey("leverage")) {
            position = Accounts.withLeverage(position, BigDecimal.TEN);
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
        return fact.field("asset")
                .filter(asset -> !asset.equals(given.snapshot().settlementCurrency()))
                .map(asset -> Accounts.withCollateral(given, asset, BigDecimal.ONE, PRICE))
                .orElse(given);
    }

    private static Case order(Case given, Wants.Fact fact) {
        List<OpenOrder> orders = new ArrayList<>(given.snapshot().openOrders());
        String instrument = fact.field("instrument")
                .orElse(given.snapshot().positions().getFirst().instrument());
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
        MarginAccountId account =
                MarginAccountId.of(given.snapshot().positions().getFirst().id());
        return Accounts.withCalls(
                given,
                List.of(new OpenCall(
                        "call", account, openedAt, openedAt.plus(CURE), BigDecimal.TEN, BigDecimal.TEN, false)));
    }

    private static Case last(Case given, Wants.Fact fact) {
        Outcome outcome = fact.field("outcome")
                .map(Outcome::valueOf)
                .filter(of -> of != Outcome.HOLD)
                .orElse(Outcome.HEALTHY);
        MarginAccountId account =
                MarginAccountId.of(given.snapshot().positions().getFirst().id());
        Instant since = given.evaluatedAt().minus(CURE);
        return given.after(
                List.of(new LastDecision(account, outcome, since, outcome.closesPositions() ? since : null)));
    }

    /** Accounts of scenarios that differ in shape; what only the suites' own tables know goes by a name of the pack's. */
    private List<Case> scenarios() {
        List<Case> chosen = new ArrayList<>();
        Set<String> shapes = new HashSet<>();
        for (Suite suite : candidate.suites()) {
            for (Suite.Scenario scenario : suite.scenarios()) {
                Case given = scenario.given();
                if (chosen.size() < SCENARIOS_MAX && shapes.add(shape(given))) {
                    Case known = known(given);
                    if (known != null) {
                        chosen.add(known);
                    }
                }
            }
        }
        return chosen;
    }

    private static String shape(Case given) {
        AccountSnapshot of = given.snapshot();
        return of.collateral().size() + " "
                + of.positions().stream()
                        .map(position -> position.mode() + " " + position.side())
                        .sorted()
                        .collect(Collectors.joining(","))
                + " "
                + of.openOrders().size() + of.accrued().size()
                + given.openCalls().size()
                + of.attributes().keySet();
    }

    private @Nullable Case known(Case given) {
        List<String> instruments = names.keys("Position.instrument");
        List<String> segments = names.keys("Account.segment");
        boolean strange = !instruments.isEmpty()
                && given.snapshot().positions().stream()
                        .anyMatch(position -> !instruments.contains(position.instrument()));
        boolean oneOnly = given.snapshot().positions().size() == 1
                && given.snapshot().openOrders().isEmpty();
        if (strange && !oneOnly || given.snapshot().positions().isEmpty()) {
            return null;
        }
        Case named = strange
                ? Accounts.withPosition(given, 0, position -> Accounts.renamed(position, instruments.getFirst()))
                : given;
        boolean otherSegment =
                !segments.isEmpty() && !segments.contains(given.snapshot().segment());
        return otherSegment ? Accounts.withSegment(named, segments.getFirst()) : named;
    }
}
