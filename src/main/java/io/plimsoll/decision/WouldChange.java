package io.plimsoll.decision;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would have spared an account a decision. Everything shown was decided again by the whole policy: with it the outcome of the margin
 * account is milder, and with one unit less it is not.
 *
 * @param marginAccounts those of which more is asked than attention; empty for a held decision, which rests on no data
 * @param evaluations how often the policy was asked
 */
public record WouldChange(List<OfAccount> marginAccounts, int evaluations) {

    public WouldChange {
        marginAccounts = List.copyOf(marginAccounts);
    }

    /** True if everything was looked at; false if there was no time for some of it. */
    public boolean isComplete() {
        return marginAccounts.stream().allMatch(account -> account.notLookedAt().isEmpty());
    }

    /**
     * What would change the outcome of one margin account, each by itself.
     *
     * @param deposits the settlement currency first, then each asset that may meet a call, or that counts towards a loan; what no amount of
     *     would do is left out
     * @param repayments of each loan; what no amount of would do is left out
     * @param reduction of the position that a reduction would take first; null where none changes the outcome
     * @param price of the same position's instrument; null where none changes the outcome
     * @param collateralPrices of each asset that is held or owed, where there is a loan; empty without one
     * @param notShown why anything is left out, a sentence each
     * @param notLookedAt what there was no time for, or no room for among the assets that are tried
     */
    public record OfAccount(
            MarginAccountId id,
            Outcome outcome,
            List<Deposit> deposits,
            List<Repayment> repayments,
            @Nullable Reduction reduction,
            @Nullable Price price,
            List<CollateralPrice> collateralPrices,
            List<String> notShown,
            List<String> notLookedAt) {

        public OfAccount {
            deposits = List.copyOf(deposits);
            repayments = List.copyOf(repayments);
            collateralPrices = List.copyOf(collateralPrices);
            notShown = List.copyOf(notShown);
            notLookedAt = List.copyOf(notLookedAt);
        }
    }

    /**
     * The least of an asset whose deposit is enough.
     *
     * @param quantity units of the asset, a multiple of its step, positive
     * @param becomes the outcome with it
     */
    public record Deposit(String asset, BigDecimal quantity, Outcome becomes) {}

    /**
     * The least of a position whose closing at the price it is valued at is enough, the expected cost paid.
     *
     * @param side of the closing order
     * @param quantity a multiple of its lot or all of it, positive
     * @param becomes the outcome with it
     */
    public record Reduction(PositionId position, OrderSide side, BigDecimal quantity, Outcome becomes) {}

    /**
     * The nearest price that is enough, every price that is known of the instrument moved in proportion.
     *
     * @param isAtOrAbove true if it is enough from this price upwards, false if downwards
     * @param becomes the outcome at it
     */
    public record Price(String instrument, BigDecimal price, boolean isAtOrAbove, Outcome becomes) {}

    /**
     * The least of a debt whose repayment with money from elsewhere is enough.
     *
     * @param quantity units of the asset, positive, at most what is owed
     * @param becomes the outcome with it
     */
    public record Repayment(String asset, BigDecimal quantity, Outcome becomes) {}

    /**
     * The nearest price of an asset of the balance that is enough, all other prices unchanged.
     *
     * @param isAtOrAbove true if it is enough from this price upwards, false if downwards
     * @param becomes the outcome at it
     */
    public record CollateralPrice(String asset, BigDecimal price, boolean isAtOrAbove, Outcome becomes) {}
}
