package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.Sheet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may change while an account's snapshot stays the same: the instant, and of each instrument its mark. Of an index only its ratio to the
 * mark is a variable, because that is what guards look at and what moves little.
 */
final class Variables {

    /**
     * The mark of one instrument.
     *
     * @param line the number of its line: the price, or of an inverse contract one over it
     * @param unit the line
     * @param price the mark's price
     * @param index the index price; null without one
     * @param basis number of the variable of index over mark; −1 without an index
     * @param ratio that variable; null without an index
     * @param age number of the time variable of the mark's age
     */
    record Instrument(
            String name,
            Mark mark,
            boolean inverse,
            int line,
            Amount unit,
            Amount price,
            @Nullable Amount index,
            int basis,
            @Nullable Amount ratio,
            int age) {

        Moment markAge() {
            return Moment.of(age);
        }
    }

    private final Sheet sheet;
    private final int clock;
    private final Map<String, Instrument> instruments = new LinkedHashMap<>();

    /** @throws CannotBound if positions in one instrument have different marks, or one is of another century */
    Variables(AccountSnapshot snapshot, Sheet sheet) throws CannotBound {
        this.sheet = sheet;
        this.clock = sheet.time();
        for (Position position : snapshot.positions()) {
            if (Moment.nanos(position.mark().time()).isEmpty()) {
                throw new CannotBound("the time of the mark of `" + position.instrument() + "`");
            }
            Instrument known = instruments.get(position.instrument());
            if (known == null) {
                instruments.put(position.instrument(), instrument(position));
            } else if (!known.mark().equals(position.mark())) {
                throw new CannotBound("positions in `" + position.instrument() + "` have different marks");
            }
        }
    }

    private Instrument instrument(Position position) {
        boolean inverse = position.contract() == ContractKind.INVERSE;
        int line = sheet.lines();
        Amount unit = sheet.line();
        Amount price = inverse ? sheet.quotient(sheet.given(BigDecimal.ONE), unit) : unit;
        int basis = position.mark().indexPrice() == null ? -1 : sheet.frees();
        Amount ratio = basis < 0 ? null : sheet.free();
        return new Instrument(
                position.instrument(),
                position.mark(),
                inverse,
                line,
                unit,
                price,
                ratio == null ? null : sheet.product(price, ratio),
                basis,
                ratio,
                sheet.time());
    }

    /** The number of the time variable of the instant. */
    int clock() {
        return clock;
    }

    Moment now() {
        return Moment.of(clock);
    }

    List<Instrument> instruments() {
        return new ArrayList<>(instruments.values());
    }

    Instrument of(String instrument) {
        return Objects.requireNonNull(instruments.get(instrument));
    }

    @Nullable
    Instrument find(String instrument) {
        return instruments.get(instrument);
    }
}
