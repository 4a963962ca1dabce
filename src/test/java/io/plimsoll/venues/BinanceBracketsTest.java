package io.plimsoll.venues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.margin.RequirementLine;
import io.plimsoll.policy.pack.Table;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** All published leverage brackets of one venue against the lint of bracket tables and the tier formula. */
class BinanceBracketsTest {

    private static final TableType BRACKET = new TableType(
            "Bracket",
            List.of(
                    new Column("instrument", FieldKind.STRING),
                    new Column("floor", FieldKind.DECIMAL),
                    new Column("cap", FieldKind.DECIMAL),
                    new Column("initialRate", FieldKind.DECIMAL),
                    new Column("maintenanceRate", FieldKind.DECIMAL),
                    new Column("deduction", FieldKind.DECIMAL)),
            Optional.of("instrument"));

    @Test
    void the349SymbolsKeepTheTableLaw() throws Exception {
        // Given
        String csv = asOurTable();

        // When
        Table table = Table.ofCsv(BRACKET, "binance.csv", csv);

        // Then
        assertEquals(List.of(), table.findings());
        assertEquals(2805, table.rows().size());
        assertEquals(349, bySymbol(table).size());
    }

    @Test
    void everyBracketsRequirementIsTheSumOverTheBracketsBelowIt() throws Exception {
        // Given
        Table table = Table.ofCsv(BRACKET, "binance.csv", asOurTable());

        // When / Then
        for (List<TableRow> brackets : bySymbol(table).values()) {
            BigDecimal sumBelow = BigDecimal.ZERO;
            for (TableRow bracket : brackets) {
                BigDecimal cap = decimal(bracket, "cap");
                BigDecimal width = cap.subtract(decimal(bracket, "floor"));
                sumBelow = sumBelow.add(width.multiply(decimal(bracket, "maintenanceRate")));
                var line = new RequirementLine(decimal(bracket, "maintenanceRate"), decimal(bracket, "deduction"));
                assertEquals(0, sumBelow.compareTo(line.at(cap)), () -> bracket.values() + " at its cap");
            }
        }
    }

    private static Map<Object, List<TableRow>> bySymbol(Table table) {
        return table.rows().stream()
                .collect(Collectors.groupingBy(row -> row.values().getOrDefault("instrument", "")));
    }

    private static BigDecimal decimal(TableRow row, String column) {
        return (BigDecimal) row.values().get(column);
    }

    /** The same rows under our header; the initial rate is one over the maximum leverage, rounded up. */
    private static String asOurTable() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("instrument,floor,cap,initialRate,maintenanceRate,deduction");
        List<String> theirs = Files.readAllLines(RealData.file("brackets/binance_usdm_brackets_2024-10-24.csv"));
        for (String line : theirs.subList(1, theirs.size())) {
            String[] cell = line.split(",", -1);
            BigDecimal initialRate = BigDecimal.ONE.divide(new BigDecimal(cell[6]), 8, RoundingMode.UP);
            lines.add(String.join(",", cell[0], cell[3], cell[4], initialRate.toPlainString(), cell[5], cell[7]));
        }
        return String.join("\n", lines) + "\n";
    }
}
