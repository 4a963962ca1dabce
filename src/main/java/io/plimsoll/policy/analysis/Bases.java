package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Stage;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.rules.model.Rule;
import java.math.BigDecimal;
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
        MARKET,
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
        boolean ofPositions = rules.stream().anyMatch(Bases::isOfPositions);
        Case plain = ofPositions ? plain() : loan();
        Directed directed = new Directed(candidate, names);
        for (String segment : atMost("segments", segments(plain))) {
            add("segment " + segment, Accounts.withSegment(plain, segment), Moves.ALL);
        }
        if (ofPositions) {
            add("a short position", Accounts.withPosition(plain, 0, Bases::turned), Moves.ALL);
            add("an isolated position", Accounts.withPosition(plain, 0, Bases::isolated), Moves.ALL);
        }
        for (Rule rule : rules) {
            Wants wants = Wants.of(rule);
            add("what " + rule.id() + " looks at", directed.at(known(plain, rule), wants), Directed.moves(wants));
        }
        List<String> instruments = ofPositions ? names.keys("Position.instrument") : List.of();
        for (String instrument : atMost("instruments", instruments)) {
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
        if (ofPositions) {
            add(
                    "an instrument of no table",
                    Accounts.withPosition(plain, 0, position -> Accounts.renamed(position, UNKNOWN)),
                    Moves.NONE);
        }
        addScenarios();
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

    /** In a segment and an instrument that the tables of a rule have. */
    private Case known(Case plain, Rule rule) {
        Names own = Names.of(candidate, List.of(rule));
        List<String> segments = own.keys("Account.segment");
        Set<String> instruments = new LinkedHashSet<>(own.keys("Position.instrument"));
        instruments.addAll(own.keys("OpenOrder.instrument"));
        Case named = segments.isEmpty() || segments.contains(plain.snapshot().segment())
                ? plain
                : Accounts.withSegment(plain, segments.getFirst());
        boolean known = instruments.isEmpty()
                || named.snapshot().positions().stream().allMatch(held -> instruments.contains(held.instrument()));
        return known
                ? named
                : Accounts.withPositions(
                        named,
                        List.of(position(
                                instruments.iterator().next(), named.snapshot().asOf())));
    }

    /** A pack whose margin rules look at no position decides loans alone. */
    private static boolean isOfPositions(Rule rule) {
        return rule.info().stage() == Stage.MARGIN
                && Wants.of(rule).facts().stream().anyMatch(fact -> fact.type().equals("Position"));
    }

    /** Much of one asset, and little that is owed in another. */
    private Case loan() {
        Case plain = Accounts.withPositions(plain(), List.of());
        List<String> assets = names.keys("Collateral.asset");
        String currency = candidate.manifest().settlesIn();
        String held = assets.stream().findFirst().orElse(currency);
        String owed = assets.stream().reduce(currency, (before, last) -> last);
        return Accounts.withBalances(
                plain,
                List.of(
                        new Collateral(held, QUANTITY, CASH.divide(QUANTITY)),
                        new Collateral(
                                owed + (owed.equals(held) ? " owed" : ""),
                                BigDecimal.ZERO,
                                BigDecimal.ONE,
                                CASH.divide(BigDecimal.TWO),
                                BigDecimal.ZERO)));
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

    /** Accounts of scenarios that differ in shape; what only the suites' own tables know goes by a name of the pack's. */
    private void addScenarios() {
        int chosen = 0;
        Set<String> shapes = new HashSet<>();
        for (Suite suite : candidate.suites()) {
            for (Suite.Scenario scenario : suite.scenarios()) {
                Case given = scenario.given();
                if (chosen < SCENARIOS_MAX && shapes.add(shape(given))) {
                    Case known = known(given);
                    if (known != null) {
                        chosen++;
                        add("case " + scenario.name(), known, Moves.ALL);
                    }
                }
            }
        }
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
                + of.markets().size()
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
        boolean empty = given.snapshot().positions().isEmpty()
                && given.snapshot().collateral().stream()
                        .allMatch(held -> held.borrowed().signum() == 0);
        if (strange && !oneOnly || empty) {
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
