package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.Position;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.GuardProposal.CapVolatility;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.decision.GuardProposal.IgnoreMark;
import io.plimsoll.decision.GuardProposal.IgnoreQuote;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * First stage: may the data be trusted, and which price values each position? Any hold holds. Of the mark and the prices that rules propose the
 * one that leaves the least equity wins; a mark that a rule does not trust is not among them, and a quote is no part of the median. An option of
 * which a rule caps the volatility is valued by the model at the smallest cap: its mark has the volatility in it that is not believed.
 */
final class GuardStage {

    private GuardStage() {}

    /** What the later stages see: every position at the price it is valued at, in the order of the snapshot. */
    static View run(AccountSnapshot snapshot, Instant evaluatedAt, Policy policy, Trail trail) {
        List<CalendarTimes> calendars = policy.calendarsAt(evaluatedAt);
        List<PricedPosition> atMark = new ArrayList<>(snapshot.positions().size());
        for (Position position : snapshot.positions()) {
            atMark.add(atMark(position, snapshot));
        }
        Proposals proposals = policy.rules().propose(Stage.GUARD, View.of(snapshot, evaluatedAt, atMark, calendars));
        if (proposals.all().isEmpty()) {
            trail.note(proposals, Set.of(), null);
            snapshot.positions().forEach(position -> holdIfExpired(position, evaluatedAt, trail));
            return View.of(snapshot, evaluatedAt, atMark, calendars);
        }
        Set<Proposed> won = trail.winners();
        for (Proposals.Of<Hold> hold : proposals.of(Hold.class)) {
            trail.hold(
                    HoldReason.Code.GUARD,
                    hold.origin().withFacts(hold.proposal().reason()));
            won.add(hold.origin());
        }
        List<PricedPosition> priced = new ArrayList<>();
        for (Position position : snapshot.positions()) {
            holdIfExpired(position, evaluatedAt, trail);
            Position known = withCappedVolatility(position, proposals.of(CapVolatility.class), won);
            priced.add(mostConservative(
                    atMark(known, snapshot),
                    trusted(known, known.equals(position), snapshot, proposals, evaluatedAt),
                    proposals.of(UsePrice.class),
                    won,
                    trail));
        }
        proposals.of(IgnoreQuote.class).forEach(ignore -> won.add(ignore.origin()));
        proposals.of(IgnoreMark.class).forEach(ignore -> won.add(ignore.origin()));
        proposals.of(HoldClosing.class).forEach(hold -> won.add(hold.origin()));
        trail.holdClosing(proposals.of(HoldClosing.class));
        trail.note(proposals, won, null);
        return View.of(snapshot, evaluatedAt, priced, calendars);
    }

    private static void holdIfExpired(Position position, Instant evaluatedAt, Trail trail) {
        if (position.isExpiredAt(evaluatedAt)) {
            trail.hold(
                    HoldReason.Code.EXPIRED,
                    "`" + position.id() + "` expired at " + position.expiry() + "; send what its settlement left");
        }
    }

    private static PricedPosition atMark(Position position, AccountSnapshot snapshot) {
        return new PricedPosition(
                position, position.mark().price(), PriceSource.MARK, snapshot.conversionOf(position.instrument()));
    }

    private static Position withCappedVolatility(
            Position position, List<Proposals.Of<CapVolatility>> all, Set<Proposed> won) {
        OptionTerms option = position.option();
        BigDecimal volatility = option == null ? null : option.impliedVolatility();
        List<Proposals.Of<CapVolatility>> lower = all.stream()
                .filter(cap -> cap.proposal().position().equals(position.id()))
                .filter(cap -> volatility != null && cap.proposal().most().compareTo(volatility) < 0)
                .toList();
        Optional<BigDecimal> most = Combine.smallest(lower, CapVolatility::most, won);
        return option == null || most.isEmpty()
                ? position
                : position.withOption(option.withImpliedVolatility(most.get()));
    }

    private static TrustedPrices trusted(
            Position position, boolean asReported, AccountSnapshot snapshot, Proposals proposals, Instant evaluatedAt) {
        String instrument = position.instrument();
        Set<String> ignored = proposals.of(IgnoreQuote.class).stream()
                .map(Proposals.Of::proposal)
                .filter(ignore -> ignore.instrument().equals(instrument))
                .map(IgnoreQuote::source)
                .collect(Collectors.toSet());
        Market market = snapshot.markets().stream()
                .filter(of -> of.instrument().equals(instrument))
                .findFirst()
                .map(of -> of.without(ignored))
                .orElse(null);
        boolean isMarkTrusted = asReported
                && proposals.of(IgnoreMark.class).stream()
                        .noneMatch(ignore -> ignore.proposal().position().equals(position.id()));
        return new TrustedPrices(position, market, isMarkTrusted, asReported, evaluatedAt);
    }

    /** Where no price is left the decision is held, and the mark shows what would have been decided. */
    private static PricedPosition mostConservative(
            PricedPosition atMark,
            TrustedPrices prices,
            List<Proposals.Of<UsePrice>> proposals,
            Set<Proposed> won,
            Trail trail) {
        Position position = prices.position();
        List<Proposals.Of<UsePrice>> mine = proposals.stream()
                .filter(use -> use.proposal().position().equals(position.id()))
                .toList();
        Set<PriceSource> sources = EnumSet.of(prices.isAsReported() ? PriceSource.MARK : PriceSource.MODEL);
        mine.forEach(use -> sources.add(use.proposal().source()));
        PriceSource chosen = null;
        BigDecimal least = null;
        for (PriceSource source : sources) { // in their own order, so that of equal prices always the same is named
            BigDecimal price = prices.of(source).orElse(null);
            if (price != null && (least == null || prices.leavesLess(price, least))) {
                chosen = source;
                least = price;
            }
        }
        if (chosen == null || least == null || least.signum() <= 0) {
            trail.hold(HoldReason.Code.NO_PRICE, "no price is left that `" + position.id() + "` may be valued at");
            return atMark;
        }
        for (Proposals.Of<UsePrice> use : mine) {
            if (use.proposal().source() == chosen) {
                won.add(use.origin());
            }
        }
        return new PricedPosition(position, least, chosen, atMark.conversion());
    }
}
