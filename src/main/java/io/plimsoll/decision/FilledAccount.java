package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.Position;
import io.plimsoll.margin.Fill;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An account as it stands after fills that its snapshot does not include yet. A snapshot includes the fills before its {@code asOf} and none
 * after it; a fill at that very instant may be in it or not, and then, as where more was filled than it holds, nobody can say how the account stands.
 *
 * @param snapshot the account after the fills: positions smaller, what they gained and paid in the balance
 * @param borneByFund what isolated positions lost beyond their own margin, which is not the account's loss; by no currency, since it is for reports
 * @param unclear why the account cannot be told; empty where it can
 */
public record FilledAccount(AccountSnapshot snapshot, BigDecimal borneByFund, List<HoldReason> unclear) {

    /** A gain that has no end, of an inverse contract, is cut here, against the account. */
    private static final int GAIN_PLACES = 18;

    public FilledAccount {
        unclear = List.copyOf(unclear);
    }

    public static FilledAccount of(AccountSnapshot snapshot, List<BookedFill> fills) {
        FilledAccount account = new FilledAccount(snapshot, Decimals.ZERO, List.of());
        if (fills.isEmpty()) {
            return account;
        }
        for (BookedFill fill : fills.stream().sorted(BookedFill.IN_ORDER).toList()) {
            if (fill.filledAt().equals(snapshot.asOf())) {
                return account.unclear(
                        "fill `" + fill.fillId() + "` is of the instant of the snapshot, which may have it or not");
            }
            if (fill.filledAt().isAfter(snapshot.asOf())) {
                Optional<Position> held = account.held(fill.fill());
                if (held.isEmpty()) {
                    return account.unclear("with fill `" + fill.fillId() + "` more was filled of "
                            + fill.fill().position() + " than is held");
                }
                account = account.after(fill, held.get());
            }
        }
        return account;
    }

    /** What a closing gains in cash, before fees: of an option its whole worth, since its premium is in the cash already. */
    public static BigDecimal gain(Position position, Fill fill) {
        BigDecimal units = fill.quantity()
                .multiply(position.multiplier())
                .multiply(BigDecimal.valueOf(position.quantity().signum()));
        BigDecimal exact = position.contract().isOption()
                ? position.contract().valueOf(units, fill.price())
                : position.contract().gainOf(units, position.entryPrice(), fill.price());
        return Decimals.normalised(
                exact.scale() > GAIN_PLACES ? exact.setScale(GAIN_PLACES, RoundingMode.FLOOR) : exact);
    }

    private Optional<Position> held(Fill fill) {
        return snapshot.positions().stream()
                .filter(position -> position.id().equals(fill.position()))
                .filter(position -> position.quantity().abs().compareTo(fill.quantity()) >= 0)
                .findFirst();
    }

    private FilledAccount after(BookedFill booked, Position position) {
        Fill fill = booked.fill();
        BigDecimal money = gain(position, fill).subtract(fill.paid()).subtract(booked.toFund());
        BigDecimal left = position.quantity().abs().subtract(fill.quantity());
        BigDecimal margin = position.isolatedMargin();
        if (left.signum() > 0) {
            BigDecimal signed = position.quantity().signum() < 0 ? left.negate() : left;
            AccountSnapshot smaller = snapshot.withPosition(
                    position.id(), before -> before.withQuantity(signed).withMoreMargin(money));
            return margin == null ? paid(smaller, position, money) : with(smaller, borneByFund);
        }
        AccountSnapshot without = withOrdersOfTheirOwn(position).withoutPosition(position.id());
        if (margin == null) {
            return paid(without, position, money);
        }
        BigDecimal rest = margin.add(money);
        return rest.signum() < 0 ? with(without, borneByFund.subtract(rest)) : paid(without, position, rest);
    }

    private FilledAccount paid(AccountSnapshot account, Position position, BigDecimal money) {
        String currency =
                position.settlementCurrency() == null ? account.settlementCurrency() : position.settlementCurrency();
        List<Collateral> assets = new ArrayList<>();
        boolean isHeld = false;
        for (Collateral asset : account.collateral()) {
            boolean isIt = asset.asset().equals(currency);
            assets.add(isIt ? asset.withMore(money) : asset);
            isHeld |= isIt;
        }
        if (!isHeld && money.signum() != 0) {
            assets.add(new Collateral(currency, money, Decimals.ONE)); // only the settlement currency may be missing
        }
        return with(account.withCollateral(assets), borneByFund);
    }

    /** Orders that leave it to the position to say what contract they are about must say so themselves once it is gone. */
    private AccountSnapshot withOrdersOfTheirOwn(Position gone) {
        return snapshot.withOpenOrders(snapshot.openOrders().stream()
                .map(order -> order.instrument().equals(gone.instrument()) ? ofItsOwn(order, gone) : order)
                .toList());
    }

    private static OpenOrder ofItsOwn(OpenOrder order, Position gone) {
        return new OpenOrder(
                order.orderId(),
                order.instrument(),
                order.side(),
                order.quantity(),
                order.limitPrice(),
                order.reduceOnly(),
                gone.contract(),
                gone.multiplier(),
                gone.settlementCurrency());
    }

    private FilledAccount with(AccountSnapshot account, BigDecimal borne) {
        return new FilledAccount(account, borne, unclear);
    }

    private FilledAccount unclear(String why) {
        return new FilledAccount(snapshot, borneByFund, List.of(new HoldReason(HoldReason.Code.FILLS_UNCLEAR, why)));
    }
}
