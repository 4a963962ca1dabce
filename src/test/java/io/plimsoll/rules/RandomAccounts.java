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
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Seeded accounts as each stage sees them, with values from few, so that conditions hold now and then. */
final class RandomAccounts {

    static final List<String> INSTRUMENTS = List.of("BTCUSDT", "ETHUSDT", "B", "X-1");

    /** Names and texts, some of which mean something to a compiler. */
    static final List<String> TEXTS = List.of(
            "BTCUSDT", "USDT", "BTC", "RETAIL", "EU", "a\"b", "\\", "\\u0041", "${x}", "%s", "é", "", " ", "LONG", "//",
            "\\\"");

    static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "0.1",
            "0.5",
            "1.5",
            "3",
            "10",
            "100",
            "99.5",
            "1000",
            "0.0001",
            "12345678901234567890.12345");

    private final Random random;

    RandomAccounts(Random random) {
        this.random = random;
    }

    View view(Stage stage) {
        AccountSnapshot snapshot = snapshot();
        List<PricedPosition> priced = snapshot.positions().stream()
                .map(position ->
                        new PricedPosition(position, position.mark().price(), one(List.of(PriceSource.values()))))
                .toList();
        if (stage.compareTo(Stage.THRESHOLD) < 0) {
            return RulesFixture.view(snapshot, priced, calendars());
        }
        List<PricedPosition> cross = priced.stream()
                .filter(position -> position.position().mode() == MarginMode.CROSS)
                .toList();
        Map<PositionId, PositionPrices> prices = new HashMap<>();
        cross.forEach(position -> prices.put(
                position.id(),
                new PositionPrices(
                        maybe(positive()),
                        maybe(positive()),
                        maybe(positive()),
                        maybe(positive()),
                        random.nextBoolean())));
        MarginAccount account = new MarginAccount(
                MarginAccountId.CROSS,
                number(),
                cross.stream()
                        .map(position -> new MarginedPosition(position, terms()))
                        .toList(),
                number(),
                number(),
                new Rounding(2, 2, 4),
                balances(),
                PortfolioMargin.NONE,
                Conversions.NONE);
        return new View(
                snapshot,
                RulesFixture.AS_OF,
                cross,
                account,
                prices,
                random.nextBoolean() ? call() : null,
                random.nextBoolean() ? last() : null,
                stage == Stage.LIQUIDATION ? one(List.of(Outcome.REDUCE, Outcome.LIQUIDATE, Outcome.TAKE_OVER)) : null,
                calendars());
    }

    private List<CalendarTimes> calendars() {
        List<CalendarTimes> calendars = new ArrayList<>();
        for (String name : List.of("B", "X-1")) {
            if (random.nextBoolean()) {
                calendars.add(new CalendarTimes(
                        name,
                        ZoneId.of("Europe/Berlin"),
                        RulesFixture.AS_OF.plusSeconds(60L * random.nextInt(3)),
                        RulesFixture.AS_OF.plusSeconds(3600),
                        random.nextBoolean(),
                        random.nextBoolean() ? Optional.of(RulesFixture.AS_OF) : Optional.empty()));
            }
        }
        return calendars;
    }

    private Balances balances() {
        List<Holding> holdings = new ArrayList<>();
        for (String asset : List.of("USDT", "BTC", "B")) {
            if (random.nextBoolean()) {
                holdings.add(new Holding(
                        asset,
                        number(),
                        number(),
                        positive(),
                        Holding.Terms.of(HaircutSchedule.flat(BigDecimal.ZERO))));
            }
        }
        return new Balances(holdings, number(), new Rounding(2, 2, 4));
    }

    private PositionTerms terms() {
        return new PositionTerms(
                new RequirementLine(number(), number()),
                new RequirementLine(number(), number()),
                BigDecimal.ONE,
                number(),
                number());
    }

    private LastDecision last() {
        return new LastDecision(
                MarginAccountId.CROSS,
                one(List.of(Outcome.HEALTHY, Outcome.MARGIN_CALL, Outcome.REDUCE)),
                RulesFixture.AS_OF.minusSeconds(30L * random.nextInt(3)),
                random.nextBoolean() ? RulesFixture.AS_OF.minusSeconds(30L * random.nextInt(3)) : null);
    }

    private OpenCall call() {
        return new OpenCall(
                "c-1",
                MarginAccountId.CROSS,
                RulesFixture.AS_OF.minusSeconds(60L * random.nextInt(3)),
                RulesFixture.AS_OF.plusSeconds(60L * (random.nextInt(3) - 1)),
                positive(),
                positive(),
                false);
    }

    private AccountSnapshot snapshot() {
        List<Collateral> collateral = new ArrayList<>();
        for (String asset : List.of("USDT", "BTC", "B")) {
            if (random.nextBoolean()) {
                collateral.add(new Collateral(asset, signed(), positive(), number(), number()));
            }
        }
        List<Position> positions = positions();
        List<OpenOrder> orders = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            orders.add(new OpenOrder(
                    "o-" + i,
                    one(INSTRUMENTS),
                    one(List.of(OrderSide.values())),
                    positive(),
                    positive(),
                    random.nextBoolean()));
        }
        List<Accrual> accruals = new ArrayList<>();
        for (Collateral held : collateral) {
            accruals.add(new Accrual(one(List.of(AccrualKind.values())), held.asset(), signed()));
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put(one(TEXTS), one(TEXTS));
        }
        return new AccountSnapshot(
                "A-1",
                1,
                RulesFixture.AS_OF,
                one(TEXTS),
                "USDT",
                collateral,
                positions,
                orders,
                accruals,
                attributes,
                markets());
    }

    private List<Market> markets() {
        List<Market> markets = new ArrayList<>();
        for (String instrument : INSTRUMENTS) {
            if (random.nextBoolean()) {
                List<Quote> quotes = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    quotes.add(new Quote(
                            "source-" + i, positive(), RulesFixture.AS_OF.minusSeconds(random.nextInt(3) * 30L)));
                }
                markets.add(new Market(
                        instrument,
                        maybe(positive()),
                        maybe(number()),
                        maybe(number()),
                        maybe(number()),
                        maybe(number()),
                        maybe(positive()),
                        maybe(positive()),
                        quotes));
            }
        }
        return markets;
    }

    private List<Position> positions() {
        List<Position> positions = new ArrayList<>();
        Set<PositionId> ids = new HashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            MarginMode mode = random.nextInt(4) == 0 ? MarginMode.ISOLATED : MarginMode.CROSS;
            BigDecimal quantity = positive();
            ContractKind contract = one(List.of(ContractKind.LINEAR, ContractKind.QUANTO, ContractKind.OPTION));
            Instant expiry = RulesFixture.AS_OF.plusSeconds(86_400L * (1 + random.nextInt(3)));
            Position position = new Position(
                    one(INSTRUMENTS),
                    contract,
                    mode,
                    random.nextBoolean() ? quantity : quantity.negate(),
                    positive(),
                    new Mark(positive(), maybe(positive()), RulesFixture.AS_OF.minusSeconds(random.nextInt(3) * 30L)),
                    positive(),
                    mode == MarginMode.ISOLATED ? number() : null,
                    maybe(positive()),
                    one(INSTRUMENTS),
                    contract.isOption() || random.nextBoolean() ? expiry : null,
                    contract.isOption() ? option() : null);
            if (ids.add(position.id())) {
                positions.add(position);
            }
        }
        return positions;
    }

    private OptionTerms option() {
        return new OptionTerms(
                one(List.of(OptionType.values())),
                positive(),
                maybe(positive()),
                maybe(positive()),
                random.nextBoolean() ? new Greeks(signed(), signed(), signed(), signed()) : null);
    }

    private @Nullable BigDecimal maybe(BigDecimal value) {
        return random.nextBoolean() ? value : null;
    }

    private BigDecimal number() {
        return new BigDecimal(one(NUMBERS));
    }

    private BigDecimal positive() {
        return new BigDecimal(NUMBERS.get(1 + random.nextInt(NUMBERS.size() - 1)));
    }

    private BigDecimal signed() {
        return random.nextBoolean() ? number() : number().negate();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
