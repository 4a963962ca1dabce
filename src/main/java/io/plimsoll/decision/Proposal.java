package io.plimsoll.decision;

/**
 * What a rule proposes through one verb. A proposal that makes no sense in itself, such as a haircut above 1, cannot be made: its
 * constructor throws, and the decision becomes {@link Outcome#HOLD} naming the rule.
 *
 * <p>Rates, haircuts, fractions and ratios are plain fractions (0.05 is five per cent); amounts are in the settlement currency.
 */
public sealed interface Proposal
        permits GuardProposal, CollateralProposal, MarginProposal, ThresholdProposal, LiquidationProposal {

    /** The stage whose rules may propose this. */
    Stage stage();
}
