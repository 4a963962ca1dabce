package io.plimsoll.money;

import java.math.BigDecimal;

/** An amount with its currency; keeps the decimal places it was rounded to. */
public record Money(String currency, BigDecimal amount) {

    /** @throws IllegalArgumentException if the currencies differ */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(currency, amount.add(other.amount));
    }
}
