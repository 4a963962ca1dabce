package io.plimsoll.decision;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.auction.DutchAuction;
import io.plimsoll.auction.ReservePrice;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.LiquidationProposal.Auction;
import io.plimsoll.decision.LiquidationProposal.Fillable;
import io.plimsoll.decision.LiquidationProposal.PriceLimit;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Slices;
import io.plimsoll.margin.Closing;
import io.plimsoll.margin.FillablePrice;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.TakeOverPrices;
import io.plimsoll.money.Decimals;
import io.plimsoll.waterfall.LiquidationFee;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what a closing came to as steps of the plan: how each is executed, what it costs, and how the account stands after it. */
record ClosureSteps(ClosureProposals proposed, MarginTarget target, Map<PositionId, BigDecimal> bankruptcyPrices) {

    /** One step a part that is closed on the market. */
    List<Step> closings(Closing closing) {
        return closing.parts().stream().map(this::closing).toList();
    }

    private Step closing(Closing.Part part) {
        MarginAccount before = part.before();
        PricedPosition priced = before.position(part.position()).priced();
        Order order = new Order(
                part.position(),
                OrderSide.closing(part.position().side()),
                Decimals.normalised(part.quantity()),
                null,
                bankruptcyPrice(part.position(), before),
                execution(part, priced),
                part.together());
        return new Step(part.isWhole() ? Action.CLOSE : Action.REDUCE, before.id(), order, null, after(part.after()));
    }

    private Execution execution(Closing.Part part, PricedPosition priced) {
        PositionId id = part.position();
        MarginAccount before = part.before();
        ExecutionMethod method = proposed.best(id, Route.class, Route::position, Comparator.comparing(Route::method))
                .map(Route::method)
                .orElse(ExecutionMethod.MARKET);
        return new Execution(
                method,
                method == ExecutionMethod.TWAP ? slices(id).orElse(null) : null,
                method == ExecutionMethod.AUCTION ? auction(priced, before).orElse(null) : null,
                priceLimit(priced, before),
                before.rounding().requirementRounded(part.cost()),
                fee(part));
    }

    private @Nullable BigDecimal bankruptcyPrice(PositionId id, MarginAccount account) {
        BigDecimal price = bankruptcyPrices.get(id);
        return price == null ? null : account.rounding().priceReported(price);
    }

    private Optional<ClosurePlan.Slices> slices(PositionId id) {
        Comparator<Slices> mostThenLongest = Comparator.comparing(Slices::count).thenComparing(Slices::interval);
        return proposed.best(id, Slices.class, Slices::position, mostThenLongest)
                .map(slices -> new ClosurePlan.Slices(slices.count(), slices.interval()));
    }

    private Optional<ClosurePlan.Auction> auction(PricedPosition priced, MarginAccount before) {
        Comparator<Auction> highestStart = Comparator.comparing(Auction::buffer)
                .thenComparing(auction -> auction.curve().toString());
        return proposed.best(priced.id(), Auction.class, Auction::position, highestStart)
                .map(auction -> new ClosurePlan.Auction(
                        before.rounding()
                                .priceReported(
                                        DutchAuction.startPrice(priced.id().side(), priced.price(), auction.buffer())),
                        auction.curve()));
    }

    /**
     * The bankruptcy price, or the fillable price where rules say so, or a price nearer to the position's where they allow no more; rounded so that it is
     * never worse than that.
     */
    private @Nullable BigDecimal priceLimit(PricedPosition priced, MarginAccount before) {
        Side side = priced.id().side();
        Optional<BigDecimal> fillable = fillablePrice(priced.id(), before);
        BigDecimal most = fillable.orElseGet(
                () -> TakeOverPrices.of(before, List.of(priced.id())).get(priced.id()));
        Comparator<PriceLimit> narrowest =
                Comparator.comparing(PriceLimit::band).reversed();
        Optional<BigDecimal> band = proposed.best(priced.id(), PriceLimit.class, PriceLimit::position, narrowest)
                .map(PriceLimit::band);
        BigDecimal limit = band.map(share -> most == null
                        ? ReservePrice.discounted(side, priced.price(), share)
                        : ReservePrice.of(side, most, priced.price(), share))
                .orElse(most);
        return limit == null || limit.signum() <= 0
                ? null
                : before.rounding().priceRounded(limit, side == Side.LONG ? RoundingMode.CEILING : RoundingMode.FLOOR);
    }

    private Optional<BigDecimal> fillablePrice(PositionId id, MarginAccount before) {
        if (before.maintenanceMargin().signum() == 0) {
            return Optional.empty();
        }
        Function<Fillable, BigDecimal> price = of -> FillablePrice.of(before, id, of.adjustment(), of.spread());
        Comparator<Fillable> byPrice = Comparator.comparing(price);
        return proposed.best(
                        id, Fillable.class, Fillable::position, id.side() == Side.LONG ? byPrice : byPrice.reversed())
                .map(price);
    }

    private ClosurePlan.@Nullable Fee fee(Closing.Part part) {
        return proposed.fee(part.position())
                .map(fee -> LiquidationFee.of(
                        part.notional(),
                        fee.rate(),
                        fee.fundShare(),
                        part.before().rounding()))
                .map(fee -> new ClosurePlan.Fee(fee.fee(), fee.toFund(), fee.toLiquidator()))
                .orElse(null);
    }

    /** One step a position that is handed over; together they leave the account nothing. */
    List<Step> takeOvers(MarginAccount left, List<PositionId> taken) {
        Map<PositionId, BigDecimal> prices = TakeOverPrices.of(left, taken);
        List<Step> steps = new ArrayList<>();
        Optional<MarginAccount> state = Optional.of(left);
        for (int i = 0; i < taken.size(); i++) {
            PositionId id = taken.get(i);
            BigDecimal price = prices.get(id);
            BigDecimal keptUntilAllAreGone = TakeOverPrices.equityLeft(left, taken.subList(i + 1, taken.size()), taken);
            state = price == null ? Optional.empty() : state.map(account -> account.without(id, keptUntilAllAreGone));
            Order order = new Order(
                    id,
                    OrderSide.closing(id.side()),
                    left.position(id).priced().position().quantity().abs(),
                    price == null ? null : left.rounding().priceReported(price),
                    bankruptcyPrice(id, left),
                    null,
                    false);
            After after = state.map(this::after).orElse(null);
            steps.add(new Step(Action.TAKE_OVER, left.id(), order, null, after));
        }
        return steps;
    }

    private After after(MarginAccount account) {
        return After.of(account, target.isMetBy(account));
    }
}
