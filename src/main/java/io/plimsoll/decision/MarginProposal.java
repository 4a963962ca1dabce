package io.plimsoll.decision;

import static io.plimsoll.decision.Bounds.requireFraction;
import static io.plimsoll.decision.Bounds.requireNotNegative;
import static io.plimsoll.decision.Bounds.requirePositive;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.Spreads;
import io.plimsoll.margin.VolatilityTerm;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What margin rules may propose. */
public sealed interface MarginProposal extends Proposal {
    @Override
    default Stage stage() {
        return Stage.MARGIN;
    }

    /** Initial margin as a fraction of notional. The largest requirement wins. */
    record Initial(PositionId position, BigDecimal rate) implements InitialRequirement {
        public Initial {
            requireNotNegative("initial rate", rate);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return new RequirementLine(rate, BigDecimal.ZERO);
        }
    }

    /** Initial margin as an amount, calculated at the position's notional. The largest requirement wins. */
    record InitialAmount(PositionId position, BigDecimal amount) implements InitialRequirement {
        public InitialAmount {
            requireNotNegative("initial amount", amount);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofAmount(amount, notional);
        }
    }

    /** Initial margin {@code notional / leverage}. The largest requirement wins. */
    record InitialByLeverage(PositionId position, BigDecimal leverage) implements InitialRequirement {
        public InitialByLeverage {
            requirePositive("leverage", leverage);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofLeverage(leverage);
        }
    }

    /** Maintenance margin {@code notional · rate − deduction}. The largest requirement wins. */
    record Maintenance(PositionId position, BigDecimal rate, BigDecimal deduction) implements MaintenanceRequirement {
        public Maintenance {
            requireNotNegative("maintenance rate", rate);
            requireNotNegative("deduction", deduction);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return new RequirementLine(rate, deduction);
        }
    }

    /** Maintenance margin as an amount, calculated at the position's notional. The largest requirement wins. */
    record MaintenanceAmount(PositionId position, BigDecimal amount) implements MaintenanceRequirement {
        public MaintenanceAmount {
            requireNotNegative("maintenance amount", amount);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofAmount(amount, notional);
        }
    }

    /** Maintenance margin {@code notional / leverage}. The largest requirement wins. */
    record MaintenanceByLeverage(PositionId position, BigDecimal leverage) implements MaintenanceRequirement {
        public MaintenanceByLeverage {
            requirePositive("leverage", leverage);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofLeverage(leverage);
        }
    }

    /** An amount on top of both requirements. All are summed. Without a position it falls on the cross margin account. */
    record AddOn(@Nullable PositionId position, BigDecimal amount, String reason) implements PositionProposal {
        public AddOn {
            requireNotNegative("add-on", amount);
        }
    }

    /** What equity does not count of what a position adds to it, calculated at the position's notional. All are summed. */
    record Discount(PositionId position, BigDecimal amount, String reason) implements PositionProposal {
        public Discount {
            requireNotNegative("discount", amount);
        }
    }

    /** An amount on top of the cross margin account's initial margin alone. All are summed. */
    record InitialAddOn(BigDecimal amount, String reason) implements PortfolioProposal {
        public InitialAddOn {
            requireNotNegative("initial add-on", amount);
        }
    }

    /** A factor of 1 or more on both requirements. The largest wins. Without a position it falls on every position. */
    record Multiply(@Nullable PositionId position, BigDecimal factor, String reason) implements PositionProposal {
        public Multiply {
            if (factor.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException("factor must be 1 or more, was " + factor.toPlainString());
            }
        }
    }

    /** Initial margin that an open order binds, as a fraction of its notional. The largest of a side wins; the worse side counts. */
    record OrderInitial(String orderId, BigDecimal rate) implements MarginProposal {
        public OrderInitial {
            requireNotNegative("order rate", rate);
        }
    }

    /** What a debt in an asset requires to be taken and to be kept, fractions of the debt. The largest of each wins. */
    record DebtMargin(String asset, BigDecimal initialRate, BigDecimal maintenanceRate) implements MarginProposal {
        public DebtMargin {
            requireNotNegative("initial rate", initialRate);
            requireNotNegative("maintenance rate", maintenanceRate);
        }
    }

    /** Expected fee and slippage of closing, as a fraction of notional below 1. The largest wins. */
    record ClosingCost(PositionId position, BigDecimal rate) implements PositionProposal {
        public ClosingCost {
            requireFraction("closing cost", rate);
        }
    }

    /** One cell of an underlying's scenario grid, for cross positions. The largest weighted loss is required. */
    record GridScenario(Scenario scenario) implements PortfolioProposal {}

    /** How the volatility moves of an underlying's grid go with the time to expiry. The strictest of each number wins. */
    record TermOfVolatility(String underlying, VolatilityTerm term) implements PortfolioProposal {}

    /** What the grid of an underlying requires is the mean of so many of its largest losses. The fewest win. */
    record GridMean(String underlying, int worst) implements PortfolioProposal {
        public GridMean {
            if (worst < 1) {
                throw new IllegalArgumentException("a mean is of 1 loss or more, was of " + worst);
            }
        }
    }

    /** A position's price moves by this multiple of the price moves of its underlying's grid. The largest wins. */
    record ScanFactor(PositionId position, BigDecimal factor) implements PortfolioProposal {
        public ScanFactor {
            requireNotNegative("scan factor", factor);
        }
    }

    /** A position's price moves by this fraction in a cell of a grid, whose positions may be of several underlyings. The largest move wins, of equal ones the fall. */
    record OwnMove(PositionId position, String grid, String cell, BigDecimal priceMove) implements PortfolioProposal {
        public OwnMove {
            if (priceMove.compareTo(BigDecimal.ONE.negate()) <= 0) {
                throw new IllegalArgumentException(
                        "a price must not fall by all of itself, the move was " + priceMove.toPlainString());
            }
        }
    }

    /** What a position would require by itself to be opened and to be kept, calculated at its quantity. The largest of each wins. */
    record Alone(PositionId position, BigDecimal initial, BigDecimal maintenance) implements PortfolioProposal {
        public Alone {
            requireNotNegative("initial amount", initial);
            requireNotNegative("maintenance amount", maintenance);
        }
    }

    /** So much of an asset's value moves with a grid, negative of a debt. The smallest of an asset wins; assets add up. */
    record InGrid(String asset, String underlying, BigDecimal value) implements PortfolioProposal {}

    /** What a grid requires on top of its cells. The largest wins. */
    record GridCharge(String underlying, BigDecimal amount, String reason) implements PortfolioProposal {
        public GridCharge {
            requireNotNegative("charge", amount);
        }
    }

    /** What one unit of a position's quantity, held long, brings to a leg of spreads. All of a leg are summed. */
    record SpreadDelta(PositionId position, String leg, BigDecimal delta) implements PortfolioProposal {}

    /**
     * A spread of one leg long and the other short, formed as often as the deltas allow that spreads of a smaller priority have left.
     *
     * @param charge for each, settlement currency; negative is a credit
     * @param creditRate fraction of the legs' price risk that each earns back; the legs are underlyings then
     */
    record FormSpread(
            BigDecimal priority,
            String leg,
            BigDecimal delta,
            String otherLeg,
            BigDecimal otherDelta,
            BigDecimal charge,
            BigDecimal creditRate)
            implements PortfolioProposal {
        public FormSpread {
            requireFraction("credit rate", creditRate);
            requirePositive("delta of `" + leg + "`", delta);
            requirePositive("delta of `" + otherLeg + "`", otherDelta);
            if (leg.equals(otherLeg)) {
                throw new IllegalArgumentException("a spread needs two different legs, had `" + leg + "` twice");
            }
        }

        /** Of an amount for each. */
        public FormSpread(
                BigDecimal priority,
                String leg,
                BigDecimal delta,
                String otherLeg,
                BigDecimal otherDelta,
                BigDecimal charge) {
            this(priority, leg, delta, otherLeg, otherDelta, charge, BigDecimal.ZERO);
        }

        Spreads.Spread spread() {
            return new Spreads.Spread(
                    List.of(new Spreads.Leg(leg, delta), new Spreads.Leg(otherLeg, otherDelta.negate())),
                    charge,
                    creditRate);
        }
    }

    /** An amount off what the grids of different underlyings require together. All are summed; what is left is never below zero. */
    record PortfolioCredit(BigDecimal amount, String reason) implements PortfolioProposal {
        public PortfolioCredit {
            requireNotNegative("credit", amount);
        }
    }

    /** What the grids require together after credits is at least this. The largest wins. */
    record PortfolioMinimum(BigDecimal amount, String reason) implements PortfolioProposal {
        public PortfolioMinimum {
            requireNotNegative("minimum", amount);
        }
    }

    /** The cross account's initial margin is at least this multiple, 1 or more, of its maintenance margin. The largest wins. */
    record InitialMultiple(BigDecimal factor) implements PortfolioProposal {
        public InitialMultiple {
            if (factor.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException("initial multiple must be 1 or more, was " + factor.toPlainString());
            }
        }
    }

    /** To open its positions a grid requires this multiple, 1 or more, of what it requires to keep them. The largest wins. */
    record InitialGridMultiple(BigDecimal factor) implements PortfolioProposal {
        public InitialGridMultiple {
            if (factor.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException(
                        "initial grid multiple must be 1 or more, was " + factor.toPlainString());
            }
        }
    }

    /** What margin rules may propose about a position, or about the account as a whole. */
    sealed interface PositionProposal extends MarginProposal {
        /** The position it is about; null for the account as a whole. */
        @Nullable
        PositionId position();
    }

    /** What margin rules may propose about the cross positions as a portfolio. */
    sealed interface PortfolioProposal extends MarginProposal {}

    /** A margin proposal of what opening or keeping a position requires; the largest of a kind wins. */
    sealed interface Required extends PositionProposal {

        /** The requirement as a line in notional; calculated amounts hold at the notional they were calculated at. */
        RequirementLine at(BigDecimal notional);
    }

    /** What a position's initial margin is. */
    sealed interface InitialRequirement extends Required {}

    /** What a position's maintenance margin is. */
    sealed interface MaintenanceRequirement extends Required {}
}
