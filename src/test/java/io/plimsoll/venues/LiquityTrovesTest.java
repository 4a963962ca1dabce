package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.lending.Redistribution;
import io.plimsoll.lending.Redistribution.Stake;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Liquity's own test of what other troves take on, liquity/dev, packages/contracts/test/TroveManager_LiquidationRewardsTest.js, with its tolerances. */
class LiquityTrovesTest {

    private static final BigDecimal WEI = new BigDecimal("1E-18");

    private static int agreeing;

    @AfterAll
    static void printAgreement() {
        System.out.printf("| Liquity | %d |%n", agreeing);
    }

    /** Liquity's troves: of one that is closed 0.5 % of the collateral goes to who closes it, and the others share the rest by their collateral. */
    private static final class Troves {

        private final Map<String, BigDecimal> collateral = new LinkedHashMap<>();
        private final Map<String, BigDecimal> debt = new LinkedHashMap<>();

        Troves open(String names, String ether, String borrowed) {
            Arrays.stream(names.split("")).forEach(name -> {
                collateral.put(name, decimal(ether));
                debt.put(name, decimal(borrowed).add(BigDecimal.TEN)); // Liquity lends 10 more, for gas
            });
            return this;
        }

        Troves add(String name, String ether) {
            collateral.merge(name, decimal(ether), BigDecimal::add);
            return this;
        }

        Troves close(String name) {
            BigDecimal ether = collateral.remove(name).multiply(decimal("0.995"));
            List<Stake> stakes = collateral.entrySet().stream()
                    .map(trove -> new Stake(trove.getKey(), trove.getValue()))
                    .toList();
            Redistribution closed = Redistribution.of(
                    debt.remove(name), ether.setScale(18, RoundingMode.FLOOR), Decimals.ZERO, stakes, WEI, WEI);
            closed.parts().forEach(part -> {
                collateral.merge(part.loan(), part.collateral(), BigDecimal::add);
                debt.merge(part.loan(), part.debt(), BigDecimal::add);
            });
            return this;
        }

        Troves hold(String name, String ether, String tolerance) {
            assertPublished(ether, collateral.get(name), tolerance);
            return this;
        }

        Troves owe(String name, String borrowed, String tolerance) {
            assertPublished(borrowed, debt.get(name), tolerance);
            return this;
        }
    }

    @Test
    void liquityRedistributesAmongTheTrovesThatAreLeft() {
        new Troves()
                .open("A", "1", "0")
                .open("B", "1", "100")
                .close("B")
                .open("C", "1", "0")
                .open("D", "1", "100")
                .close("D")
                .hold("A", "2.657779632721202212", "1E-15")
                .hold("C", "1.332220367278798001", "1E-15");
        new Troves()
                .open("AB", "1", "0")
                .open("C", "1", "100")
                .close("C")
                .open("DE", "1", "0")
                .open("F", "1", "100")
                .close("F")
                .hold("A", "1.795800800800800844", "1E-15")
                .hold("B", "1.795800800800800844", "1E-15")
                .hold("D", "1.199199199199199178", "1E-15")
                .hold("E", "1.199199199199199178", "1E-15");
        new Troves()
                .open("AB", "1", "1")
                .close("A")
                .open("C", "1", "1")
                .close("B")
                .open("D", "1", "1")
                .close("C")
                .open("E", "1", "1")
                .close("D")
                .open("F", "1", "1")
                .close("E")
                .hold("F", "5.925498128746874648", "1E-15");
    }

    /** Collateral is added between one closing and the next. */
    @Test
    void liquityRedistributesByWhatIsHeldAtEachClosing() {
        new Troves()
                .open("ABCE", "1000", "100000")
                .open("D", "10", "10")
                .close("A")
                .hold("B", "1330.56478405316", "1E-10")
                .hold("C", "1330.56478405316", "1E-10")
                .hold("D", "13.3056478405316", "1E-10")
                .hold("E", "1330.56478405316", "1E-10")
                .add("B", "1")
                .close("C")
                .hold("B", "1990.47610165569", "1E-10")
                .hold("D", "19.8898126180599", "1E-10")
                .hold("E", "1988.98126180599", "1E-10")
                .add("B", "1")
                .close("E")
                .hold("B", "3950.94234213984", "1E-10")
                .hold("D", "39.4599276308598", "1E-10");
        new Troves()
                .open("A", "1", "100")
                .open("BC", "1", "100")
                .close("C")
                .add("B", "1")
                .close("A")
                .hold("B", "3.9875125", "1E-15")
                .owe("B", "330", "1E-15");
        new Troves()
                .open("A", "1", "0")
                .open("BC", "1", "100")
                .close("C")
                .add("B", "1")
                .open("D", "1", "100")
                .close("D")
                .hold("B", "3.119530663329161512", "1E-15")
                .hold("A", "1.870469336670838700", "1E-15")
                .owe("B", "233.767209011264071710", "1E-14");
        new Troves()
                .open("AB", "1", "0")
                .open("C", "998", "0")
                .open("D", "1000", "100000")
                .close("D")
                .hold("A", "1.995", "0")
                .hold("B", "1.995", "0")
                .hold("C", "1991.01", "0")
                .add("C", "1")
                .open("E", "1996", "200000")
                .close("E")
                .hold("A", "3.980025", "1E-15")
                .hold("B", "3.980025", "1E-15")
                .hold("C", "3974.05995", "1E-15");
    }

    private static void assertPublished(String published, BigDecimal ours, String tolerance) {
        assertNotNull(ours);
        BigDecimal off = decimal(published).subtract(ours).abs();
        assertTrue(off.compareTo(decimal(tolerance)) <= 0, () -> "published " + published + ", ours " + ours);
        agreeing++;
    }
}
