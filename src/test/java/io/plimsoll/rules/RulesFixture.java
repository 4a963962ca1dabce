package io.plimsoll.rules;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.AccrualKind;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Conversions;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import io.plimsoll.market.Quote;
import io.plimsoll.money.Rounding;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.verbs.VerbModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accounts and rule files for tests; hides what does not matter to them. */
public final class RulesFixture {

    public static final Instant AS_OF = Instant.parse("2026-11-22T19:00:00Z");
    static final EvaluationLimits LIMITS = new EvaluationLimits(1_000, Duration.ofSeconds(20));
    static final PositionId LONG_BTC = new PositionId("BTCUSDT", Side.LONG, MarginMode.CROSS);
    static final PositionId SHORT_ETH = new PositionId("ETHUSDT", Side.SHORT, MarginMode.CROSS);

    private RulesFixture() {}

    static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** A file of a stage: the heading every file has, then the body. */
    public static RuleSource file(Stage stage, String body) {
        VerbModel.Global global = VerbModel.of(stage);
        return new RuleSource(
                stage.topic() + "/test.drl", """
                package plimsoll.%s
                import io.plimsoll.rules.facts.*
                import java.math.BigDecimal
                import java.time.Duration
                import java.time.Instant
                dialect "mvel"
                global %s %s
                %s
                """.formatted(stage.topic(), global.className(), global.name(), body));
    }

    /** A rule with owner and source. */
    public static String rule(String name, String when, String then) {
        return """
                rule "%s"
                    @owner("market-risk") @source("Manual 1")
                when
                    %s
                then
                    %s
                end
                """.formatted(name, when, then);
    }

    static CheckedRules check(RuleSource... files) {
        return RuleChecker.check(List.of(files));
    }

    static CompiledRules compile(RuleSource... files) {
        try {
            return RuleCompiler.compile(check(files));
        } catch (RulesDoNotCompile e) {
            throw new AssertionError(e.findings().toString(), e);
        }
    }

    static AllEvaluators all(RuleSource... files) {
        return AllEvaluators.of(compile(files), check(files));
    }

    /** Checked rules of which one says something else to the engine: what the check would never have let through. */
    static CheckedRules saying(CheckedRules checked, String rule, UnaryOperator<String> said) {
        List<EngineText> texts = checked.engineTexts().stream()
                .map(text -> new EngineText(
                        text.path(),
                        text.stage(),
                        text.heading(),
                        text.tables(),
                        text.rules().stream()
                                .map(of -> of.id().equals(rule)
                                        ? new EngineText.Rule(of.id(), of.line(), said.apply(of.text()))
                                        : of)
                                .toList(),
                        text.readings(),
                        text.joins()))
                .toList();
        return new CheckedRules(
                checked.findings(), checked.rules(), checked.tables(), checked.sources(), texts, checked.model());
    }

    static RuleBook book(RuleSource... files) {
        return all(files).with(Map.of(), LIMITS);
    }

    /** Long 1 BTC entered at 100,000 and marked at 99,500 with an index; short 2 ETH entered and marked at 3,000 without; 1,000 USDT; a market of BTC with three sources. */
    static AccountSnapshot snapshot() {
        return snapshot(List.of());
    }

    private static AccountSnapshot snapshot(List<Position> more) {
        List<Position> positions = new ArrayList<>(List.of(
                position("BTCUSDT", "1", "100000", "99500", "99510", "100"),
                position("ETHUSDT", "-2", "3000", "3000", null, null)));
        positions.addAll(more);
        return new AccountSnapshot(
                "A-7",
                42,
                AS_OF,
                "RETAIL",
                "USDT",
                List.of(new Collateral("USDT", decimal("1000"), BigDecimal.ONE)),
                positions,
                List.of(new OpenOrder("o-1", "BTCUSDT", OrderSide.BUY, decimal("0.1"), decimal("99000"), false)),
                List.of(new Accrual(AccrualKind.FUNDING, "USDT", decimal("-1.25"))),
                Map.of("jurisdiction", "EU"),
                List.of(new Market(
                        "BTCUSDT",
                        decimal("100"),
                        decimal("50"),
                        decimal("0.8"),
                        decimal("2000000"),
                        decimal("995"),
                        decimal("99000"),
                        decimal("100000"),
                        List.of(
                                new Quote("a", decimal("99500"), AS_OF.minusSeconds(1)),
                                new Quote("b", decimal("99400"), AS_OF.minusSeconds(3)),
                                new Quote("c", decimal("79520"), AS_OF)))));
    }

    private static Position position(
            String instrument,
            String quantity,
            String entry,
            String mark,
            @Nullable String index,
            @Nullable String leverage) {
        return new Position(
                instrument,
                ContractKind.LINEAR,
                MarginMode.CROSS,
                decimal(quantity),
                decimal(entry),
                new Mark(decimal(mark), index == null ? null : decimal(index), AS_OF.minusMillis(100)),
                BigDecimal.ONE,
                null,
                leverage == null ? null : decimal(leverage));
    }

    /** What guard, collateral and margin rules see of {@link #snapshot()}. */
    static View view() {
        return view(snapshot());
    }

    static View view(AccountSnapshot snapshot) {
        return view(snapshot, priced(snapshot), List.of());
    }

    /** The same at prices of its own, under business calendars. */
    static View view(AccountSnapshot snapshot, List<PricedPosition> priced, List<CalendarTimes> calendars) {
        return new View(snapshot, AS_OF, priced, null, Map.of(), null, null, null, calendars);
    }

    private static List<PricedPosition> priced(AccountSnapshot snapshot) {
        return snapshot.positions().stream()
                .map(position -> new PricedPosition(position, position.mark().price(), PriceSource.MARK))
                .toList();
    }

    /** What threshold rules see: 1 % initial and 0.5 % maintenance on each position, prices for BTC alone, an open call. */
    static View judged(@Nullable OpenCall call, @Nullable Outcome outcome) {
        return judged(snapshot(), call, outcome);
    }

    /** The same with a call option on BTC of which everything is known. */
    static View judgedWithOption(@Nullable OpenCall call, @Nullable Outcome outcome) {
        OptionTerms terms = new OptionTerms(
                OptionType.CALL,
                decimal("110000"),
                decimal("99600"),
                decimal("0.5"),
                new Greeks(decimal("0.4"), decimal("0.0001"), decimal("90"), decimal("-60")));
        Position option = new Position(
                "BTC-110000-C",
                ContractKind.OPTION,
                MarginMode.CROSS,
                BigDecimal.ONE,
                decimal("2000"),
                new Mark(decimal("2100"), null, AS_OF),
                BigDecimal.ONE,
                null,
                null,
                "BTC",
                AS_OF.plusSeconds(86_400),
                terms);
        return judged(snapshot(List.of(option)), call, outcome);
    }

    private static View judged(AccountSnapshot snapshot, @Nullable OpenCall call, @Nullable Outcome outcome) {
        PositionTerms terms = new PositionTerms(
                new RequirementLine(decimal("0.01"), BigDecimal.ZERO),
                new RequirementLine(decimal("0.005"), BigDecimal.ZERO),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                decimal("0.001"));
        MarginAccount account = new MarginAccount(
                MarginAccountId.CROSS,
                decimal("998.75"),
                priced(snapshot).stream()
                        .map(priced -> new MarginedPosition(priced, terms))
                        .toList(),
                BigDecimal.ZERO,
                decimal("99"),
                new Rounding(2, 2, 4),
                loan(),
                PortfolioMargin.NONE,
                Conversions.NONE);
        return new View(
                snapshot,
                AS_OF,
                priced(snapshot),
                account,
                Map.of(LONG_BTC, new PositionPrices(decimal("99550"), null, null, decimal("99001.25"), false)),
                call,
                new LastDecision(
                        MarginAccountId.CROSS, Outcome.MARGIN_CALL, AS_OF.minusSeconds(60), AS_OF.minusSeconds(5)),
                outcome,
                List.of());
    }

    /** 1,000 USDT against a loan of 100. */
    private static Balances loan() {
        var terms = Holding.Terms.of(HaircutSchedule.flat(BigDecimal.ZERO)).withLoanToValue(decimal("0.8"));
        return new Balances(
                List.of(new Holding("USDT", decimal("1000"), decimal("100"), BigDecimal.ONE, terms)),
                BigDecimal.ZERO,
                new Rounding(2, 2, 4));
    }

    static OpenCall openCall() {
        return new OpenCall(
                "c-1",
                MarginAccountId.CROSS,
                AS_OF.minusSeconds(3600),
                AS_OF.plusSeconds(3600),
                decimal("100"),
                decimal("56.80"),
                false);
    }
}
