package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccountId;
import org.jspecify.annotations.Nullable;

/**
 * One line of a decision's explanation: a proposal, the rule and the facts behind it, and whether it shaped the decision.
 *
 * @param marginAccount the margin account it was made for; null before the threshold stage
 * @param won true if the stage's combining operator used it
 */
public record Because(Proposed proposed, @Nullable MarginAccountId marginAccount, boolean won) {}
