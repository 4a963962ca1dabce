package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The money and the positions that stand for one another: the cross margin account of an account, or one isolated position.
 *
 * <p>Amounts named {@code exact} carry every digit and serve prices and sizes; the others are rounded as the pack says, requirements up
 * and equity down, and are what rules compare.
 *
 * <p>The sums that rules compare are found when they are first asked for, and kept: fact, verdict and figures of an account all want them.
 */
public final class MarginAccount {

    private final MarginAccountId id;
    private final BigDecimal wallet;
    private final List<MarginedPosition> positions;
    private final BigDecimal addOn;
    private final BigDecimal orderMargin;
    private final Rounding rounding;
    private final Balances balances;
    private final PortfolioMargin portfolio;
    private final Conversions conversions;
    private @Nullable BigDecimal equity;
    private @Nullable BigDecimal initialMargin;
    private @Nullable BigDecimal maintenanceMargin;

    /**
     * @param wallet collateral after haircuts plus what has accrued, or the isolated margin; settlement currency, exact, may be negative
     * @param addOn requirement of the account as a whole, added to initial and maintenance margin, zero or more
     * @param orderMargin initial margin that open orders bind, zero or more
     * @param balances what the wallet is made of: collateral and debts, of which debts may require margin too
     * @param portfolio what scenario grids require; always of these positions, whatever it was given for
     * @param conversions what profits in other currencies count for
     */
    public MarginAccount(
            MarginAccountId id,
            BigDecimal wallet,
            List<MarginedPosition> positions,
            BigDecimal addOn,
            BigDecimal orderMargin,
            Rounding rounding,
            Balances balances,
            PortfolioMargin portfolio,
            Conversions conversions) {
        this.id = id;
        this.wallet = wallet;
        this.positions = List.copyOf(positions);
        this.addOn = addOn;
        this.orderMargin = orderMargin;
        this.rounding = rounding;
        this.balances = balances;
        this.portfolio = portfolio.isEmpty()
                ? portfolio
                : portfolio.with(
                        positions.stream().map(MarginedPosition::priced).toList());
        this.conversions = conversions;
    }

    /** An account whose wallet is money alone, without scenario grids and conversions. */
    public MarginAccount(
            MarginAccountId id,
            BigDecimal wallet,
            List<MarginedPosition> positions,
            BigDecimal addOn,
            BigDecimal orderMargin,
            Rounding rounding) {
        this(
                id,
                wallet,
                positions,
                addOn,
                orderMargin,
                rounding,
                Balances.ofMoney(wallet, rounding),
                PortfolioMargin.NONE,
                Conversions.NONE);
    }

    public MarginAccountId id() {
        return id;
    }

    public BigDecimal wallet() {
        return wallet;
    }

    public List<MarginedPosition> positions() {
        return positions;
    }

    public BigDecimal addOn() {
        return addOn;
    }

    public BigDecimal orderMargin() {
        return orderMargin;
    }

    public Rounding rounding() {
        return rounding;
    }

    public Balances balances() {
        return balances;
    }

    public PortfolioMargin portfolio() {
        return portfolio;
    }

    public Conversions conversions() {
        return conversions;
    }

    public boolean hasPositions() {
        return !positions.isEmpty();
    }

    /** Wallet plus the unrealised profit and loss of futures and the market value of options, less the haircut of what is converted; rounded down. */
    public BigDecimal equity() {
        BigDecimal known = equity;
        if (known == null) {
            known = rounding.valueRounded(equityExact());
            equity = known;
        }
        return known;
    }

    /**
     * Sum over positions, each rounded up, plus what debts and the grids require and the account's add-on; at least the portfolio's multiple of the maintenance
     * margin; plus order margin.
     */
    public BigDecimal initialMargin() {
        BigDecimal known = initialMargin;
        if (known == null) {
            known = summedInitial();
            initialMargin = known;
        }
        return known;
    }

    private BigDecimal summedInitial() {
        BigDecimal summed = roundedSum(MarginedPosition::initialMargin)
                .add(initialOfDebts())
                .add(ofAccount(portfolio.initialRequirement()))
                .add(rounding.requirementRounded(portfolio.terms().initialAddOn()));
        BigDecimal multiplied = rounding.requirementRounded(
                maintenanceMargin().multiply(portfolio.terms().initialMultiple()));
        return Decimals.largest(summed, multiplied).add(rounding.requirementRounded(orderMargin));
    }

    /** Sum over positions, each rounded up, plus what debts and the grids require and the account's add-on. */
    public BigDecimal maintenanceMargin() {
        BigDecimal known = maintenanceMargin;
        if (known == null) {
            known = roundedSum(MarginedPosition::maintenanceMargin)
                    .add(maintenanceOfDebts())
                    .add(ofAccount(portfolio.requirement()));
            maintenanceMargin = known;
        }
        return known;
    }

    /** What debts require to be kept, each rounded up. */
    private BigDecimal maintenanceOfDebts() {
        BigDecimal ofOthers = ofOtherDebts(Balances::maintenanceOfDebts);
        return conversions.joined().isEmpty()
                ? ofOthers
                : ofOthers.add(rounding.requirementRounded(conversions.maintenanceOfDebts(priced(), balances)));
    }

    private BigDecimal initialOfDebts() {
        BigDecimal ofOthers = ofOtherDebts(Balances::initialOfDebts);
        return conversions.joined().isEmpty()
                ? ofOthers
                : ofOthers.add(rounding.requirementRounded(conversions.initialOfDebts(priced(), balances)));
    }

    /** Of the debts that no profit joins. */
    private BigDecimal ofOtherDebts(Function<Balances, BigDecimal> margin) {
        return margin.apply(conversions.joined().isEmpty() ? balances : balances.without(conversions.joined()));
    }

    private BigDecimal ofAccount(BigDecimal ofPortfolio) {
        return rounding.requirementRounded(addOn).add(rounding.requirementRounded(ofPortfolio));
    }

    /** Equity over maintenance margin, rounded down at 34 digits; empty where nothing is required. */
    public Optional<BigDecimal> marginRatio() {
        BigDecimal required = maintenanceMargin();
        return required.signum() == 0
                ? Optional.empty()
                : Optional.of(Decimals.quotientRoundedDown(equity(), required));
    }

    /** True if equity is at least {@code multiple · maintenance margin}. */
    public boolean coversMaintenance(BigDecimal multiple) {
        return equity().compareTo(multiple.multiply(maintenanceMargin())) >= 0;
    }

    /** True if equity is at least {@code multiple · initial margin}. */
    public boolean coversInitial(BigDecimal multiple) {
        return equity().compareTo(multiple.multiply(initialMargin())) >= 0;
    }

    /** Sum of notionals, exact. */
    public BigDecimal notional() {
        return sum(position -> position.priced().notional());
    }

    /** Unrealised profit and loss of everything but options, rounded down. */
    public BigDecimal unrealisedPnl() {
        return rounding.valueRounded(sum(position ->
                position.priced().equityValue().subtract(position.priced().optionValue())));
    }

    /** Market value of options, rounded down; a short option is a debt. */
    public BigDecimal optionValue() {
        return rounding.valueRounded(sum(position -> position.priced().optionValue()));
    }

    /** What does not count of profits, by discounts and in other currencies, rounded up; below zero where a loss is paid from what did not count. */
    public BigDecimal conversionHaircut() {
        return rounding.requirementRounded(
                conversions.isEmpty()
                        ? discounts()
                        : conversions.haircut(priced(), balances).add(discounts()));
    }

    /** Expected fee and slippage of closing everything, rounded up. */
    public BigDecimal closingCost() {
        return rounding.requirementRounded(sum(MarginedPosition::closingCost));
    }

    public boolean holds(PositionId wanted) {
        return positions.stream().anyMatch(position -> position.id().equals(wanted));
    }

    public MarginedPosition position(PositionId wanted) {
        for (MarginedPosition position : positions) {
            if (position.id().equals(wanted)) {
                return position;
            }
        }
        throw new IllegalArgumentException("no position " + wanted + " in margin account " + id);
    }

    BigDecimal equityExact() {
        return beforeDiscounts().subtract(discounts());
    }

    /** Equity that counts all that positions add to it. */
    BigDecimal beforeDiscounts() {
        return wallet.add(ofPositions(positions));
    }

    /** What equity does not count of what positions add to it, zero or more. */
    BigDecimal discounts() {
        return sum(MarginedPosition::discount);
    }

    /** What equity before discounts must cover so that equity covers the maintenance margin. */
    BigDecimal coverExact() {
        return maintenanceExact().add(discounts());
    }

    BigDecimal maintenanceExact() {
        return sum(MarginedPosition::maintenanceMargin)
                .add(addOn)
                .add(ofOtherDebts(Balances::maintenanceOfDebts))
                .add(conversions.maintenanceOfDebts(priced(), balances))
                .add(portfolio.requirement());
    }

    BigDecimal initialExact() {
        BigDecimal summed = sum(MarginedPosition::initialMargin)
                .add(addOn)
                .add(ofOtherDebts(Balances::initialOfDebts))
                .add(conversions.initialOfDebts(priced(), balances))
                .add(portfolio.initialRequirement())
                .add(portfolio.terms().initialAddOn());
        BigDecimal multiplied = maintenanceExact().multiply(portfolio.terms().initialMultiple());
        return Decimals.largest(summed, multiplied).add(orderMargin);
    }

    /** What positions add to equity, exact. */
    private BigDecimal ofPositions(List<MarginedPosition> held) {
        BigDecimal sum = Decimals.ZERO;
        for (MarginedPosition position : held) {
            sum = Decimals.sum(sum, position.priced().equityValue());
        }
        return conversions.isEmpty()
                ? sum
                : sum.subtract(conversions.haircut(
                        held.stream().map(MarginedPosition::priced).toList(), balances));
    }

    /** The positions without what is asked for them. */
    public List<PricedPosition> priced() {
        List<PricedPosition> priced = new ArrayList<>(positions.size());
        for (MarginedPosition position : positions) {
            priced.add(position.priced());
        }
        return priced;
    }

    /** The same account with other positions and another wallet. */
    MarginAccount with(BigDecimal newWallet, List<MarginedPosition> newPositions) {
        return new MarginAccount(
                id, newWallet, newPositions, addOn, orderMargin, rounding, balances, portfolio, conversions);
    }

    /**
     * The same account after a closing.
     *
     * @param gain what the closing realises in the currency of what was closed
     * @param paid fee and slippage
     */
    MarginAccount closed(PricedPosition closed, BigDecimal gain, BigDecimal paid, List<MarginedPosition> left) {
        return new MarginAccount(
                id,
                wallet.add(gain).subtract(paid),
                left,
                addOn,
                orderMargin,
                rounding,
                balances,
                portfolio,
                conversions.after(closed, gain));
    }

    /** The same account after debts were repaid and collateral was seized. */
    public MarginAccount with(Balances left) {
        BigDecimal newWallet = wallet.subtract(balances.wallet()).add(left.wallet());
        return new MarginAccount(id, newWallet, positions, addOn, orderMargin, rounding, left, portfolio, conversions);
    }

    /** The same account after a position was handed over at a price that leaves this equity. */
    public MarginAccount without(PositionId gone, BigDecimal equityLeft) {
        List<MarginedPosition> left = positions.stream()
                .filter(position -> !position.id().equals(gone))
                .toList();
        return with(equityLeft.subtract(ofPositions(left)), left);
    }

    /**
     * The same account with other positions, terms and account-wide add-on.
     *
     * @return empty if a position has no terms
     */
    public Optional<MarginAccount> under(
            Map<PositionId, PositionTerms> terms, BigDecimal newAddOn, List<PricedPosition> newPositions) {
        List<MarginedPosition> margined = new ArrayList<>();
        for (PricedPosition position : newPositions) {
            PositionTerms known = terms.get(position.id());
            if (known == null && !portfolio.terms().cover(position)) {
                return Optional.empty();
            }
            margined.add(new MarginedPosition(position, known == null ? PositionTerms.NONE : known));
        }
        return Optional.of(new MarginAccount(
                id, wallet, margined, newAddOn, orderMargin, rounding, balances, portfolio, conversions));
    }

    /** The same account with what other scenarios, credits or another multiple require of its positions. */
    public MarginAccount withPortfolio(PortfolioMargin other) {
        return other.equals(portfolio)
                ? this
                : new MarginAccount(id, wallet, positions, addOn, orderMargin, rounding, balances, other, conversions);
    }

    /** The same account with one of its positions changed. */
    MarginAccount with(MarginedPosition changed) {
        return with(
                wallet,
                positions.stream()
                        .map(position -> position.id().equals(changed.id()) ? changed : position)
                        .toList());
    }

    /** The same account with its open orders cancelled. */
    public MarginAccount withoutOrders() {
        return new MarginAccount(
                id, wallet, positions, addOn, Decimals.ZERO, rounding, balances, portfolio, conversions);
    }

    private BigDecimal sum(Function<MarginedPosition, BigDecimal> amount) {
        BigDecimal sum = Decimals.ZERO;
        for (MarginedPosition position : positions) {
            sum = Decimals.sum(sum, amount.apply(position));
        }
        return sum;
    }

    private BigDecimal roundedSum(Function<MarginedPosition, BigDecimal> amount) {
        return sum(position -> rounding.requirementRounded(amount.apply(position)));
    }
}
