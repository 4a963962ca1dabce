package io.plimsoll.policy.bounds;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Sheet;
import java.math.BigDecimal;

/**
 * A position at the price it is valued at.
 *
 * @param unit value of one unit, which for a linear contract is its price and for an inverse one over it
 * @param conversion settlement currency of the account for each 1 of the position's
 * @param onlyMark true if no rule may have it valued at another price than its mark
 * @param notional in its own currency
 * @param unrealisedPnl in its own currency
 */
record Valued(
        Position position,
        Amount unit,
        Amount price,
        BigDecimal conversion,
        boolean onlyMark,
        Amount notional,
        Amount unrealisedPnl) {

    /** At a value of one unit. */
    static Valued at(Position position, Amount unit, BigDecimal conversion, boolean onlyMark, Sheet sheet) {
        Amount price = isInverse(position) ? sheet.quotient(sheet.given(Decimals.ONE), unit) : unit;
        return at(position, unit, price, conversion, onlyMark, sheet);
    }

    static Valued at(
            Position position, Amount unit, Amount price, BigDecimal conversion, boolean onlyMark, Sheet sheet) {
        BigDecimal units = position.quantity().multiply(position.multiplier());
        Amount entry = sheet.given(position.contract().valueOf(units, position.entryPrice()));
        Amount now = sheet.product(unit, units);
        return new Valued(
                position,
                unit,
                price,
                conversion,
                onlyMark,
                units.signum() > 0 ? now : sheet.product(unit, units.negate()),
                isInverse(position) ? sheet.difference(entry, now) : sheet.difference(now, entry));
    }

    static boolean isInverse(Position position) {
        return position.contract() == ContractKind.INVERSE;
    }

    /** In its own currency; nothing for all but options. */
    Amount optionValue(Sheet sheet) {
        return position.contract().isOption()
                ? sheet.product(unit, position.quantity().multiply(position.multiplier()))
                : sheet.given(Decimals.ZERO);
    }

    /** What it adds to equity, settlement currency of the account. */
    Amount equityValue(Sheet sheet) {
        return sheet.product(position.contract().isOption() ? optionValue(sheet) : unrealisedPnl, conversion);
    }
}
