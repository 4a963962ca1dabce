package io.plimsoll.rules.verbs;

import io.plimsoll.decision.Proposal;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.OneOf;
import io.plimsoll.rules.facts.Position;

/** Verbs of guard rules: whether the data carries a decision. */
public final class Guard {

    private final Proposing proposing;

    public Guard(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("The data does not carry a decision; a person is told. Any hold holds.")
    public void hold(String reason) {
        proposing.propose(() -> new Proposal.Hold(reason));
    }

    @About("Value the position at another price. The price that leaves the least equity wins.")
    public void usePrice(Position position, @OneOf(PriceSource.class) String source, String reason) {
        proposing.propose(() -> new Proposal.UsePrice(position.id(), Names.of(PriceSource.class, source), reason));
    }
}
