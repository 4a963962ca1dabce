package io.plimsoll.margin;

import static io.plimsoll.account.ContractKind.LINEAR;
import static io.plimsoll.account.OptionType.CALL;
import static io.plimsoll.account.Side.LONG;
import static io.plimsoll.account.Side.SHORT;
import static io.plimsoll.margin.MaintenanceConvention.MOVES_WITH_PRICE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.auction.AuctionLimit;
import io.plimsoll.auction.Bid;
import io.plimsoll.auction.Bidder;
import io.plimsoll.auction.BidderLimits;
import io.plimsoll.auction.ClearingRules;
import io.plimsoll.auction.ClearingRules.UniformPrice;
import io.plimsoll.auction.DebtSale;
import io.plimsoll.auction.DutchAuction;
import io.plimsoll.auction.PortfolioSlices;
import io.plimsoll.auction.PortfolioSlices.Leg;
import io.plimsoll.auction.PublishedAuctions;
import io.plimsoll.auction.ReservePrice;
import io.plimsoll.auction.SealedBatch;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.lending.LiquidationBonus;
import io.plimsoll.lending.LoanAbsorption;
import io.plimsoll.lending.LoanLiquidation;
import io.plimsoll.lending.LoanLiquidation.Repayment;
import io.plimsoll.lending.LoanLiquidation.Seizable;
import io.plimsoll.lending.Redistribution;
import io.plimsoll.lending.Redistribution.Stake;
import io.plimsoll.margin.HaircutSchedule.Tier;
import io.plimsoll.margin.OrdersFilled.Order;
import io.plimsoll.market.Mark;
import io.plimsoll.market.OrderBook;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Rounding;
import io.plimsoll.pricing.Black76;
import io.plimsoll.waterfall.ClosingSurplus;
import io.plimsoll.waterfall.DefaultWaterfall;
import io.plimsoll.waterfall.DefaultWaterfall.Layer;
import io.plimsoll.waterfall.DefaultWaterfall.Payer;
import io.plimsoll.waterfall.Deleveraging;
import io.plimsoll.waterfall.DeleveragingCandidate;
import io.plimsoll.waterfall.DeleveragingResult;
import io.plimsoll.waterfall.DeleveragingScores;
import io.plimsoll.waterfall.LiquidationFee;
import io.plimsoll.waterfall.LossWaterfall;
import io.plimsoll.waterfall.LossWaterfall.Gainer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The calls in the table of {@code docs/margin.md}: each runs here and gives what the table says, and no function is missing there. */
class KernelExamplesTest {

    private static final Path PAGE = Path.of("docs/margin.md");
    private static final Path SOURCE = Path.of("src/test/java/io/plimsoll/margin/KernelExamplesTest.java");

    private static final Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    private static final Rounding cents = new Rounding(2, 6, 6);

    private static BigDecimal d(String number) {
        return new BigDecimal(number);
    }

    private static Position position(
            String instrument,
            ContractKind contract,
            String quantity,
            String entry,
            String mark,
            @Nullable OptionTerms option,
            @Nullable String currency) {
        return new Position(
                instrument,
                contract,
                MarginMode.CROSS,
                d(quantity),
                d(entry),
                new Mark(d(mark), null, noon),
                d("1"),
                null,
                null,
                "BTC",
                noon.plus(ofDays(30)),
                option,
                currency);
    }

    /** What rules would say: 5 % of the notional to keep a position, 1 % of it to close. */
    private static final TermsAt terms = positions -> {
        RequirementLine line = new RequirementLine(d("0.05"), d("0"));
        Map<PositionId, PositionTerms> all = new HashMap<>();
        positions.forEach(held -> all.put(held.id(), new PositionTerms(line, line, d("1"), d("0"), d("0.01"))));
        return all;
    };

    private static final TermsAt noTerms = positions -> Map.of();

    /** G1b: 900 of cash, long 100 at 100, mark 95. */
    private static final PricedPosition held =
            new PricedPosition(position("X", LINEAR, "100", "100", "95", null, null), d("95"), PriceSource.MARK);

    private static final PositionId id = held.id();

    private static final MarginAccount account = new MarginAccount(
            MarginAccountId.CROSS,
            d("900"),
            List.of(new MarginedPosition(held, terms.ask(List.of(held)).get(id))),
            d("0"),
            d("0"),
            cents);

    private static final ClosingRules rules = ClosingRules.inLots(account, d("1"), terms);

    private static final AccountSnapshot snapshot = SnapshotFixture.account()
            .cash("1000")
            .with(new OpenOrder("o-1", "X", OrderSide.BUY, d("10"), d("95"), false))
            .snapshot();

    /** Settled in euros of 1.25. */
    private static final PricedPosition euros = new PricedPosition(
            position("E", LINEAR, "1", "100", "180", null, "EUR"), d("180"), PriceSource.MARK, d("1.25"));

    private static final PricedPosition lostEuros = euros.atPrice(d("60"));
    private static final Balances noMoney = Balances.ofMoney(d("0"), cents);
    private static final Balances euroBalance = new Balances(
            List.of(new Holding(
                    "EUR",
                    d("0"),
                    d("0"),
                    d("1.25"),
                    Holding.Terms.of(HaircutSchedule.flat(d("0.1"))).withDebtRates(d("0.1"), d("0.05")))),
            d("0"),
            cents);

    /** One bitcoin of futures on 10,000, in a grid of a tenth up and down. */
    private static final PricedPosition future =
            new PricedPosition(position("F", LINEAR, "1", "40000", "40000", null, null), d("40000"), PriceSource.MARK);

    private static final PricedPosition lot = future;
    private static final List<Scenario> cells = List.of(
            new Scenario("BTC", "down", d("-0.1"), VolatilityMove.NONE, d("1")),
            new Scenario("BTC", "up", d("0.1"), VolatilityMove.NONE, d("1")));
    private static final PortfolioMargin.Terms grid = new PortfolioMargin.Terms(cells, d("0"), d("1"), noon);
    private static final MarginAccount gridded = new MarginAccount(
            MarginAccountId.CROSS,
            d("10000"),
            List.of(new MarginedPosition(future, PositionTerms.NONE)),
            d("0"),
            d("0"),
            cents,
            Balances.ofMoney(d("10000"), cents),
            PortfolioMargin.of(grid, List.of(future)),
            Conversions.NONE);

    /** 100 for each spread of March against June. */
    private static final Spreads.Spread months =
            new Spreads.Spread(List.of(new Spreads.Leg("MAR", d("1")), new Spreads.Leg("JUN", d("-1"))), d("100"));

    /** Two of corn against one of soybeans earn 55 % of the price risk of both. */
    private static final Spreads.Spread corn = new Spreads.Spread(
            List.of(new Spreads.Leg("CORN", d("2")), new Spreads.Leg("SOY", d("-1"))), d("0"), d("0.55"));

    /** 10 are bid for at 99 and 20 at 98. */
    private static final OrderBook book = new OrderBook(
            List.of(new OrderBook.Level(d("99"), d("10")), new OrderBook.Level(d("98"), d("20"))), List.of());

    private static final PricedPosition call = new PricedPosition(
            position(
                    "C",
                    ContractKind.OPTION,
                    "1",
                    "1800",
                    "1800",
                    new OptionTerms(
                            CALL, d("40000"), d("38000"), d("0.6"), new Greeks(d("0.5"), d("0"), d("0"), d("0"))),
                    null),
            d("1800"),
            PriceSource.MARK);

    /** G4: ten ether at 1,800 that count 82.5 %, and 15,000 owed. */
    private static final Balances g4 = new Balances(
            List.of(
                    new Holding("ETH", d("10"), d("0"), d("1800"), Holding.Terms.of(HaircutSchedule.flat(d("0.175")))),
                    new Holding("USDC", d("0"), d("15000"), d("1"), Holding.Terms.of(HaircutSchedule.flat(d("0"))))),
            d("0"),
            cents);

    private static final MarginAccount loan = new MarginAccount(
            MarginAccountId.CROSS,
            g4.wallet(),
            List.of(),
            d("0"),
            d("0"),
            cents,
            g4,
            PortfolioMargin.NONE,
            Conversions.NONE);

    private static final Repayment half = new Repayment("USDC", d("0.5"), d("0"));
    private static final Seizable ether = new Seizable("ETH", d("1"), d("0.05"), d("0"));

    /** Two other loans, one with twice the collateral. */
    private static final List<Stake> stakes = List.of(new Stake("A", d("20")), new Stake("B", d("10")));

    private static final HaircutSchedule usdt = new HaircutSchedule(
            List.of(new Tier(d("0"), d("0")), new Tier(d("5000000"), d("0.1")), new Tier(d("10000000"), d("0.2"))),
            null);

    private static final DeleveragingCandidate first =
            new DeleveragingCandidate("first", LONG, d("10"), d("100"), d("130"), d("95"));
    private static final DeleveragingCandidate second =
            new DeleveragingCandidate("second", LONG, d("10"), d("120"), d("130"), d("115"));

    /** A defaulter's 70, the house's 5, and the fund of two members. */
    private static final List<Layer> layers = List.of(
            Layer.of("defaulter", d("70")),
            Layer.of("house", d("5")),
            new Layer("members", List.of(new Payer("A", d("20")), new Payer("B", d("30")))));

    private static final SealedBatch batch =
            new SealedBatch(LONG, d("100"), d("90"), d("100"), new BidderLimits(d("0"), d("1")));
    private static final List<Bid> bids = List.of(
            new Bid("A", d("40"), d("94.8"), noon),
            new Bid("B", d("50"), d("94.5"), noon),
            new Bid("C", d("30"), d("94.0"), noon));
    private static final Map<String, Bidder> bidders = Map.of(
            "A", new Bidder("A", d("0"), d("100"), d("0")),
            "B", new Bidder("B", d("0"), d("100"), d("0")),
            "C", new Bidder("C", d("0"), d("100"), d("0")));

    @Test
    void ofAnAccount() {
        shows("400.00", account.equity());
        shows("475.00", account.maintenanceMargin());
        shows("0.842105", account.marginRatio());
        shows("4700", new RequirementLine(d("0.01"), d("1300")).at(d("600000")));
        shows("33", RequirementLine.ofLeverage(d("3")).at(d("99")));
        shows("475", RequirementLine.ofAmount(d("500"), d("10000")).at(d("9500")));
        shows("95", OrderMargin.of(snapshot, Map.of("o-1", d("0.1"))));
        shows("10", Conversions.at(Map.of("EUR", d("0.1"))).haircut(List.of(euros), noMoney));
        shows("100", Conversions.NONE.profit("EUR", List.of(euros)));
        shows("2.5", Conversions.NONE.joining(Set.of("EUR")).maintenanceOfDebts(List.of(lostEuros), euroBalance));
        shows("5", Conversions.NONE.joining(Set.of("EUR")).initialOfDebts(List.of(lostEuros), euroBalance));
    }

    @Test
    void ofPrices() {
        shows(
                "95.789474",
                LiquidationPrices.of(account, MOVES_WITH_PRICE, terms).get(id).liquidation());
        shows(
                "96.808511",
                LiquidationPrices.of(account, MOVES_WITH_PRICE, terms).get(id).liquidationAfterCosts());
        shows("91", LiquidationPrices.bankruptcyAlone(account).get(id).bankruptcy());
        shows("91", TakeOverPrices.of(account, List.of(id)).get(id));
        shows("0", TakeOverPrices.equityLeft(account, List.of(), List.of(id)));
        shows("94.925", FillablePrice.of(account, id, d("1"), d("0.1")));
        shows("91", FillablePrice.bankruptcy(account, id, d("50")));
        shows(
                "96.808511",
                SlippageRange.of(d("900"), d("100"), d("100"), d("0.01"), d("0"), d("0.05"))
                        .with());
        shows("1818.181818", CollateralPrices.of(loan).get("ETH"));
        shows(
                "33333.333333",
                UnderlyingPrices.of(gridded, MOVES_WITH_PRICE, noTerms, noon)
                        .getFirst()
                        .below());
        shows("135.41", GreekBreach.of(d("1000"), d("-4"), d("-0.05")).up());
        shows("0.5", UnderlyingGreeks.of(List.of(call)).getFirst().delta());
        shows("98.5", book.exitPrice(d("20")));
        shows("30", book.slippage(d("20"), d("100"), d("40")));
        shows(
                "90.526316",
                OrdersFilled.of(
                                account,
                                held.position(),
                                List.of(new Order(d("-50"), d("96"))),
                                MOVES_WITH_PRICE,
                                terms)
                        .liquidation());
    }

    @Test
    void ofDistances() {
        shows("0.8", BreachDistance.buffer(d("900"), d("500")));
        shows("0.042105", BreachDistance.ofPrice(d("100"), d("95.789474")));
        shows("1.0273", BreachDistance.inDeviations(d("100"), d("95.789474"), d("0.8"), ofDays(1)));
        shows("0.3043", BreachDistance.touchProbability(d("1.0273")));
        shows("0.00148", BreachDistance.move(d("0.8"), ofSeconds(12), d("3")));
        shows("0.09757", BreachDistance.scaledRate(d("0.02"), d("0.2"), d("0.8"), ofDays(1), d("2.33")));
        shows("0.8357", ScaledRates.assetWeight(d("0.9"), d("0.01"), d("1000")));
        shows("1.1962", ScaledRates.debtWeight(d("1.1"), d("0.8"), d("0.01"), d("1000")));
        shows("0.6", ScaledRates.byOpenInterest(d("0.2"), d("1000000"), d("2000000"), d("1500000")));
        shows("0.06", BreachDistance.stepped(d("0.05"), d("0.09757"), d("0.01")));
        shows("PT64H", BreachDistance.timeToBreach(d("1500"), d("500"), d("-125"), ofHours(8)));
    }

    @Test
    void ofPortfolios() {
        shows("4000", PortfolioMargin.of(grid, List.of(future)).requirement());
        shows(
                "down",
                ScenarioGrid.of("BTC", cells, List.of(future), noon)
                        .worst()
                        .scenario()
                        .name());
        shows("1790.6820", new Black76(CALL, d("38000"), d("40000"), d("0.6"), Black76.years(ofDays(30))).value());
        shows("1790.6820", Revaluation.modelPrice(call.position(), noon));
        shows("empty", Revaluation.missing(call.position()));
        shows("1.5880", new VolatilityMove(d("0.38"), d("0"), d("0.3")).of(d("1"), Black76.years(ofDays(7))));
        shows(
                "1.6",
                new VolatilityMove(d("0.38"), d("0"), d("0.3"), new VolatilityTerm(d("0.13"), d("1"), d("1.6")))
                        .of(d("1"), Black76.years(ofDays(7))));
        shows("2000", ScenarioGrid.of("BTC", cells, List.of(future), noon).meanOfWorst(2));
        shows(
                "400",
                Spreads.of(Map.of("MAR", d("10"), "JUN", d("-4")), List.of(months))
                        .charge());
        shows(
                "4000",
                PortfolioMargin.of(grid, List.of(future)).grids().getFirst().priceRisk());
        shows(
                "-3300",
                Spreads.of(Map.of("CORN", d("2"), "SOY", d("-1")), List.of(corn))
                        .credited(
                                Map.of("CORN", d("2"), "SOY", d("-1")),
                                Map.of("CORN", d("3500"), "SOY", d("2500"))::get)
                        .charge());
        shows("-1", Hedge.best(gridded, lot, d("0"), noTerms).orElseThrow().quantity());
    }

    @Test
    void ofClosing() {
        shows(
                "36",
                Closing.of(account)
                        .reduceUntil(MarginTarget.ratio(d("1.2")), rules)
                        .closed()
                        .get(id));
        shows(
                "12",
                ClosingProgress.of(
                                account,
                                List.of(new Fill(id, d("20"), d("95"), d("0"))),
                                Map.of(),
                                MarginTarget.ratio(d("1.2")),
                                rules)
                        .left()
                        .closed()
                        .get(id));
        shows("10.97", LiquidationFee.of(d("3135"), d("0.005"), d("0.7"), cents).toFund());
        shows("95", ReservePrice.of(LONG, d("91"), d("100"), d("0.05")));
        shows("105", ReservePrice.discounted(SHORT, d("100"), d("0.05")));
        shows("290.00", ClosingSurplus.of(LINEAR, d("100"), d("94"), d("91"), d("10"), cents));
        shows("290", ClosingSurplus.above(LINEAR, d("100"), d("94"), d("91"), d("10")));
        shows("190.00", ClosingSurplus.added(d("-100"), d("290"), cents));
        shows("28.05", ClosingSurplus.toFund(d("510"), d("5610"), d("0.005")));
    }

    @Test
    void ofAuctions() {
        shows("117.5697", PublishedAuctions.MAKER_ETH_B.priceAt(d("100"), ofMinutes(15)));
        shows("80", DutchAuction.startPrice(SHORT, d("100"), d("1.25")));
        shows(
                "18",
                new DebtSale(d("110"), d("40"), d("22"))
                        .take(d("25"), d("5"), d("5"))
                        .orElseThrow()
                        .returned());
        shows("80", new AuctionLimit(d("200")).admitted(d("100"), d("120"), d("20")));
        shows("94.0", batch.clear(bids, bidders).price());
        shows(
                "94.0",
                batch.clear(bids, bidders, new ClearingRules(UniformPrice.FIRST_LEFT_OUT, d("1")))
                        .price());
        shows(
                "[1, -0.5]",
                PortfolioSlices.share(List.of(new Leg(d("2"), d("1")), new Leg(d("-1"), d("0.1"))), d("0.5")));
        shows("0.3415", PortfolioSlices.restoring(d("-140"), d("270")));
        shows("[[-0.5], [-0.5]]", PortfolioSlices.equal(List.of(new Leg(d("-1"), d("0.1"))), 2));
    }

    @Test
    void ofDeleveragingAndLosses() {
        shows("first", Deleveraging.ranked(List.of(second, first)).getFirst().accountId());
        shows("1.1143", first.score());
        shows(
                "5",
                Deleveraging.QUEUE
                        .allocate(d("15"), List.of(second, first), d("1"))
                        .parts()
                        .getLast()
                        .quantity());
        shows(
                "75",
                DeleveragingResult.of(Deleveraging.QUEUE, d("15"), List.of(first, second), d("1"), d("125"), d("1"))
                        .borne());
        shows(
                "50",
                new LossWaterfall(d("100"), d("0"), d("0.01"))
                        .cover(d("150"), List.of(new Gainer("A", d("80"))))
                        .socialised()
                        .getFirst()
                        .amount());
        shows("2.6", DeleveragingScores.byAccountValue(d("100"), d("130"), d("1300"), d("650")));
        shows("0.6", DeleveragingScores.byMarginRatio(d("0.3"), d("0.5")));
        shows(
                "6",
                new DefaultWaterfall(layers, d("0.01"))
                        .cover(d("85"))
                        .payments()
                        .getLast()
                        .amount());
    }

    @Test
    void ofCollateralAndLoans() {
        shows("10300000", usdt.valueOf(d("11000000")));
        shows("1000", HaircutSchedule.flat(d("0.1")).additionWorth(d("900"), d("0")));
        shows(
                "1",
                HaircutSchedule.rising(List.of(new Tier(d("5"), d("0.1")), new Tier(d("0"), d("0.1"))))
                        .size());
        shows("0.99", loan.balances().healthFactor());
        shows(
                "4.375",
                LoanLiquidation.of(loan.balances(), List.of(half), List.of(ether))
                        .seized()
                        .getFirst()
                        .quantity());
        shows(
                "6000",
                LoanLiquidation.of(loan.balances(), List.of(half), List.of(ether), d("9000"))
                        .repaid()
                        .getFirst()
                        .quantity());
        shows(
                "2",
                Redistribution.of(d("15000"), d("10"), d("6000"), stakes, d("0.01"), d("0.01"))
                        .parts()
                        .getLast()
                        .collateral());
        shows("9.16", Redistribution.takenAt(d("15000"), d("10"), d("1800"), d("0.1"), d("0.01")));
        shows(
                "1740",
                LoanAbsorption.of(loan.balances(), Map.of("ETH", d("0.93")))
                        .paidOut()
                        .quantity());
        shows("1121.50", LoanLiquidation.restoringRepayment(d("18000"), d("15000"), d("0.825"), d("0.05"), d("1")));
        shows(
                "0.015152",
                LiquidationBonus.range(d("0.8"), d("10000"), d("50"), d("0.01")).least());
        shows("1265.82", LiquidationBonus.smallestRepayment(d("0.05"), d("50"), d("0.01")));
        shows("true", LiquidationBonus.heals(d("0.8"), d("0.2499")));
        shows("0.8333", LiquidationBonus.loanToValueAfter(d("0.8"), d("0.5"), d("0.3")));
        shows("0.0438", LiquidationBonus.byThreshold(d("0.86"), d("0.3"), d("0.15")));
        shows("0.05", LiquidationBonus.byHealth(d("0.5"), d("0.9")));
        shows("0.12", LiquidationBonus.byWaiting(d("0.01"), 12, d("0.3")));
    }

    private static void shows(String expected, Object given) {
        Object value = given instanceof Optional<?> optional ? optional.orElse(null) : given;
        if (value instanceof BigDecimal number) {
            int places = Math.max(0, d(expected).scale());
            assertEquals(expected, number.setScale(places, RoundingMode.HALF_UP).toPlainString());
        } else {
            assertEquals(expected, value == null ? "empty" : value.toString());
        }
    }

    private record Row(String call, String gives) {
        String shown() {
            return tight("shows(\"" + gives + "\", " + call + ");");
        }
    }

    /** White space is the formatter's. */
    private static String tight(String text) {
        return text.replaceAll("\\s", "");
    }

    private static List<Row> rows() throws IOException {
        Pattern pattern = Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\| ([^|]+) \\|$");
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## The kernel by example"));
        Matcher matcher = pattern.matcher(section.substring(0, section.indexOf("\n## ", 5)));
        List<Row> rows = new ArrayList<>();
        while (matcher.find()) {
            rows.add(new Row(matcher.group(1), matcher.group(2)));
        }
        return rows;
    }

    @Test
    void theTableHoldsTheCallsThatRunHere() throws IOException {
        String source = tight(Files.readString(SOURCE));
        List<Row> rows = rows();

        for (Row row : rows) {
            assertTrue(source.contains(row.shown()), () -> row.call() + " does not run here, or gives another amount");
        }
        long calls = Pattern.compile("(?m)^ {8}shows\\(")
                .matcher(Files.readString(SOURCE))
                .results()
                .count();
        assertEquals(calls, rows.size());
    }

    /** Whatever calculates something from its arguments; what only makes a value of its own class is shown along the way. */
    @Test
    void noFunctionIsMissingInTheTable() throws IOException {
        String calls = rows().stream().map(Row::call).reduce("", (all, one) -> all + "\n" + one);
        Pattern function = Pattern.compile("(?m)^    public static (?!final)([^(=]+) (\\w+)\\(");
        for (String folder : List.of("margin", "auction", "waterfall", "lending")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/io/plimsoll", folder))) {
                for (Path file :
                        files.filter(of -> of.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    Matcher matcher = function.matcher(Files.readString(file));
                    while (matcher.find()) {
                        String wanted = name + "." + matcher.group(2) + "(";
                        boolean makesItself = matcher.group(1).contains(name);
                        assertTrue(makesItself || calls.contains(wanted), wanted + " is not in the table of " + PAGE);
                    }
                }
            }
        }
    }
}
