package io.plimsoll.decision;

import static io.plimsoll.decision.Bounds.requireFraction;
import static io.plimsoll.decision.Bounds.requireNotNegative;
import static io.plimsoll.decision.Bounds.requirePositive;

import io.plimsoll.account.PositionId;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.margin.ClosingOrder;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What liquidation rules may propose. */
public sealed interface LiquidationProposal extends Proposal {
    @Override
    default Stage stage() {
        return Stage.LIQUIDATION;
    }

    /** Cancel the open orders first. */
    record CancelOrders() implements LiquidationProposal {}

    /** Quantities of a position are closed in multiples of a lot. The largest lot wins. */
    record Lot(PositionId position, BigDecimal size) implements LiquidationProposal {
        public Lot {
            requirePositive("lot", size);
        }
    }

    /** No smaller quantity of a position is closed or left. The largest wins. */
    record MinimumQuantity(PositionId position, BigDecimal quantity) implements LiquidationProposal {
        public MinimumQuantity {
            requireNotNegative("minimum quantity", quantity);
        }
    }

    /** No smaller notional of a position is closed or left. The largest wins. */
    record MinimumNotional(PositionId position, BigDecimal notional) implements LiquidationProposal {
        public MinimumNotional {
            requireNotNegative("minimum notional", notional);
        }
    }

    /** No more than a fraction of a position is closed at once, rounded down to lots but no less than the least. The smallest fraction wins. */
    record AtMost(PositionId position, BigDecimal fraction) implements LiquidationProposal {
        public AtMost {
            requirePositive("fraction", fraction);
            requireFraction("fraction", fraction);
        }
    }

    /** Positions of a smaller rank are closed before others. The smallest rank of a position wins. */
    record First(PositionId position, BigDecimal rank) implements LiquidationProposal {}

    /** Which of the positions of equal rank is closed first. Where rules differ the order that is named later wins. */
    record InOrder(ClosingOrder order) implements LiquidationProposal {}

    /** A fee on what is closed, and the insurance fund's share of it. The largest rate wins, then the largest share. */
    record Fee(PositionId position, BigDecimal rate, BigDecimal fundShare) implements LiquidationProposal {
        public Fee {
            requireFraction("fee rate", rate);
            requireFraction("fund share", fundShare);
        }
    }

    /** Close a fraction of a position. The larger reduction wins. */
    record ReduceByFraction(PositionId position, BigDecimal fraction) implements LiquidationProposal {
        public ReduceByFraction {
            requireFraction("fraction", fraction);
        }
    }

    /** Close until a position's notional is at most a cap. The larger reduction wins. */
    record ReduceToNotional(PositionId position, BigDecimal cap) implements LiquidationProposal {
        public ReduceToNotional {
            requireNotNegative("cap", cap);
        }
    }

    /** Close the least that restores equity to {@code target · maintenance margin}. The highest target wins. */
    record ReduceToRatio(BigDecimal target) implements LiquidationProposal {
        public ReduceToRatio {
            requirePositive("target ratio", target);
        }
    }

    /** Close the least that restores equity to {@code multiple · initial margin}. The highest multiple wins. */
    record ReduceToInitial(BigDecimal multiple) implements LiquidationProposal {
        public ReduceToInitial {
            requirePositive("multiple", multiple);
        }
    }

    /** Close a position altogether. */
    record Close(PositionId position) implements LiquidationProposal {}

    /** A share of the debt in an asset, 0 to 1, may be repaid by who gets collateral for it. The largest wins. */
    record Repay(String asset, BigDecimal closeFactor) implements LiquidationProposal {
        public Repay {
            requireFraction("close factor", closeFactor);
        }
    }

    /** An asset is seized for what is repaid, with a bonus on top of its value. The smallest order and the largest bonus win. */
    record Seize(String asset, BigDecimal order, BigDecimal bonus) implements LiquidationProposal {
        public Seize {
            requireNotNegative("bonus", bonus);
        }
    }

    /** All of an asset is taken, and a share of its value, above 0 to 1, is set against the debts; what is over is paid out. The smallest share wins. */
    record Absorb(String asset, BigDecimal share) implements LiquidationProposal {
        public Absorb {
            requireFraction("share", share);
            requirePositive("share", share);
        }
    }

    /** What is seized of an asset is sold in an auction that starts at {@code buffer · price} and falls along a curve. The largest buffer wins. */
    record AssetAuction(String asset, BigDecimal buffer, PriceCurve curve) implements LiquidationProposal {
        public AssetAuction {
            requirePositive("buffer", buffer);
        }
    }

    /** Fraction of the bonus on a seized asset that goes to the protocol, 0 to 1. The largest wins. */
    record ProtocolFee(String asset, BigDecimal share) implements LiquidationProposal {
        public ProtocolFee {
            requireFraction("protocol fee", share);
        }
    }

    /** What a step leaves of a debt, or of an asset that it seizes, is nothing or at least this value. The largest wins. */
    record LeaveAtLeast(BigDecimal value) implements LiquidationProposal {
        public LeaveAtLeast {
            requireNotNegative("least that is left", value);
        }
    }

    /** Hand a position over at its bankruptcy price. */
    record TakeOverPosition(PositionId position) implements LiquidationProposal {}

    /** How a position is closed. The method that spares the market most wins. */
    record Route(PositionId position, ExecutionMethod method) implements LiquidationProposal {}

    /** A sliced closing is sent in this many parts, this far apart. The most parts win, then the longest interval. */
    record Slices(PositionId position, int count, Duration interval) implements LiquidationProposal {
        static final int SLICES_MAX = 10_000;

        public Slices {
            if (count < 1 || count > SLICES_MAX) {
                throw new IllegalArgumentException("slices must lie between 1 and " + SLICES_MAX + ", were " + count);
            }
            requirePositive("interval", interval);
        }
    }

    /** An auction starts at {@code buffer · price} and falls along a curve. The largest buffer wins. */
    record Auction(PositionId position, BigDecimal buffer, PriceCurve curve) implements LiquidationProposal {
        public Auction {
            requirePositive("buffer", buffer);
        }
    }

    /** No closing is done farther than this fraction of the price from it, nor beyond the bankruptcy price. The smallest wins. */
    record PriceLimit(PositionId position, BigDecimal band) implements LiquidationProposal {
        public PriceLimit {
            requireFraction("band", band);
        }
    }

    /** A closing is done at its fillable price or better, though that may lie beyond the bankruptcy price. The price best for the account wins. */
    record Fillable(PositionId position, BigDecimal adjustment, BigDecimal spread) implements LiquidationProposal {
        public Fillable {
            requirePositive("adjustment", adjustment);
            requireNotNegative("spread", spread);
        }
    }

    /** What is not closed yet when equity is back at {@code ratio · maintenance margin} is left. The highest wins. */
    record StopAtRatio(BigDecimal ratio) implements LiquidationProposal {
        public StopAtRatio {
            requirePositive("ratio", ratio);
        }
    }

    /** Who gets what a closing brings above the bankruptcy price. Where rules differ the customer does. */
    record SurplusTo(ClosurePlan.Surplus owner) implements LiquidationProposal {}

    /**
     * The insurance fund bears what is short. The smallest limit wins.
     *
     * @param most settlement currency, zero or more; null for without limit
     */
    record InsuranceFund(@Nullable BigDecimal most) implements LiquidationProposal {
        public InsuranceFund {
            if (most != null) {
                requireNotNegative("what the fund bears", most);
            }
        }
    }

    /** After the insurance fund, opposite positions are deleveraged. */
    record AutoDeleverage() implements LiquidationProposal {}

    /** What then is left is borne by all who are in profit. */
    record Socialise() implements LiquidationProposal {}
}
