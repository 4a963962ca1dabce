package io.plimsoll.speed;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** So many margin rules of three shapes: constants of a position, a row of a table that a position finds, an account with a position. */
final class SyntheticRules {

    private static final BigDecimal FACTOR = new BigDecimal("1.5");
    private static final BigDecimal COST = new BigDecimal("0.002");
    private static final int ACCOUNTS = 200;
    private static final List<String> SEGMENTS = List.of("RETAIL", "PROFESSIONAL", "INSTITUTIONAL");

    private SyntheticRules() {}

    enum Shape {
        OF_POSITION,
        OF_ROW,
        OF_ACCOUNT
    }

    /**
     * How much is made up.
     *
     * @param rules spread evenly over instruments and kinds of rows
     * @param kinds of rows that rules ask for
     * @param rows of the table, spread evenly over the instruments; their kinds go on behind those that rules ask for
     * @param positions of each account
     */
    record Size(int rules, int instruments, int kinds, int rows, int positions) {

        static Size of(int rules) {
            return new Size(rules, 40, 10, 400, 5);
        }

        /** So that as many rules match a position however many there are. */
        static Size spread(int rules) {
            int instruments = Math.max(40, rules / 5);
            return new Size(rules, instruments, instruments / 4, 10 * instruments, 5);
        }
    }

    /** What a rule says, for the class that evaluates it by hand. */
    record Spec(String id, Shape shape, String instrument, Side side, String kind, String segment, BigDecimal limit) {

        static Spec of(int i) {
            return of(i, Size.of(1));
        }

        static Spec of(int i, Size size) {
            return new Spec(
                    "SYN-%04d".formatted(i),
                    Shape.values()[i % 3],
                    instrumentOf(i / 3 % size.instruments()),
                    i % 2 == 0 ? Side.LONG : Side.SHORT,
                    "k" + i / 3 % size.kinds(),
                    SEGMENTS.get(i / 3 % SEGMENTS.size()),
                    BigDecimal.valueOf(1_000 + 37L * i % 90_000));
        }

        Spec limitedTo(BigDecimal other) {
            return new Spec(id, shape, instrument, side, kind, segment, other);
        }

        String text() {
            String when = switch (shape) {
                case OF_POSITION ->
                    "$p : Position( instrument == \"%s\", side == \"%s\", notional > %sB )"
                            .formatted(instrument, side, limit);
                case OF_ROW -> """
                    $p : Position( $instrument : instrument, $notional : notional )
                        Limit( instrument == $instrument, kind == "%s", above < $notional, $rate : rate )""".formatted(kind);
                case OF_ACCOUNT ->
                    "Account( segment == \"%s\" )\n    $p : Position( instrument == \"%s\", notional > %sB )"
                            .formatted(segment, instrument, limit);
            };
            String then = switch (shape) {
                case OF_POSITION -> "margin.multiply($p, 1.5B, \"large\");";
                case OF_ROW -> "margin.maintenance($p, $rate, 0B);";
                case OF_ACCOUNT -> "margin.closingCost($p, 0.002B);";
            };
            return """
                    rule "%s says so"
                        @owner("bench") @source("generated")
                    when
                        %s
                    then
                        %s
                    end
                    """.formatted(id, when, then);
        }
    }

    private static String instrumentOf(int i) {
        return "I%02dUSDT".formatted(i);
    }

    static Workload workload(int count) {
        return workload(Size.of(count), ACCOUNTS);
    }

    static Workload workload(Size size, int accounts) {
        List<Spec> specs =
                IntStream.range(0, size.rules()).mapToObj(i -> Spec.of(i, size)).toList();
        Map<String, List<Map<String, Object>>> rows = Map.of("Limit", limits(size));
        return new Workload(
                "synthetic-" + size.rules(),
                checked(specs),
                rows,
                accounts(size, accounts),
                new ByHand(specs, rows.get("Limit")),
                specs);
    }

    /** The rules as their authors would write them, 200 a file. */
    static List<RuleSource> files(List<Spec> specs) {
        List<RuleSource> files = new ArrayList<>();
        for (int from = 0; from < specs.size(); from += 200) {
            files.add(new RuleSource(
                    "margin/generated-" + from + ".drl",
                    """
                    package plimsoll.margin
                    import io.plimsoll.rules.facts.*
                    import java.math.BigDecimal
                    dialect "mvel"
                    global io.plimsoll.rules.verbs.Margin margin
                    declare Limit
                        instrument : String @key
                        kind       : String
                        above      : BigDecimal
                        rate       : BigDecimal
                    end
                    """
                            + specs.subList(from, Math.min(from + 200, specs.size())).stream()
                                    .map(Spec::text)
                                    .collect(Collectors.joining())));
        }
        return files;
    }

    private static CheckedRules checked(List<Spec> specs) {
        CheckedRules checked = RuleChecker.check(files(specs));
        if (checked.hasErrors()) {
            throw new IllegalStateException(checked.findings().toString());
        }
        return checked;
    }

    private static List<Map<String, Object>> limits(Size size) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < size.rows(); i++) {
            int instrument = i % size.instruments();
            int number = i / size.instruments();
            int kind = size.kinds() > 10 && number < 10 ? (10 * instrument + number) % size.kinds() : number;
            rows.add(Map.of(
                    "instrument",
                    instrumentOf(instrument),
                    "kind",
                    "k" + kind,
                    "above",
                    BigDecimal.valueOf(20_000 + 200L * i % 80_000),
                    "rate",
                    new BigDecimal("0.05")));
        }
        return rows;
    }

    private static List<List<Workload.Question>> accounts(Size size, int count) {
        List<List<Workload.Question>> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            List<String> instruments = IntStream.range(0, size.positions())
                    .mapToObj(j -> instrumentOf((number + 7 * j) % size.instruments()))
                    .toList();
            AccountSnapshot snapshot = new Books(i, instruments).account(i, size.positions());
            List<PricedPosition> positions = snapshot.positions().stream()
                    .map(position ->
                            new PricedPosition(position, position.mark().price(), PriceSource.MARK))
                    .toList();
            accounts.add(List.of(new Workload.Question(
                    Stage.MARGIN,
                    new View(snapshot, Books.AS_OF, positions, null, Map.of(), null, null, null, List.of()))));
        }
        return accounts;
    }

    /** A loop over what the rules say. */
    private static final class ByHand implements RuleBook {
        private final List<Spec> specs;
        private final Map<String, List<Limit>> limits = new HashMap<>();

        private record Limit(String kind, BigDecimal above, BigDecimal rate) {}

        ByHand(List<Spec> specs, List<Map<String, Object>> limits) {
            this.specs = specs;
            limits.forEach(row -> this.limits
                    .computeIfAbsent((String) row.get("instrument"), any -> new ArrayList<>())
                    .add(new Limit(
                            (String) row.get("kind"), (BigDecimal) row.get("above"), (BigDecimal) row.get("rate"))));
        }

        @Override
        public Proposals propose(Stage stage, View view) {
            List<Proposed> proposed = new ArrayList<>();
            for (PricedPosition priced : view.positions()) {
                Position position = priced.position();
                BigDecimal notional = priced.notional();
                List<Limit> rows = limits.getOrDefault(position.instrument(), List.of());
                for (Spec spec : specs) {
                    switch (spec.shape()) {
                        case OF_POSITION -> {
                            if (position.instrument().equals(spec.instrument())
                                    && position.side() == spec.side()
                                    && notional.compareTo(spec.limit()) > 0) {
                                add(proposed, spec, new MarginProposal.Multiply(priced.id(), FACTOR, "large"));
                            }
                        }
                        case OF_ROW -> {
                            for (Limit row : rows) {
                                if (spec.kind().equals(row.kind())
                                        && row.above().compareTo(notional) < 0) {
                                    add(
                                            proposed,
                                            spec,
                                            new MarginProposal.Maintenance(priced.id(), row.rate(), BigDecimal.ZERO));
                                }
                            }
                        }
                        case OF_ACCOUNT -> {
                            if (view.snapshot().segment().equals(spec.segment())
                                    && position.instrument().equals(spec.instrument())
                                    && notional.compareTo(spec.limit()) > 0) {
                                add(proposed, spec, new MarginProposal.ClosingCost(priced.id(), COST));
                            }
                        }
                    }
                }
            }
            return new Proposals(proposed, List.of());
        }

        private static void add(List<Proposed> to, Spec spec, Proposal proposal) {
            to.add(new Proposed(spec.id(), "says so", Map::of, proposal));
        }
    }
}
