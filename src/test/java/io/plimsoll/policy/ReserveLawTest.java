package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.Table;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALG-2: a table of reserves that lends above its thresholds, or whose bonus makes loans worse, is refused by row and number. */
class ReserveLawTest {

    private static final TableType RESERVE = new TableType(
            "Reserve",
            List.of(
                    new Column("asset", FieldKind.STRING),
                    new Column("loanToValue", FieldKind.DECIMAL),
                    new Column("liquidationThreshold", FieldKind.DECIMAL),
                    new Column("liquidationBonus", FieldKind.DECIMAL)),
            Optional.of("asset"));

    private static List<String> findings(String row) {
        String csv = "asset,loanToValue,liquidationThreshold,liquidationBonus\nWETH,0.8,0.825,0.05\n" + row + "\n";
        return Table.ofCsv(RESERVE, "reserve.csv", csv).findings().stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            X,0.8,0.8,0.2499        | none
            X,0.8,0.8,0.25          | PLM-831
            X,0.8,0.8,0.3           | PLM-831
            X,0.7999,0.8,0.1        | none
            X,0.8001,0.8,0.1        | PLM-830
            X,0.9,1.01,0.1          | PLM-826
            X,-0.1,0.8,0.1          | PLM-826
            X,0,0,0.1               | none
            """)
    void aReserveLendsWithinItsThresholdAndItsBonusHeals(String row, String code) {
        List<String> found = findings(row);

        assertEquals(code == null ? 0 : 1, found.size(), found::toString);
        if (code != null) {
            assertTrue(found.getFirst().contains(code) && found.getFirst().contains("3"), found::toString);
        }
    }

    @Test
    void theFindingSaysBelowWhichNumberTheBonusMustLie() {
        assertTrue(
                findings("X,0.8,0.8,0.3")
                        .getFirst()
                        .contains("liquidationBonus must be below 0.25 = 1 / 0.8 − 1, was 0.3"),
                () -> findings("X,0.8,0.8,0.3").toString());
    }
}
