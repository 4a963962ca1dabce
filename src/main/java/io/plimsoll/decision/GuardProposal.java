package io.plimsoll.decision;

import static io.plimsoll.decision.Bounds.requirePositive;

import io.plimsoll.account.PositionId;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What guard rules may propose. */
public sealed interface GuardProposal extends Proposal {
    @Override
    default Stage stage() {
        return Stage.GUARD;
    }

    /** The data does not carry a decision. Any hold holds. */
    record Hold(String reason) implements GuardProposal {}

    /** Value a position at another price. The price that leaves the least equity wins. */
    record UsePrice(PositionId position, PriceSource source, String reason) implements GuardProposal {}

    /** An option is valued by the model, at a volatility of at most so much, a year as a fraction, where its own is higher. The smallest wins. */
    record CapVolatility(PositionId position, BigDecimal most, String reason) implements GuardProposal {
        public CapVolatility {
            requirePositive("cap of the volatility", most);
        }
    }

    /** A source's quote of an instrument is not trusted. Any distrust is enough. */
    record IgnoreQuote(String instrument, String source, String reason) implements GuardProposal {}

    /** A position's mark is not trusted; it is valued at another price that rules propose. Any distrust is enough. */
    record IgnoreMark(PositionId position, String reason) implements GuardProposal {}

    /** Nothing is closed by force while the account holds the instrument; null stands for all of them. Any hold holds. */
    record HoldClosing(@Nullable String instrument, String reason) implements GuardProposal {}
}
