package io.plimsoll.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Money TEN = new Money("USDT", new BigDecimal("10.00"));

    @Test
    void amountsOfOneCurrencyAddUp() {
        assertEquals(new Money("USDT", new BigDecimal("9.50")), TEN.plus(new Money("USDT", new BigDecimal("-0.50"))));
    }

    @Test
    void amountsOfTwoCurrenciesDoNot() {
        // Given
        Money euros = new Money("EUR", BigDecimal.ONE);

        // When
        var refusal = assertThrows(IllegalArgumentException.class, () -> TEN.plus(euros));

        // Then
        assertEquals("cannot add EUR to USDT", refusal.getMessage());
    }
}
