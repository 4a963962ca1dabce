package io.plimsoll.rules.verbs;

import io.plimsoll.decision.GuardProposal;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.OneOf;
import io.plimsoll.rules.facts.Position;
import io.plimsoll.rules.facts.Quote;
import java.math.BigDecimal;

/** Verbs of guard rules: whether the data carries a decision. */
public final class Guard {

    private final Proposing proposing;

    public Guard(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("The data does not carry a decision; a person is told. Any hold holds.")
    public void hold(String reason) {
        proposing.propose(() -> new GuardProposal.Hold(reason));
    }

    @About("Do not trust what a source says of an instrument: it is no part of the median.")
    public void ignore(Quote quote, String reason) {
        proposing.propose(() -> new GuardProposal.IgnoreQuote(quote.instrument(), quote.source(), reason));
    }

    @About(
            "Do not trust the position's mark: it is valued at another price that a rule proposes, or the decision is held.")
    public void ignoreMark(Position position, String reason) {
        proposing.propose(() -> new GuardProposal.IgnoreMark(position.id(), reason));
    }

    @About(
            "Nothing of the account is closed by force; a closure that is due is held, warnings and calls go on. Any hold holds.")
    public void holdClosing(String reason) {
        proposing.propose(() -> new GuardProposal.HoldClosing(null, reason));
    }

    @About("No margin account that holds the instrument is closed by force; else as above.")
    public void holdClosing(String instrument, String reason) {
        proposing.propose(() -> new GuardProposal.HoldClosing(instrument, reason));
    }

    @About(
            "Where the option's implied volatility is higher than this, a year as a fraction, it counts this much in every scenario, and the model's price at it takes the place of the mark. The smallest wins; what is no option is left alone.")
    public void capVolatility(Position position, BigDecimal most, String reason) {
        proposing.propose(() -> new GuardProposal.CapVolatility(position.id(), most, reason));
    }

    @About(
            "Value the position at another price: MEDIAN of the quotes that count, of an even number the middle one that leaves less equity; CONSERVATIVE, the worst of index, median and mark less or plus its confidence. The price that leaves the least equity wins.")
    public void usePrice(Position position, @OneOf(PriceSource.class) String source, String reason) {
        proposing.propose(() -> new GuardProposal.UsePrice(position.id(), Names.of(PriceSource.class, source), reason));
    }
}
