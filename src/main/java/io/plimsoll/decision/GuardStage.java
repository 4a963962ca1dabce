package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.Proposal.Hold;
import io.plimsoll.decision.Proposal.UsePrice;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** First stage: may the data be trusted, and which price values each position? Any hold holds; the price that leaves the least equity wins. */
final class GuardStage {

    private GuardStage() {}

    /** What the later stages see: every position at the price it is valued at, in the order of the snapshot. */
    static View run(AccountSnapshot snapshot, Instant evaluatedAt, Policy policy, Trail trail) {
        List<CalendarTimes> calendars = policy.calendarsAt(evaluatedAt);
        List<PricedPosition> atMark = snapshot.positions().stream()
                .map(position -> new PricedPosition(position, position.mark().price(), PriceSource.MARK))
                .toList();
        Proposals proposals = policy.rules().propose(Stage.GUARD, View.of(snapshot, evaluatedAt, atMark, calendars));
        Set<Proposed> won = new HashSet<>();
        for (Proposals.Of<Hold> hold : proposals.of(Hold.class)) {
            trail.hold(HoldReason.Code.GUARD, reason(hold));
            won.add(hold.origin());
        }
        List<PricedPosition> priced = new ArrayList<>();
        for (Position position : snapshot.positions()) {
            if (position.isExpiredAt(evaluatedAt)) {
                trail.hold(
                        HoldReason.Code.EXPIRED,
                        "`" + position.id() + "` expired at " + position.expiry() + "; send what its settlement left");
            }
            priced.add(mostConservative(position, proposals.of(UsePrice.class), won));
        }
        trail.note(proposals, won, null);
        return View.of(snapshot, evaluatedAt, priced, calendars);
    }

    /** The rule's reason with the facts it looked at, since the person who is told needs to know which mark is meant. */
    private static String reason(Proposals.Of<Hold> hold) {
        String facts = hold.origin().facts().entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
        return hold.origin().rule() + " " + hold.proposal().reason() + facts;
    }

    private static PricedPosition mostConservative(
            Position position, List<Proposals.Of<UsePrice>> proposals, Set<Proposed> won) {
        PriceSource chosen = PriceSource.MARK;
        List<Proposals.Of<UsePrice>> mine = proposals.stream()
                .filter(use -> use.proposal().position().equals(position.id()))
                .toList();
        for (Proposals.Of<UsePrice> use : mine) {
            PriceSource source = use.proposal().source();
            if (leavesLess(position, position.mark().of(source), position.mark().of(chosen))) {
                chosen = source;
            }
        }
        for (Proposals.Of<UsePrice> use : mine) {
            if (use.proposal().source() == chosen) {
                won.add(use.origin());
            }
        }
        return new PricedPosition(position, position.mark().of(chosen), chosen);
    }

    /** A lower price leaves a long less equity, a higher price a short. */
    private static boolean leavesLess(Position position, BigDecimal price, BigDecimal than) {
        return position.side() == Side.LONG ? price.compareTo(than) < 0 : price.compareTo(than) > 0;
    }
}
