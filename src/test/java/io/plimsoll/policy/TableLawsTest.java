package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns of certain names owe one another: each limit at, below and above, and the number that would be right in the finding. */
class TableLawsTest {

    private static final Set<String> TEXTS = Set.of("key", "underlying", "name");

    /** A table's header, its rows, and what is found: line, column, code and message. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            key,search,initial,release | A,1.1,1.2,1.4 |
            key,search,initial,release | A,1,1.2,1.4 | 2:3 PLM-832 `A`: search 1 must be above 1
            key,search,initial,release | A,1.0001,1.2,1.4 |
            key,search,initial,release | A,1.1,1.1,1.4 | 2:7 PLM-832 `A`: initial 1.1 must be above search 1.1
            key,search,initial,release | A,1.1,1.2,1.2 | 2:11 PLM-832 `A`: release 1.2 must be above initial 1.2
            key,search,initial,release | A,1.1,1.2,1.4;B,1.4,1.2,1.1 | 3:7 PLM-832 `B`: initial 1.2 must be above search 1.4;3:11 PLM-832 `B`: release 1.1 must be above initial 1.2
            key,lowest,highest,published | A,0.05,0.25,0.05 |
            key,lowest,highest,published | A,0.05,0.25,0.25 |
            key,lowest,highest,published | A,0.05,0.25,0.26 | 2:13 PLM-833 `A`: published 0.26 must not be above highest 0.25
            key,lowest,highest,published | A,0.05,0.25,0.04 | 2:3 PLM-833 `A`: lowest 0.05 must not be above published 0.04
            key,lowest,highest | A,0.3,0.25 | 2:3 PLM-833 `A`: lowest 0.3 must not be above highest 0.25
            key,name,priceMove,volatilityMove,weight | A,d,-0.1,0,1;A,s,0,0,1;A,u,0.10,0,0.35 |
            key,name,priceMove,volatilityMove,weight | A,d,-0.1,0,1;A,s,0,0,1 | 2:5 PLM-834 `A`: priceMove the moves -0.1 and 0 have no counterpart: a row of priceMove 0.1 and volatilityMove 0 is missing
            key,name,priceMove,volatilityMove,weight | A,d,-0.1,0,1;A,u,0.1,0,1 | 2:5 PLM-834 `A`: priceMove a row whose price stands still, 0, is missing
            key,name,priceMove,volatilityMove,weight | A,d,-0.1,0,1;A,u,0.1,0,1;A,s,0,0.4,1 |
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1;A,t,2,0.4,0.3;A,f,-0.66,0.4,0.05 |
            key,name,priceMove,volatilityMove,weight | A,s,0,0,0.8;A,t,0.5,0.4,0.8 | 3:5 PLM-834 `A`: priceMove the moves 0.5 and 0.4 have no counterpart: a row of priceMove -0.5 and volatilityMove 0.4 is missing
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1;A,t,0.99,0,1 | 3:5 PLM-834 `A`: priceMove the moves 0.99 and 0 have no counterpart: a row of priceMove -0.99 and volatilityMove 0 is missing
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1;A,t,1,0,1 |
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1;A,u,0.1,0.2,1;A,d,-0.1,0.4,1 | 3:5 PLM-834 `A`: priceMove the moves 0.1 and 0.2 have no counterpart: a row of priceMove -0.1 and volatilityMove 0.2 is missing;4:5 PLM-834 `A`: priceMove the moves -0.1 and 0.4 have no counterpart: a row of priceMove 0.1 and volatilityMove 0.4 is missing
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1;A,t,0,0.0,1 | 3:5 PLM-834 `A`: priceMove the moves 0 and 0 stand in line 2 already
            key,name,priceMove,volatilityMove,weight | A,s,0,0,0 | 2:9 PLM-834 `A`: weight 0 must be above 0 and not above 1
            key,name,priceMove,volatilityMove,weight | A,s,0,0,1.01 | 2:9 PLM-834 `A`: weight 1.01 must be above 0 and not above 1
            key,underlying,priceMove,volatilityMove | A,BTC,0,0;A,ETH,0,0 |
            key,maintenanceRate,volatility,latency | A,0.00148047,0.8,PT12S |
            key,maintenanceRate,volatility,latency | A,0.00148046,0.8,PT12S | 2:3 PLM-835 maintenanceRate 0.00148046 is below 0.001481, which the price may move within PT12S, and slippage
            key,maintenanceRate,volatility,latency,slippage,deviations | A,0.00698698,0.8,PT12S,0.006,2 |
            key,maintenanceRate,volatility,latency,slippage,deviations | A,0.00698697,0.8,PT12S,0.006,2 | 2:3 PLM-835 maintenanceRate 0.00698697 is below 0.006987, which the price may move within PT12S, and slippage
            key,maintenanceRate,volatility,latency | A,0.1,-0.8,PT12S | 2:7 PLM-835 volatility, latency and deviations must not be negative
            key,maintenanceRate,volatility,latency | A,0.1,0.8,PT-1S | 2:11 PLM-835 volatility, latency and deviations must not be negative
            key,floor,cap,initialRate,maintenanceRate,deduction,volatility,latency | A,0,1000,0.1,0.001,0,0.8,PT12S | 2:14 PLM-835 maintenanceRate 0.001 is below 0.001481, which the price may move within PT12S, and slippage
            key,floor,rate | A,0,0;A,100,0.1;A,200,0.1;B,0,1 |
            key,floor,rate | A,1,0 | 2:3 PLM-821 `A`: floor 1 must be 0 in the first tier
            key,floor,rate | A,0,0;A,0,0.1 | 3:3 PLM-822 `A`: floor 0 must be above the floor before it, 0
            key,floor,rate | A,0,0.1;A,100,0.09 | 3:7 PLM-827 `A`: rate 0.09 must not be below 0.1 of the tier before it
            key,floor,rate | A,0,1.01 | 2:5 PLM-826 `A`: rate must lie between 0 and 1, was 1.01
            key,floor,rate,days | A,0.05,0.1,1 |
            """)
    void eachLawIsHeldToItsLimit(String header, String rows, String expected) {
        // When
        List<String> found = found(header, rows);

        // Then
        List<String> wanted =
                expected == null ? List.of() : Stream.of(expected.split(";")).toList();
        assertEquals(wanted, found);
    }

    private static List<String> found(String header, String rows) {
        String path = "policies/small/tables/law.csv";
        PolicyFiles small = TestPacks.small();
        String manifest = small.file("policies/small/pack.yaml").orElseThrow().text();
        List<PolicyFile> files = new ArrayList<>(small.readable().values());
        files.removeIf(file -> file.path().equals("policies/small/pack.yaml"));
        files.add(PolicyFile.of(
                "policies/small/pack.yaml",
                manifest.replace("\nparameters:", "\n  Law: tables/law.csv\nparameters:")
                        .replace("\ntables:", "\n  - rules/threshold/law.drl\ntables:")));
        files.add(PolicyFile.of("rules/threshold/law.drl", rule(header)));
        files.add(PolicyFile.of(path, header + "\n" + rows.replace(';', '\n') + "\n"));
        Map<Boolean, List<String>> byFile = PackCheck.of(PolicyFiles.of(files), "small").findings().stream()
                .collect(Collectors.partitioningBy(
                        finding -> finding.file().equals(path),
                        Collectors.mapping(
                                finding -> finding.range() + " " + finding.code() + " " + finding.message(),
                                Collectors.toList())));
        return byFile.get(true);
    }

    private static String rule(String header) {
        String columns = Arrays.stream(header.split(","))
                .map(column -> "    " + column + " : "
                        + (TEXTS.contains(column) ? "String" : column.equals("latency") ? "Duration" : "BigDecimal")
                        + (column.equals("key") ? " @key" : ""))
                .collect(Collectors.joining("\n"));
        return """
                package plimsoll.threshold

                import io.plimsoll.rules.facts.*
                import java.math.BigDecimal
                import java.time.Duration
                dialect "mvel"
                global io.plimsoll.rules.verbs.Threshold decide

                declare Law
                %s
                end

                rule "THR-900 reads the table"
                    @owner("tests") @source("tests")
                when
                    Account( $segment : segment )
                    Law( key == $segment )
                then
                    decide.warn("so");
                end
                """.formatted(columns);
    }
}
