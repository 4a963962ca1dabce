package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.DECIDED_AT;
import static io.plimsoll.fixtures.Decisions.digest;
import static io.plimsoll.fixtures.Decisions.policy;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.Positions.withIndex;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.WouldChange.Deposit;
import io.plimsoll.decision.WouldChange.OfAccount;
import io.plimsoll.decision.WouldChange.Price;
import io.plimsoll.decision.WouldChange.Reduction;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement MCL-6: what would have spared an account its call or closure. */
class CounterfactualsTest {

    private static final Rounding FINE = new Rounding(8, 6, 6);

    private static WouldChange wouldChange(SnapshotFixture account, RuleBook rules, OpenCall... calls) {
        AccountSnapshot snapshot = account.snapshot();
        return Counterfactuals.of(Case.ofSnapshot(snapshot, digest(snapshot), List.of(calls)), policy(rules, FINE));
    }

    private static OfAccount only(WouldChange wouldChange) {
        assertEquals(1, wouldChange.marginAccounts().size(), wouldChange.toString());
        return wouldChange.marginAccounts().getFirst();
    }

    @Test
    void g1bAtARatioOfOneNeeds75Or16LotsOr95_789474() {
        // When
        OfAccount found = only(wouldChange(g1("95"), venue()));

        // Then
        PositionId id = g1("95").snapshot().positions().getFirst().id();
        assertAll(
                () -> assertEquals(Outcome.LIQUIDATE, found.outcome()),
                () -> assertEquals(List.of(new Deposit("USDT", decimal("75"), Outcome.MARGIN_CALL)), found.deposits()),
                () -> assertEquals(
                        new Reduction(id, OrderSide.SELL, decimal("16"), Outcome.MARGIN_CALL), found.reduction()),
                () -> assertEquals(new Price("BTC", decimal("95.789474"), true, Outcome.MARGIN_CALL), found.price()),
                () -> assertEquals(List.of(), found.notShown()));
    }

    @Test
    void aCallForTheInitialMarginIsSparedByWhatIsMissingOfIt() {
        // When: 900 against 1000, which rises by 10 for each 1 of the price while equity rises by 100
        OfAccount found = only(wouldChange(g1("100"), venue()));

        // Then
        assertEquals(List.of(new Deposit("USDT", decimal("100"), Outcome.HEALTHY)), found.deposits());
        assertEquals(decimal("10"), Objects.requireNonNull(found.reduction()).quantity());
        assertEquals(
                decimal("101.111112"), Objects.requireNonNull(found.price()).price());
    }

    @Test
    void aShortIsSparedByALowerPrice() {
        // When: equity 900 + 100 · (100 − 105) = 400 against 525
        OfAccount found = only(wouldChange(account().cash("900").with(cross("BTC", "-100", "100", "105")), venue()));

        // Then: 900 + 100 · (100 − P) = 5 · P at 103.8095238
        Price price = Objects.requireNonNull(found.price());
        assertEquals(decimal("103.809523"), price.price());
        assertTrue(!price.isAtOrAbove());
        assertEquals(OrderSide.BUY, Objects.requireNonNull(found.reduction()).side());
    }

    @Test
    void aReductionPaysTheCostOfClosing() {
        // Given: closing costs 1 % of notional, so each lot sold costs 0.95 and frees 4.75
        ScriptedRules rules = venue().rule(
                        Stage.MARGIN, "MRG-3", view -> eachPosition(view, id -> new ClosingCost(id, decimal("0.01"))));

        // When
        OfAccount found = only(wouldChange(g1("95"), rules));

        // Then: 75 / 3.80 = 19.7
        assertEquals(decimal("20"), Objects.requireNonNull(found.reduction()).quantity());
    }

    @Test
    void whereClosingAllOfItDoesNotHelpItIsSaidToBeInfeasible() {
        // When
        OfAccount found = only(wouldChange(account().cash("-10").with(cross("BTC", "100", "100", "100")), venue()));

        // Then
        assertNull(found.reduction());
        assertEquals(
                List.of("infeasible: closing all of `BTC LONG CROSS` does not change the outcome"), found.notShown());
        assertEquals(decimal("510"), found.deposits().getFirst().quantity());
    }

    @Test
    void eachAssetThatMayMeetACallIsTriedAfterItsHaircutAndInItsStep() {
        // Given: ETH counts 95 % of 2000
        ScriptedRules rules = venue().without("COL-1")
                .always("COL-2", new Haircut("USDT", BigDecimal.ZERO), new Haircut("ETH", decimal("0.05")))
                .always("COL-3", new Accept("USDT", decimal("0.01")), new Accept("ETH", decimal("0.001")));

        // When
        OfAccount found = only(wouldChange(g1("100").holding("ETH", "0", "2000"), rules));

        // Then: 100 / 1900 = 0.05263
        assertEquals(
                List.of(
                        new Deposit("USDT", decimal("100"), Outcome.HEALTHY),
                        new Deposit("ETH", decimal("0.053"), Outcome.HEALTHY)),
                found.deposits());
    }

    @Test
    void anIsolatedPositionIsSparedByMoreMarginOfItsOwn() {
        // When: 8 against 10
        OfAccount found = only(wouldChange(account().with(isolated("SOL", "10", "10", "10", "8")), venue()));

        // Then
        assertEquals("ISOLATED SOL LONG", found.id().toString());
        assertEquals(List.of(new Deposit("USDT", decimal("2"), Outcome.HEALTHY)), found.deposits());
        assertEquals(decimal("2"), Objects.requireNonNull(found.reduction()).quantity());
    }

    @Test
    void aHeldDecisionHasNoneBecauseItsDataIsNotTrusted() {
        assertEquals(
                List.of(),
                wouldChange(g1("95"), venue().always("GRD-1", new Hold("mark is too old")))
                        .marginAccounts());
    }

    @Test
    void aHealthyAccountHasNone() {
        assertEquals(
                List.of(),
                wouldChange(account().cash("1000").with(cross("BTC", "100", "100", "100")), venue())
                        .marginAccounts());
    }

    @Test
    void aPriceMovesTheIndexInProportion() {
        // Given
        SnapshotFixture account = account().with(withIndex(cross("BTC", "1", "100", "100"), "110"));

        // When
        var moved = account.snapshot()
                .atPrice("BTC", decimal("50"))
                .positions()
                .getFirst()
                .mark();

        // Then
        assertEquals(decimal("50"), moved.price());
        assertEquals(decimal("55"), moved.indexPrice());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "1000, 1", "1000000, 999999", "5, 1000000", "1000000, 1000000"})
    void theLeastThatIsEnoughIsFoundFromAnyGuess(int least, int guess) {
        var search = new LeastEnough(
                units -> units.intValue() >= least ? Optional.of(Outcome.HEALTHY) : Optional.empty(), () -> false);
        var max = BigInteger.valueOf(1_000_000);
        assertEquals(
                least,
                search.from(BigInteger.valueOf(guess), max)
                        .orElseThrow()
                        .units()
                        .intValue());
    }

    /** Whenever it is stopped, what was found until then is right, and all the rest is named. */
    @Test
    void aSearchThatIsCutShortAnswersWhatItFoundAndNamesTheRest() {
        // Given
        AccountSnapshot snapshot = g1("95").snapshot();
        Case given = Case.ofSnapshot(snapshot, digest(snapshot), List.of());
        Policy policy = policy(venue(), FINE);
        WouldChange whole = Counterfactuals.of(given, policy);
        OfAccount all = only(whole);

        for (int most = 1; most < whole.evaluations(); most++) {
            // When
            int[] asked = {1};
            int last = most;
            WouldChange cut = Counterfactuals.of(given, policy, () -> asked[0]++ >= last);
            OfAccount found = only(cut);

            // Then
            assertTrue(!cut.isComplete() && cut.evaluations() <= whole.evaluations(), cut.toString());
            assertTrue(all.deposits().containsAll(found.deposits()), cut.toString());
            assertTrue(found.reduction() == null || found.reduction().equals(all.reduction()), cut.toString());
            assertNull(found.price(), cut.toString());
            assertEquals(found.deposits().isEmpty(), found.notLookedAt().contains("a deposit of USDT"));
            assertEquals(found.reduction() == null, found.notLookedAt().contains("a reduction"));
            assertTrue(found.notLookedAt().stream().anyMatch(what -> what.startsWith("another price of")));
            assertEquals(List.of(), found.notShown());
        }
        assertTrue(whole.isComplete());
    }

    /** The oracle counts up one unit at a time, on accounts that it makes anew. */
    @Test
    void onRandomAccountsEachIsWhatCountingUpFinds() {
        Random random = new Random(6);
        Rounding whole = new Rounding(0, 0, 6);
        for (int i = 0; i < 40; i++) {
            int size = 20 + random.nextInt(30);
            int entry = 80 + random.nextInt(40);
            int mark = 80 + random.nextInt(40);
            int sign = random.nextBoolean() ? 1 : -1;
            int equity = size * mark / (8 + random.nextInt(30)) - random.nextInt(20);
            int cash = equity - sign * size * (mark - entry);
            Policy policy = policy(venue(), whole);
            Outcome before = outcome(snapshot(cash, sign * size, entry, mark), policy);
            AccountSnapshot snapshot = snapshot(cash, sign * size, entry, mark);
            List<OfAccount> found = Counterfactuals.of(Case.ofSnapshot(snapshot, digest(snapshot), List.of()), policy)
                    .marginAccounts();
            if (found.isEmpty()) {
                assertTrue(!before.isStricterThan(Outcome.WARNING));
                continue;
            }
            String about = "cash %d size %d entry %d mark %d".formatted(cash, sign * size, entry, mark);
            OptionalInt deposit = counted(10_000, before, policy, n -> snapshot(cash + n, sign * size, entry, mark));
            OptionalInt lots = counted(
                    size,
                    before,
                    policy,
                    n -> snapshot(cash + sign * n * (mark - entry), sign * (size - n), entry, mark));
            OptionalInt ticks = counted(
                    sign > 0 ? 5_000 : mark - 1,
                    before,
                    policy,
                    n -> snapshot(cash, sign * size, entry, mark + sign * n));
            OfAccount one = found.getFirst();
            assertEquals(
                    deposit.getAsInt(), one.deposits().getFirst().quantity().intValueExact(), about);
            assertEquals(
                    lots,
                    one.reduction() == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(one.reduction().quantity().intValueExact()),
                    about);
            assertEquals(
                    ticks.isEmpty() ? OptionalInt.empty() : OptionalInt.of(mark + sign * ticks.getAsInt()),
                    one.price() == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(one.price().price().intValueExact()),
                    about);
        }
    }

    private static OptionalInt counted(int max, Outcome before, Policy policy, IntFunction<AccountSnapshot> altered) {
        return IntStream.rangeClosed(1, max)
                .filter(n -> before.isStricterThan(outcome(altered.apply(n), policy)))
                .findFirst();
    }

    private static AccountSnapshot snapshot(int cash, int quantity, int entry, int mark) {
        SnapshotFixture account = account().cash(Integer.toString(cash));
        return (quantity == 0
                        ? account
                        : account.with(cross(
                                "BTC", Integer.toString(quantity), Integer.toString(entry), Integer.toString(mark))))
                .snapshot();
    }

    private static Outcome outcome(AccountSnapshot snapshot, Policy policy) {
        return DecisionService.evaluate(Case.ofSnapshot(snapshot, digest(snapshot), List.of()), policy, DECIDED_AT)
                .outcome();
    }
}
