package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.rules.model.Range;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditsTest {

    @ParameterizedTest
    @CsvSource({
        "equty, equity, true",
        "equitty, equity, true",
        "equiyt, equity, true",
        "eqiuty, equity, true",
        "EQUITY, equity, true",
        "maintenance margin, maintenanceMargin, true",
        "maintenance-margin, maintenanceMargin, true",
        "eqty, equity, false",
        "askPrice, markPrice, false",
        "initialMargin, maintenanceMargin, false",
        "=, ==, false",
        "x, xs, false",
    })
    void onlyAWordThatIsOneStepFromAnotherIsMisspelt(String written, String right, boolean certain) {
        Finding finding = finding(Code.FIELD, List.of(fix(1, written.length() + 1, right)));
        assertEquals(certain, Edits.isCertain(finding, written));
    }

    @Test
    void wordsThatAreEquallyNearAreAQuestion() {
        Finding finding = finding(Code.FIELD, List.of(fix(1, 5, "side"), fix(1, 5, "size")));
        assertEquals(false, Edits.isCertain(finding, "sice"));
    }

    @Test
    void theHeadingIsSaidByTheFolder() {
        Finding finding = finding(Code.PACKAGE, List.of(fix(9, 24, "plimsoll.threshold")));
        assertEquals(true, Edits.isCertain(finding, "package plimsoll.margin"));
    }

    @Test
    void editsAreMadeFromTheirOwnPlacesAndTheFirstOfTwoThatOverlap() {
        assertEquals(
                "one two\n4 three",
                Edits.made(
                        "on two\nfour tree",
                        List.of(
                                new Fix("", new Range(2, 6, 2, 10), "three"),
                                new Fix("", new Range(1, 3, 1, 3), "e"),
                                new Fix("", new Range(2, 1, 2, 5), "4"),
                                new Fix("", new Range(2, 2, 2, 4), "nothing"))));
    }

    private static Fix fix(int from, int to, String replacement) {
        return new Fix("", new Range(1, from, 1, to), replacement);
    }

    private static Finding finding(Code code, List<Fix> fixes) {
        return new Finding(Severity.ERROR, code.id(), "", "f", new Range(1, 1, 1, 1), null, "", null, fixes);
    }
}
