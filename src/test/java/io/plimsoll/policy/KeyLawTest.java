package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of keyed tables that no snapshot is likely to name. */
class KeyLawTest {

    /** Tickers of a first and of a second table, and where in the second what is found. */
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "BTCUSDT ETHUSDT | BTCUSDT ETHUSDT |",
                "BTCUSDT ETHUSDT | BTCUSDT ETHUSD | 3 `ETHUSD` has a row in no other table, and `ETHUSDT` of First has none here",
                "BTCUSDT | BTC-USDT | 2 `BTC-USDT` has a row in no other table, and `BTCUSDT` of First has none here",
                "BTCUSDT | btcusdt | 2 `btcusdt` has a row in no other table, and `BTCUSDT` of First has none here",
                "BTCUSDT | BTCUSTD |", // two letters
                "BTCUSDT | BTCUSDT BTCUSD |", // BTCUSDT has a row here
                "BTCUSDT BTCUSD | BTCUSD |",
                "BTCUSDT | ETHUSDT |",
                "BTCUSDT DEFAULT | BTCUSDT |",
                "BTCUSDT | BTCUSDT DEFAULT | 3 `DEFAULT`: a row is seen only where its key stands in the snapshot; none is that of all others",
                "BTCUSDT | * | 2 `*`: a row is seen only where its key stands in the snapshot; none is that of all others"
            })
    void aRowThatNobodyNamesIsWarnedOf(String first, String second, @Nullable String found) {
        PolicyFiles small = TestPacks.small();
        String manifest = "policies/small/pack.yaml";
        List<PolicyFile> files = new ArrayList<>(small.readable().values());
        files.removeIf(file -> file.path().equals(manifest));
        files.add(PolicyFile.of(
                manifest,
                small.file(manifest)
                        .orElseThrow()
                        .text()
                        .replace(
                                "\nparameters:",
                                "\n  First: tables/first.csv\n  Second: tables/second.csv\nparameters:")
                        .replace("\ntables:", "\n  - rules/threshold/keys.drl\ntables:")));
        files.add(PolicyFile.of("rules/threshold/keys.drl", RULES));
        files.add(PolicyFile.of("policies/small/tables/first.csv", table(first)));
        files.add(PolicyFile.of("policies/small/tables/second.csv", table(second)));

        List<String> warned = PackCheck.of(PolicyFiles.of(files), "small").findings().stream()
                .filter(finding -> finding.file().endsWith("second.csv"))
                .map(finding -> finding.range().startLine() + " " + finding.message() + " " + finding.code())
                .toList();

        assertEquals(Stream.ofNullable(found).map(of -> of + " PLM-811").toList(), warned);
    }

    private static String table(String tickers) {
        return "ticker\n" + tickers.replace(' ', '\n') + "\n";
    }

    private static final String RULES = """
            package plimsoll.threshold

            import io.plimsoll.rules.facts.*
            import java.math.BigDecimal
            dialect "mvel"
            global io.plimsoll.rules.verbs.Threshold decide

            declare First
                ticker : String @key
            end

            declare Second
                ticker : String @key
            end

            rule "THR-900 reads the tables"
                @owner("tests") @source("tests")
            when
                Account( $segment : segment )
                First( ticker == $segment )
                Second( ticker == $segment )
            then
                decide.warn("so");
            end
            """;
}
