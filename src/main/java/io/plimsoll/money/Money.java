package io.plimsoll.money;

import java.math.BigDecimal;

/** An amount with its currency; keeps the decimal places it was rounded to. */
public record Money(String currency, BigDecimal amount) {}
