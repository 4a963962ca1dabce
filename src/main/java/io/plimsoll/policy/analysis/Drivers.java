package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.policy.analysis.Bases.Moves;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The quantities by which an account can be moved. */
final class Drivers {
    private static final BigDecimal MOST = new BigDecimal("1E13");
    private static final BigDecimal YEARS =
            BigDecimal.valueOf(Duration.ofDays(3660).toSeconds());
    private static final BigDecimal MILLISECOND = new BigDecimal("0.001");
    private static final BigDecimal HUNDRED_THOUSAND = BigDecimal.valueOf(100_000);
    private static final int ORDERS_MAX = 60;

    private final Case given;
    private final BigDecimal cent;
    private final List<Driver> drivers = new ArrayList<>();

    private Drivers(Case given, int amountPlaces) {
        this.given = given;
        this.cent = BigDecimal.ONE.movePointLeft(Math.min(amountPlaces, 8));
    }

    /** @param indexed true if a rule looks at how far a mark is from its index */
    static List<Driver> of(Bases.Base base, int amountPlaces, boolean indexed) {
        Drivers of = new Drivers(base.given(), amountPlaces);
        AccountSnapshot snapshot = base.given().snapshot();
        boolean invested = !snapshot.positions().isEmpty();
        if (base.moves() == Moves.NONE) {
            return List.of();
        }
        if (base.moves() != Moves.POSITION) {
            snapshot.collateral().forEach(of::collateral);
        }
        if (base.moves() != Moves.COLLATERAL && invested) {
            of.position(0);
        }
        if (base.moves() == Moves.ALL) {
            if (invested) {
                of.marks(indexed);
                of.others();
            }
            of.orders();
            of.times();
            of.accruals();
        }
        if (base.moves() == Moves.MARKET) {
            of.drivers.addAll(MarketDrivers.of(base.given()));
        }
        return List.copyOf(of.drivers);
    }

    private void collateral(Collateral held) {
        boolean own = held.asset().equals(given.snapshot().settlementCurrency());
        add(
                "quantity of " + held.asset(),
                own ? Meaning.MORE_EQUITY : Meaning.MORE_COLLATERAL,
                held.quantity(),
                worth(held.price()),
                own ? MOST.negate() : BigDecimal.ZERO,
                MOST,
                List.of(BigDecimal.ZERO),
                value -> Accounts.withCollateral(given, held.asset(), value, held.price()));
        if (held.borrowed().signum() > 0) {
            add(
                    "debt in " + held.asset(),
                    Meaning.LARGER_DEBT,
                    held.borrowed(),
                    worth(held.price()),
                    BigDecimal.ZERO,
                    MOST,
                    List.of(),
                    value -> Accounts.withBalances(
                            given,
                            given.snapshot().collateral().stream()
                                    .map(of -> of.asset().equals(held.asset()) ? Accounts.owing(of, value) : of)
                                    .toList()));
        }
    }

    private void position(int index) {
        Position position = given.snapshot().positions().get(index);
        BigDecimal price = position.mark().price();
        BigDecimal tick = worth(price.multiply(position.multiplier()));
        BigDecimal sign = BigDecimal.valueOf(position.quantity().signum());
        Case atMark = Accounts.withPosition(
                given,
                index,
                of -> Accounts.priced(
                        of, price, price, of.mark().indexPrice(), of.mark().time()));
        List<BigDecimal> looks = Stream.iterate(
                        tick, look -> look.compareTo(HUNDRED_THOUSAND) < 0, look -> look.movePointRight(1))
                .toList();
        add(
                "size of " + position.id(),
                Meaning.LARGER_POSITION,
                position.quantity().abs(),
                tick,
                tick,
                MOST,
                looks,
                value -> Accounts.withPosition(atMark, index, of -> of.withQuantity(value.multiply(sign))));
        if (position.isolatedMargin() != null) {
            add(
                    "isolated margin of " + position.id(),
                    Meaning.MORE_EQUITY,
                    position.isolatedMargin(),
                    cent,
                    MOST.negate(),
                    MOST,
                    List.of(BigDecimal.ZERO),
                    value -> Accounts.withPosition(given, index, of -> Accounts.isolated(of, value)));
        }
    }

    /**
     * Position and cash grown together, so that equity stays the same share of the position.
     *
     * @param equity of the account as it is; above the maintenance margin by some, or below it by some, so that no rounding decides
     */
    static Driver atEqualLeverage(Case given, BigDecimal equity, int amountPlaces) {
        Drivers of = new Drivers(given, amountPlaces);
        Position position = given.snapshot().positions().getFirst();
        String currency = given.snapshot().settlementCurrency();
        BigDecimal quantity = position.quantity().abs();
        BigDecimal sign = BigDecimal.valueOf(position.quantity().signum());
        BigDecimal price = position.mark().price();
        BigDecimal tick = of.worth(price.multiply(position.multiplier()));
        BigDecimal share = equity.divide(quantity, MathContext.DECIMAL64);
        BigDecimal least = quantity.movePointLeft(1).max(tick);
        return new Driver(
                "size at an equity of %s of each unit, of %s".formatted(share.toPlainString(), position.id()),
                Meaning.LARGER_POSITION,
                quantity,
                tick,
                least,
                MOST,
                List.of(quantity.movePointRight(2), quantity.movePointRight(4)),
                value -> Accounts.withCollateral(
                        Accounts.withPosition(given, 0, one -> one.withQuantity(value.multiply(sign))),
                        currency,
                        value.multiply(share),
                        BigDecimal.ONE));
    }

    private void marks(boolean indexed) {
        Position position = given.snapshot().positions().getFirst();
        BigDecimal price = position.mark().price();
        BigDecimal tick =
                price.movePointLeft(4).setScale(12, RoundingMode.CEILING).stripTrailingZeros();
        BigDecimal step = BigDecimal.ONE.movePointLeft(Math.max(0, tick.scale()));
        add(
                "mark of " + position.instrument(),
                Meaning.OTHER,
                price,
                step,
                step,
                MOST,
                List.of(),
                value -> marked(value, position.mark().indexPrice() != null));
        if (indexed) {
            add(
                    "mark of " + position.instrument() + " against an index of " + price.toPlainString(),
                    Meaning.FURTHER_FROM_INDEX,
                    price,
                    step,
                    step,
                    MOST,
                    List.of(price.multiply(BigDecimal.TWO), price.movePointLeft(1)),
                    value -> apart(price, value));
        }
        add(
                "age of the mark of " + position.instrument() + " in seconds",
                Meaning.OLDER_MARK,
                BigDecimal.ZERO,
                MILLISECOND,
                YEARS.negate(),
                YEARS,
                List.of(BigDecimal.valueOf(-60), BigDecimal.valueOf(60), HUNDRED_THOUSAND),
                value -> Accounts.withPositions(
                        given,
                        given.snapshot().positions().stream()
                                .map(of ->
                                        Accounts.marked(of, given.evaluatedAt().minus(seconds(value))))
                                .toList()));
    }

    /** The index goes with the mark, so that only what is won or lost moves. */
    private Case marked(BigDecimal value, boolean indexed) {
        String instrument = given.snapshot().positions().getFirst().instrument();
        return Accounts.withPositions(
                given,
                given.snapshot().positions().stream()
                        .map(of -> of.instrument().equals(instrument)
                                ? Accounts.priced(
                                        of,
                                        of.entryPrice(),
                                        value,
                                        indexed ? value : null,
                                        of.mark().time())
                                : of)
                        .toList());
    }

    /** Nothing is won or lost: the position was entered at its mark. An inverse one has so many more contracts that it is worth the same. */
    private Case apart(BigDecimal index, BigDecimal value) {
        String instrument = given.snapshot().positions().getFirst().instrument();
        return Accounts.withPositions(
                given,
                given.snapshot().positions().stream()
                        .map(of -> of.instrument().equals(instrument)
                                ? Accounts.priced(
                                        of.contract() == ContractKind.INVERSE
                                                ? of.withQuantity(of.quantity()
                                                        .multiply(value)
                                                        .divide(index, MathContext.DECIMAL64))
                                                : of,
                                        value,
                                        value,
                                        index,
                                        of.mark().time())
                                : of)
                        .toList());
    }

    private void orders() {
        List<OpenOrder> orders = given.snapshot().openOrders();
        if (orders.isEmpty()) {
            return;
        }
        OpenOrder first = orders.getFirst();
        BigDecimal tick = worth(first.limitPrice().multiply(given.snapshot().multiplierOf(first.instrument())));
        add(
                "quantity of order " + first.orderId(),
                Meaning.LARGER_ORDER,
                first.quantity(),
                tick,
                tick,
                MOST,
                List.of(),
                value -> {
                    List<OpenOrder> changed = new ArrayList<>(orders);
                    changed.set(0, sized(first, first.orderId(), value));
                    return Accounts.withOrders(given, changed);
                });
        add(
                "number of orders",
                Meaning.OTHER,
                BigDecimal.valueOf(orders.size()),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                BigDecimal.valueOf(ORDERS_MAX),
                List.of(BigDecimal.ZERO, BigDecimal.valueOf(ORDERS_MAX)),
                value -> Accounts.withOrders(
                        given,
                        Stream.iterate(1, i -> i <= value.intValue(), i -> i + 1)
                                .map(i -> sized(first, "order-" + i, first.quantity()))
                                .toList()));
    }

    private static OpenOrder sized(OpenOrder of, String id, BigDecimal quantity) {
        return new OpenOrder(id, of.instrument(), of.side(), quantity, of.limitPrice(), of.reduceOnly());
    }

    private void times() {
        for (OpenCall call : given.openCalls().stream().limit(1).toList()) {
            BigDecimal cure = BigDecimal.valueOf(
                    Duration.between(call.openedAt(), call.dueBy()).toSeconds());
            add(
                    "age of the call in seconds",
                    Meaning.LATER,
                    BigDecimal.valueOf(Duration.between(call.openedAt(), given.evaluatedAt())
                            .toSeconds()),
                    MILLISECOND,
                    BigDecimal.ZERO,
                    YEARS,
                    List.of(BigDecimal.ZERO, cure, cure.add(MILLISECOND), cure.movePointRight(2)),
                    value -> Accounts.withCalls(
                            given,
                            List.of(Accounts.moved(call, given.evaluatedAt().minus(seconds(value))))));
        }
        Instant now = given.evaluatedAt();
        add(
                "instant in seconds from " + now,
                Meaning.CLOCK,
                BigDecimal.ZERO,
                MILLISECOND,
                YEARS.negate(),
                YEARS,
                List.of(),
                value -> Accounts.shifted(given, seconds(value)));
    }

    private void others() {
        Position position = given.snapshot().positions().getFirst();
        if (position.leverage() != null) {
            add(
                    "leverage",
                    Meaning.OTHER,
                    position.leverage(),
                    MILLISECOND,
                    MILLISECOND,
                    HUNDRED_THOUSAND,
                    List.of(),
                    value -> Accounts.withPosition(given, 0, of -> Accounts.withLeverage(of, value)));
        }
    }

    private void accruals() {
        for (Accrual accrual : given.snapshot().accrued().stream().limit(1).toList()) {
            add(
                    "amount of " + accrual.kind() + " in " + accrual.asset(),
                    Meaning.MORE_EQUITY,
                    accrual.amount(),
                    cent,
                    MOST.negate(),
                    MOST,
                    List.of(BigDecimal.ZERO),
                    value -> {
                        List<Accrual> accrued = new ArrayList<>(given.snapshot().accrued());
                        accrued.set(0, new Accrual(accrual.kind(), accrual.asset(), value));
                        return Accounts.withAccrued(given, accrued);
                    });
        }
    }

    private void add(
            String name,
            Meaning meaning,
            BigDecimal now,
            BigDecimal tick,
            BigDecimal min,
            BigDecimal max,
            List<BigDecimal> looks,
            Function<BigDecimal, Case> at) {
        drivers.add(new Driver(name, meaning, now, tick, min, max, looks, at));
    }

    /** The largest power of ten of which a unit price makes a cent or less. */
    private BigDecimal worth(BigDecimal price) {
        int places = 0;
        while (price.movePointLeft(places).compareTo(cent) > 0 && places < 18) {
            places++;
        }
        return BigDecimal.ONE.movePointLeft(places);
    }

    private static Duration seconds(BigDecimal value) {
        return Duration.ofNanos(value.movePointRight(9).longValue());
    }
}
