package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.DECIDED_AT;
import static io.plimsoll.fixtures.Decisions.digest;
import static io.plimsoll.fixtures.ScriptedRules.none;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.NaiveAccount.Asset;
import io.plimsoll.decision.NaiveAccount.Contract;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole decisions on random accounts against {@link NaiveAccount}: quanto beside linear contracts, brackets beside leverages and amounts that
 * are no straight line, positions in a foreign currency, grids in points and fractions with means, spreads, credits and minimums, tiers of haircuts and loans, with requirements that move or stand still.
 */
class WholeAccountOracleTest {

    private static final int ACCOUNTS = 40;
    private static final int PRICES_TRIED = 40;
    private static final Rounding FINE = new Rounding(12, 18, 18);
    private static final BigDecimal ROUNDINGS = new BigDecimal("1E-10"); // a dozen of them at twelve places
    private static final BigDecimal NEXT_TO_NOTHING = new BigDecimal("1E-9");

    private static Decision decide(NaiveAccount account, Rounding rounding, MaintenanceConvention convention) {
        AccountSnapshot snapshot = account.snapshot();
        Policy policy = new Policy(
                new PolicyId("naive", 1, "sha256:1"), rounding, convention, List.of(), account.rules(none()));
        return DecisionService.evaluate(Case.ofSnapshot(snapshot, digest(snapshot), List.of()), policy, DECIDED_AT);
    }

    private static Decision decide(NaiveAccount account) {
        return decide(account, FINE, MaintenanceConvention.MOVES_WITH_PRICE);
    }

    private static void assertNear(BigDecimal expected, BigDecimal actual, String what) {
        assertTrue(
                expected.subtract(actual).abs().compareTo(ROUNDINGS) < 0,
                () -> what + ": expected " + expected + ", was " + actual);
    }

    private static void assertFigures(NaiveAccount account, Figures figures, String what) {
        assertNear(account.wallet(), figures.wallet(), what + " wallet");
        assertNear(account.equity(Map.of()), figures.equity(), what + " equity");
        assertNear(account.initial(Map.of()), figures.initialMargin(), what + " initial margin");
        assertNear(account.maintenance(Map.of()), figures.maintenanceMargin(), what + " maintenance margin");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void figuresAreThoseOfTheFormulas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, true);
            assertFigures(account, decide(account).figures(), "seed " + seed + " account " + i + ": " + account);
        }
    }

    /** Property of the issue: at the returned price equity equals the requirement, and no nearer price breaches. */
    @ParameterizedTest
    @CsvSource({
        "1, MOVES_WITH_PRICE",
        "2, MOVES_WITH_PRICE",
        "3, MOVES_WITH_PRICE",
        "1, FIXED_AT_MARK",
        "2, FIXED_AT_MARK",
        "3, FIXED_AT_MARK"
    })
    void liquidationPricesAreThoseOfTheWholeAccountValuedAgain(long seed, MaintenanceConvention convention) {
        Random random = new Random(100 + seed);
        int met = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, i % 2 == 1);
            Decision decision = decide(account, FINE, convention);
            for (PositionFigures of : decision.positions()) {
                String what = "seed " + seed + " account " + i + " " + of.id() + ": " + account;
                BigDecimal price = of.liquidationPrice();
                if (price == null || of.liquidationPriceIsEndOfTables()) {
                    continue;
                }
                met++;
                String instrument = of.id().instrument();
                assertTrue(
                        account.surplus(instrument, price, convention).abs().compareTo(NEXT_TO_NOTHING) < 0,
                        () -> what + " is off by " + account.surplus(instrument, price, convention));
                int today = account.surplus(instrument, of.price(), convention).signum();
                for (int step = 1; step < PRICES_TRIED && today != 0; step++) {
                    BigDecimal tried = of.price()
                            .add(price.subtract(of.price())
                                    .multiply(BigDecimal.valueOf(step))
                                    .divide(BigDecimal.valueOf(PRICES_TRIED), 30, RoundingMode.HALF_UP));
                    int there = account.surplus(instrument, tried, convention).signum();
                    assertTrue((there >= 0) == (today > 0), () -> what + " turns at " + tried + " before " + price);
                }
            }
        }
        assertTrue(met > ACCOUNTS, met + " prices");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfEverythingChangesNothing(long seed) {
        Random random = new Random(200 + seed);
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, true);
            List<Contract> contracts = new ArrayList<>(account.contracts());
            List<Asset> assets = new ArrayList<>(account.assets());
            Collections.shuffle(contracts, random);
            Collections.shuffle(assets, random);

            assertEquals(
                    decide(account).figures(),
                    decide(account.with(contracts, assets)).figures(),
                    account.toString());
        }
    }

    /** Amounts a thousand times as large, rounded at three places fewer, are the same digits. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anAccountAThousandTimesAsLargeHasFiguresAThousandTimesAsLarge(long seed) {
        Random random = new Random(300 + seed);
        BigDecimal thousand = BigDecimal.valueOf(1000);
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, true);
            Figures small = decide(account).figures();
            Figures large = decide(
                            account.scaled(thousand), new Rounding(9, 18, 18), MaintenanceConvention.MOVES_WITH_PRICE)
                    .figures();

            assertEquals(0, small.equity().multiply(thousand).compareTo(large.equity()), account.toString());
            assertEquals(
                    0, small.initialMargin().multiply(thousand).compareTo(large.initialMargin()), account.toString());
            assertEquals(
                    0,
                    small.maintenanceMargin().multiply(thousand).compareTo(large.maintenanceMargin()),
                    account.toString());
        }
    }

    /** Where a requirement is in proportion to the notional, two halves require what the whole does, but for a rounding each. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPositionInTwoPartsIsWorthAndRequiresWhatItDidAsAWhole(long seed) {
        Random random = new Random(400 + seed);
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, true);
            List<Contract> parts = new ArrayList<>();
            for (Contract contract : account.contracts()) {
                if (contract.isProportional()) {
                    BigDecimal part = contract.quantity().divide(BigDecimal.valueOf(4));
                    parts.add(contract.as(contract.name(), part));
                    parts.add(contract.as(
                            contract.name() + "-REST", contract.quantity().subtract(part)));
                } else {
                    parts.add(contract);
                }
            }
            assertFigures(account, decide(account.with(parts, account.assets())).figures(), account.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anAssetOfWhichNothingIsHeldOrOwedChangesNothing(long seed) {
        Random random = new Random(500 + seed);
        for (int i = 0; i < ACCOUNTS; i++) {
            NaiveAccount account = NaiveAccount.random(random, true);
            List<Asset> assets = new ArrayList<>(account.assets());
            assets.add(Asset.nothing("NONE"));

            assertEquals(
                    decide(account).figures(),
                    decide(account.with(account.contracts(), assets)).figures(),
                    account.toString());
        }
    }

    /** The snapshot says what the oracle means. */
    @ParameterizedTest
    @ValueSource(longs = {1})
    void theOracleMakesAccountsOfEveryKind(long seed) {
        Random random = new Random(seed);
        Map<String, Integer> kinds = new HashMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            AccountSnapshot snapshot = NaiveAccount.random(random, true).snapshot();
            for (Position position : snapshot.positions()) {
                kinds.merge(position.contract() + " in " + position.settlementCurrency(), 1, Integer::sum);
            }
            for (Collateral held : snapshot.collateral()) {
                kinds.merge(held.borrowed().signum() > 0 ? "a loan" : "an asset", 1, Integer::sum);
            }
        }
        assertTrue(kinds.size() >= 6 && kinds.values().stream().allMatch(count -> count > 2), kinds.toString());
    }
}
