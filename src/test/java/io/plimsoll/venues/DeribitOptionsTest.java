package io.plimsoll.venues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.account.OptionType;
import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.Black76;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A whole chain of inverse options: the venue's marks against the model, and calls against puts. */
class DeribitOptionsTest {

    private static final BigDecimal LAST_PLACES = new BigDecimal("0.000002");
    private static final BigDecimal TICK = new BigDecimal("0.0001");

    private record Quoted(
            String expiry,
            OptionType type,
            BigDecimal strike,
            BigDecimal forward,
            BigDecimal mark,
            @Nullable BigDecimal volatility,
            Duration left) {

        /** How far the mark is from the model, in the base asset. */
        BigDecimal offModel() {
            BigDecimal value =
                    new Black76(type, forward, strike, Objects.requireNonNull(volatility), Black76.years(left)).value();
            return value.divide(forward, Decimals.QUOTIENT).subtract(mark).abs();
        }
    }

    @Test
    void theModelAtTheVenuesVolatilityIsTheVenuesMark() throws Exception {
        List<BigDecimal> off = chain().stream()
                .filter(option -> option.volatility() != null)
                .map(Quoted::offModel)
                .toList();

        System.out.printf(
                "model and mark: %d, to 0.000002 %d, to 0.0001 %d%n",
                off.size(), within(LAST_PLACES, off), within(TICK, off));
        assertEquals(683, off.size());
        assertEquals(683, within(LAST_PLACES, off));
    }

    @Test
    void callLessPutIsForwardLessStrike() throws Exception {
        Map<String, Quoted> calls = new HashMap<>();
        chain().stream()
                .filter(option -> option.type() == OptionType.CALL)
                .forEach(call -> calls.put(call.expiry() + call.strike(), call));
        List<BigDecimal> off = new ArrayList<>();
        for (Quoted put : chain()) {
            Quoted call = calls.get(put.expiry() + put.strike());
            if (put.type() == OptionType.PUT && call != null) {
                BigDecimal parity = call.forward().subtract(call.strike()).divide(call.forward(), Decimals.QUOTIENT);
                off.add(call.mark().subtract(put.mark()).subtract(parity).abs());
            }
        }

        System.out.printf(
                "put-call parity: %d, to 0.000002 %d, to 0.0001 %d%n",
                off.size(), within(LAST_PLACES, off), within(TICK, off));
        assertEquals(342, off.size());
        assertEquals(342, within(TICK, off));
    }

    private static long within(BigDecimal limit, List<BigDecimal> off) {
        return off.stream().filter(distance -> distance.compareTo(limit) <= 0).count();
    }

    private static List<Quoted> chain() throws Exception {
        List<String> lines = Files.readAllLines(RealData.file("depth_options/deribit_eth_options_2024-01-08.csv"));
        List<String> header = List.of(lines.getFirst().split(","));
        return lines.stream()
                .skip(1)
                .map(line -> quoted(header, line.split(",", -1)))
                .toList();
    }

    private static Quoted quoted(List<String> header, String[] cells) {
        Instant created = Instant.ofEpochMilli(Long.parseLong(cells[header.indexOf("creation_timestamp")]));
        Instant expiry = Instant.ofEpochSecond(Long.parseLong(cells[header.indexOf("expiry_utc_epoch_s")]));
        String volatility = cells[header.indexOf("implied_iv_from_mark(derived)")];
        return new Quoted(
                cells[header.indexOf("expire_date")],
                cells[header.indexOf("option_type")].equals("C") ? OptionType.CALL : OptionType.PUT,
                new BigDecimal(cells[header.indexOf("strike_price")]),
                new BigDecimal(cells[header.indexOf("underlying_price")]),
                new BigDecimal(cells[header.indexOf("mark_price")]),
                volatility.isEmpty() ? null : new BigDecimal(volatility),
                Duration.between(created, expiry));
    }
}
