package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBucketTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0-100",
        "99.99, 0-100",
        "100, 0-100",
        "100.01, 100-1k",
        "1000, 100-1k",
        "1000.01, 1k-10k",
        "10000, 1k-10k",
        "10000.01, 10k-100k",
        "100000, 10k-100k",
        "100000.01, 100k-1M",
        "1000000, 100k-1M",
        "1000000.01, 1M-10M",
        "10000000, 1M-10M",
        "10000000.01, 10M+",
    })
    void aSizeEndsWithItsUpperBound(String notional, String label) {
        assertEquals(label, SizeBucket.of(new BigDecimal(notional)).label());
    }

    @Test
    void neighboursThatAreToldTogetherHaveTheBoundsOfBothEnds() {
        assertEquals("100-10k", SizeBucket.label(1, 2));
        assertEquals("1M+", SizeBucket.label(5, 6));
    }
}
