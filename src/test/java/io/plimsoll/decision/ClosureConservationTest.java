package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.LiquidationProposal.Auction;
import io.plimsoll.decision.LiquidationProposal.AutoDeleverage;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Fee;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.MinimumQuantity;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Slices;
import io.plimsoll.decision.LiquidationProposal.Socialise;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.decision.ThresholdProposal.TakeOver;
import io.plimsoll.fixtures.ScriptedRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whole closures of random accounts, against the same done by hand: every lot is tried, each amount is reckoned from the snapshot, and neither
 * money nor quantity is lost on the way, whoever bears a loss and however positions are sold. Maintenance is 5 % everywhere, lots are of 1.
 */
class ClosureConservationTest {

    private static final BigDecimal RATE = new BigDecimal("0.05");

    private record Account(
            Outcome outcome,
            BigDecimal cash,
            List<Position> positions,
            Map<PositionId, BigDecimal> costs,
            BigDecimal fee,
            BigDecimal minimum,
            BigDecimal target,
            @Nullable BigDecimal fund,
            List<Proposal> others) {

        /** Equity and requirement after some has been closed, by the definitions. */
        BigDecimal equity(Map<PositionId, BigDecimal> closed) {
            BigDecimal equity = cash;
            for (Position position : positions) {
                BigDecimal price = position.mark().price();
                equity = equity.add(position.quantity().multiply(price.subtract(position.entryPrice())));
                BigDecimal notional =
                        closed.getOrDefault(position.id(), BigDecimal.ZERO).multiply(price);
                equity = equity.subtract(notional.multiply(costs.get(position.id())))
                        .subtract(notional.multiply(fee).setScale(2, RoundingMode.CEILING));
            }
            return equity.setScale(2, RoundingMode.FLOOR);
        }

        BigDecimal required(Map<PositionId, BigDecimal> closed) {
            BigDecimal required = BigDecimal.ZERO.setScale(2);
            for (Position position : positions) {
                BigDecimal left =
                        position.quantity().abs().subtract(closed.getOrDefault(position.id(), BigDecimal.ZERO));
                required = required.add(
                        left.multiply(position.mark().price()).multiply(RATE).setScale(2, RoundingMode.CEILING));
            }
            return required;
        }

        boolean isRestored(Map<PositionId, BigDecimal> closed) {
            return equity(closed).compareTo(target.multiply(required(closed))) >= 0;
        }

        /** What frees most for its cost first: the requirement is the same share of all, so the cheapest; what costs nothing by size. */
        List<Position> inOrder() {
            Comparator<Position> cheapest =
                    Comparator.comparing(position -> costs.get(position.id()).add(fee));
            Comparator<Position> largest = Comparator.comparing(position ->
                    position.quantity().abs().multiply(position.mark().price()).negate());
            return positions.stream()
                    .sorted(cheapest.thenComparing((one, other) ->
                                    costs.get(one.id()).add(fee).signum() == 0 ? largest.compare(one, other) : 0)
                            .thenComparing(Position::id))
                    .toList();
        }

        /** Lot by lot in that order until the target is met; all of a leg where it is not, as far as each lot frees more than it costs. */
        Map<PositionId, BigDecimal> closedByHand() {
            Map<PositionId, BigDecimal> closed = new HashMap<>();
            for (Position position : inOrder()) {
                BigDecimal held = position.quantity().abs();
                for (BigDecimal lots = BigDecimal.ONE; !isRestored(closed); lots = lots.add(BigDecimal.ONE)) {
                    boolean allowed = lots.compareTo(held) >= 0
                            || lots.compareTo(minimum) >= 0
                                    && held.subtract(lots).compareTo(minimum) >= 0;
                    if (allowed) {
                        Map<PositionId, BigDecimal> tried = new HashMap<>(closed);
                        tried.put(position.id(), lots.min(held));
                        if (isRestored(tried)) {
                            return tried;
                        }
                    }
                    if (lots.compareTo(held) >= 0) {
                        boolean helps = target.multiply(RATE)
                                        .compareTo(costs.get(position.id()).add(fee))
                                > 0;
                        if (helps) {
                            closed.put(position.id(), held);
                        }
                        break;
                    }
                }
            }
            if (!isRestored(closed)) {
                positions.forEach(position ->
                        closed.put(position.id(), position.quantity().abs()));
            }
            return closed;
        }

        ScriptedRules rules() {
            ScriptedRules rules = ScriptedRules.figures()
                    .rule(Stage.MARGIN, "MRG-3", view -> each(id -> new ClosingCost(id, costs.get(id))))
                    .rule(Stage.LIQUIDATION, "LIQ-3", view -> each(id -> new Fee(id, fee, new BigDecimal("0.7"))))
                    .rule(Stage.LIQUIDATION, "LIQ-4", view -> each(id -> new MinimumQuantity(id, minimum)))
                    .rule(
                            Stage.LIQUIDATION,
                            "LIQ-5",
                            view -> Stream.concat(Stream.ofNullable(fund).map(InsuranceFund::new), others.stream())
                                    .toList())
                    .rule(
                            Stage.LIQUIDATION,
                            "LIQ-6",
                            view -> positions.stream()
                                    .flatMap(position -> soldBy(position).stream())
                                    .toList());
            return switch (outcome) {
                case REDUCE -> rules.always("THR-3", new Reduce("short")).always("LIQ-2", new ReduceToRatio(target));
                case LIQUIDATE ->
                    rules.always("THR-3", new Liquidate("short"))
                            .rule(Stage.LIQUIDATION, "LIQ-2", view -> each(Close::new));
                default ->
                    rules.always("THR-3", new TakeOver("short"))
                            .rule(Stage.LIQUIDATION, "LIQ-2", view -> each(TakeOverPosition::new));
            };
        }

        /** The larger the dearer the route, none of which changes what anything comes to. */
        private static List<Proposal> soldBy(Position position) {
            PositionId id = position.id();
            return position.quantity().abs().compareTo(BigDecimal.TEN) < 0
                    ? List.of()
                    : position.quantity().abs().compareTo(new BigDecimal("20")) < 0
                            ? List.of(new Route(id, ExecutionMethod.TWAP), new Slices(id, 10, Duration.ofSeconds(30)))
                            : List.of(
                                    new Route(id, ExecutionMethod.AUCTION),
                                    new Auction(
                                            id,
                                            new BigDecimal("1.3"),
                                            new PriceCurve.Stairstep(new BigDecimal("0.99"), Duration.ofSeconds(90))));
        }

        private List<Proposal> each(Function<PositionId, Proposal> proposal) {
            return positions.stream().map(Position::id).map(proposal).toList();
        }
    }

    @Test
    void neitherMoneyNorQuantityIsLostAndEveryStepIsTheOneFoundByHand() {
        Random random = new Random(4);
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        int partly = 0;
        for (int round = 0; round < 500; round++) {
            Account account = random(random);
            Decision decision = decide(
                    account()
                            .cash(account.cash().toPlainString())
                            .with(account.positions().toArray(Position[]::new)),
                    account.rules());
            ClosurePlan plan = Objects.requireNonNull(
                    decision.closure(), () -> account + " is held for " + decision.holdReasons());
            seen.merge(account.outcome(), 1, Integer::sum);

            Map<PositionId, BigDecimal> closed = walk(account, plan);
            if (account.outcome() == Outcome.REDUCE) {
                assertEquals(stripped(account.closedByHand()), stripped(closed), account::toString);
                assertEquals(account.isRestored(closed), plan.restores());
                partly += account.required(closed).signum() > 0 && !closed.isEmpty() ? 1 : 0;
            } else if (account.outcome() == Outcome.LIQUIDATE) {
                assertEquals(0, account.required(closed).signum());
            }
            assertLossIsBorne(account, plan, account.equity(closed));
        }
        assertTrue(seen.values().stream().allMatch(count -> count > 50) && partly > 50, seen + " " + partly);
    }

    /** Checks each step on the way. @return what is closed on the market */
    private static Map<PositionId, BigDecimal> walk(Account account, ClosurePlan plan) {
        Map<PositionId, BigDecimal> closed = new HashMap<>();
        List<Step> takeOvers = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step.action() == Action.TAKE_OVER) {
                takeOvers.add(step);
            }
            if (step.action() != Action.REDUCE && step.action() != Action.CLOSE) {
                continue;
            }
            Order order = Objects.requireNonNull(step.order());
            closed.merge(order.position(), order.quantity(), BigDecimal::add);
            Position position = position(account, order.position());
            assertEquals(
                    step.action() == Action.CLOSE,
                    closed.get(order.position()).compareTo(position.quantity().abs()) == 0);
            After after = Objects.requireNonNull(step.after());
            assertEquals(account.equity(closed), after.equity(), account::toString);
            assertEquals(account.required(closed), after.maintenanceMargin());
            var execution = Objects.requireNonNull(order.execution());
            var fee = Objects.requireNonNull(execution.fee());
            assertEquals(fee.amount(), fee.toFund().add(fee.toLiquidator()));
        }
        if (!takeOvers.isEmpty()) {
            assertTakenOverForNothingLeft(account, takeOvers);
        }
        return closed;
    }

    /** What the positions bring at their take-over prices spends the account's money, but for the rounding of the prices. */
    private static void assertTakenOverForNothingLeft(Account account, List<Step> takeOvers) {
        BigDecimal left = account.cash();
        BigDecimal units = BigDecimal.ZERO;
        for (Step step : takeOvers) {
            Order order = Objects.requireNonNull(step.order());
            Position position = position(account, order.position());
            assertEquals(0, position.quantity().abs().compareTo(order.quantity()));
            if (order.price() == null) {
                return; // so rich that no positive price spends it
            }
            left = left.add(position.quantity().multiply(order.price().subtract(position.entryPrice())));
            units = units.add(order.quantity());
        }
        assertEquals(account.positions().size(), takeOvers.size());
        assertTrue(left.abs().compareTo(units.multiply(new BigDecimal("0.01"))) <= 0, left + " is left of " + account);
        assertEquals(
                new BigDecimal("0.00"),
                Objects.requireNonNull(takeOvers.getLast().after()).equity());
    }

    /** The fund up to its limit, then either others bear the rest or it stays open, and it is said how much. */
    private static void assertLossIsBorne(Account account, ClosurePlan plan, BigDecimal equity) {
        BigDecimal loss = equity.negate().max(BigDecimal.ZERO);
        assertEquals(0, loss.compareTo(plan.goals().getFirst().expectedLoss()));
        BigDecimal byFund = account.fund() == null ? BigDecimal.ZERO : loss.min(account.fund());
        BigDecimal byOthers = account.others().isEmpty() ? BigDecimal.ZERO : loss.subtract(byFund);
        BigDecimal fund = BigDecimal.ZERO;
        BigDecimal others = BigDecimal.ZERO;
        for (Step step : plan.steps()) {
            BigDecimal amount = step.amount() == null ? BigDecimal.ZERO : step.amount();
            switch (step.action()) {
                case INSURANCE_FUND -> fund = fund.add(amount);
                case AUTO_DELEVERAGE, SOCIALISE -> others = others.add(amount);
                default -> assertNull(step.amount());
            }
        }
        assertEquals(0, byFund.compareTo(fund), account::toString);
        assertEquals(0, byOthers.compareTo(others), account::toString);
    }

    private static Position position(Account account, PositionId id) {
        return account.positions().stream()
                .filter(position -> position.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Account random(Random random) {
        List<Position> positions = new ArrayList<>();
        Map<PositionId, BigDecimal> costs = new HashMap<>();
        BigDecimal notional = BigDecimal.ZERO;
        for (int i = 0; i <= random.nextInt(3); i++) {
            int quantity = (1 + random.nextInt(40)) * (random.nextBoolean() ? 1 : -1);
            String price = "" + BigDecimal.valueOf(5_000 + random.nextInt(10_000), 2);
            Position position = cross("P" + i, "" + quantity, "" + (50 + random.nextInt(100)), price);
            positions.add(position);
            costs.put(position.id(), BigDecimal.valueOf(random.nextInt(5) * (random.nextInt(8) == 0 ? 30 : 5), 4));
            notional = notional.add(new BigDecimal(price).multiply(BigDecimal.valueOf(Math.abs(quantity))));
        }
        BigDecimal gain = positions.stream()
                .map(position ->
                        position.quantity().multiply(position.mark().price().subtract(position.entryPrice())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal equity = notional.multiply(BigDecimal.valueOf(random.nextInt(90) - 15, 3));
        return new Account(
                List.of(Outcome.REDUCE, Outcome.REDUCE, Outcome.LIQUIDATE, Outcome.TAKE_OVER)
                        .get(random.nextInt(4)),
                equity.subtract(gain).setScale(2, RoundingMode.HALF_UP),
                positions,
                costs,
                BigDecimal.valueOf(random.nextInt(3) * 25L, 4),
                BigDecimal.valueOf(random.nextInt(5)),
                BigDecimal.valueOf(100 + random.nextInt(50), 2),
                random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(10_000), 2),
                List.of(
                                List.<Proposal>of(new AutoDeleverage()),
                                List.<Proposal>of(new Socialise()),
                                List.<Proposal>of(new AutoDeleverage(), new Socialise()),
                                List.<Proposal>of())
                        .get(random.nextInt(4)));
    }

    private static Map<PositionId, BigDecimal> stripped(Map<PositionId, BigDecimal> quantities) {
        Map<PositionId, BigDecimal> stripped = new HashMap<>();
        quantities.forEach((id, quantity) -> stripped.put(id, quantity.stripTrailingZeros()));
        return stripped;
    }
}
