package io.plimsoll.decision;

import static io.plimsoll.decision.Bounds.requireFraction;
import static io.plimsoll.decision.Bounds.requireNotNegative;
import static io.plimsoll.decision.Bounds.requirePositive;

import java.math.BigDecimal;

/** What collateral rules may propose. */
public sealed interface CollateralProposal extends Proposal {
    String asset();

    @Override
    default Stage stage() {
        return Stage.COLLATERAL;
    }

    /** Fraction of an asset's value that does not count, 0 to 1. The largest wins. */
    record Haircut(String asset, BigDecimal rate) implements CollateralProposal {
        public Haircut {
            requireFraction("haircut", rate);
        }
    }

    /** What lies above a market value does not count at this rate, 0 to 1. At each amount the largest rate whose floor is passed wins. */
    record HaircutAbove(String asset, BigDecimal floor, BigDecimal rate) implements CollateralProposal {
        public HaircutAbove {
            requireNotNegative("floor", floor);
            requireFraction("haircut", rate);
        }
    }

    /** Most market value of an asset that counts, before its haircut. The smallest wins. */
    record ValueCap(String asset, BigDecimal value) implements CollateralProposal {
        public ValueCap {
            requireNotNegative("cap", value);
        }
    }

    /** Fraction of an asset's market value that may be borrowed against, 0 to 1. The smallest wins; without one nothing may. */
    record LoanToValue(String asset, BigDecimal rate) implements CollateralProposal {
        public LoanToValue {
            requireFraction("loan-to-value", rate);
        }
    }

    /** Fraction of the profit of positions settled in a currency that does not count, 0 to 1. The largest wins. */
    record Conversion(String asset, BigDecimal rate) implements CollateralProposal {
        public Conversion {
            requireFraction("conversion rate", rate);
        }
    }

    /** Profits and losses of positions settled in a currency join its balance. Any rule is enough. */
    record JoinProfit(String asset) implements CollateralProposal {}

    /** An asset's price moves with an instrument's when liquidation prices are looked for. Of several instruments the first by name wins. */
    record Follows(String asset, String instrument) implements CollateralProposal {}

    /** An asset does not count at all. Any exclusion excludes; a debt still counts in full. */
    record Exclude(String asset, String reason) implements CollateralProposal {}

    /** An asset may meet a margin call, in multiples of a step. The largest step wins. */
    record Accept(String asset, BigDecimal step) implements CollateralProposal {
        public Accept {
            requirePositive("step", step);
        }
    }

    /** Smallest quantity of an asset that can be moved. The largest wins. */
    record SmallestUnit(String asset, BigDecimal quantity) implements CollateralProposal {
        public SmallestUnit {
            requirePositive("smallest unit", quantity);
        }
    }
}
