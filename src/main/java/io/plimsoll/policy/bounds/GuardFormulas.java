package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.decision.GuardProposal.CapVolatility;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.decision.GuardProposal.IgnoreMark;
import io.plimsoll.decision.GuardProposal.IgnoreQuote;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.Piece;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The guard stage in formulas: where it holds, and what each position is valued at. */
final class GuardFormulas {

    /** One suggestion, and where it holds. */
    private record Where<P>(P proposal, Question when) {}

    private final Sheet sheet;
    private final Variables variables;
    private final AccountSnapshot snapshot;
    private final Holds holds;
    private final List<Valued> atMarks;
    private final List<Where<UsePrice>> prices = new ArrayList<>();
    private final List<Where<IgnoreMark>> distrusted = new ArrayList<>();
    private final List<Where<IgnoreQuote>> ignored = new ArrayList<>();
    private final List<Where<HoldClosing>> closings = new ArrayList<>();

    GuardFormulas(Sheet sheet, Variables variables, AccountSnapshot snapshot, Holds holds) {
        this.sheet = sheet;
        this.variables = variables;
        this.snapshot = snapshot;
        this.holds = holds;
        this.atMarks = snapshot.positions().stream().map(this::atMark).toList();
    }

    /** Positions at their marks, as guard rules see them. */
    List<Valued> atMarks() {
        return atMarks;
    }

    private Valued atMark(Position position) {
        Variables.Instrument instrument = variables.of(position.instrument());
        return Valued.at(position, unit(instrument, position), instrument.price(), conversion(position), true, sheet);
    }

    private BigDecimal conversion(Position position) {
        return snapshot.conversionOf(position.instrument());
    }

    private Amount unit(Variables.Instrument instrument, Position position) {
        return Valued.isInverse(position) == instrument.inverse()
                ? instrument.unit()
                : Valued.isInverse(position) ? reciprocal(instrument.price()) : instrument.price();
    }

    private Amount reciprocal(Amount of) {
        return sheet.quotient(sheet.given(Decimals.ONE), of);
    }

    /** Positions at the prices that the guards leave. */
    List<Valued> valued(Suggestions suggestions) throws CannotBound {
        for (Suggested suggested : suggestions.all()) {
            String rule = "rule " + suggested.rule().id();
            switch (suggested.proposal()) {
                case Hold hold -> holds.hold(suggested.when(), rule);
                case UsePrice use -> prices.add(new Where<>(use, suggested.when()));
                case IgnoreMark ignore -> distrusted.add(new Where<>(ignore, suggested.when()));
                case IgnoreQuote ignore -> ignored.add(new Where<>(ignore, suggested.when()));
                case HoldClosing closing -> closings.add(new Where<>(closing, suggested.when()));
                case CapVolatility cap -> throw new CannotBound(rule + " caps a volatility");
                case null, default -> throw new CannotBound(rule + " proposes what is not known of any price");
            }
        }
        List<Valued> valued = new ArrayList<>();
        for (Valued atMark : atMarks) {
            holdOnceExpired(atMark.position());
            valued.add(valued(atMark));
        }
        return valued;
    }

    /** Positions of an account are closed: a rule that forbids it for one of its instruments, or for all, holds the decision. */
    void holdClosings(MarginAccount account) {
        Set<String> instruments = account.positions().stream()
                .map(position -> position.id().instrument())
                .collect(Collectors.toSet());
        for (Where<HoldClosing> where : closings) {
            String instrument = where.proposal().instrument();
            if (instrument == null || instruments.contains(instrument)) {
                holds.hold(where.when(), "closings of " + account.id() + " that a guard forbids");
            }
        }
    }

    private void holdOnceExpired(Position position) {
        if (position.expiry() != null) {
            holds.hold(
                    sheet.compare(variables.now(), Relation.AT_LEAST, Moment.nanos(position.expiry())),
                    "the expiry of `" + position.id() + "`");
        }
    }

    private Valued valued(Valued atMark) throws CannotBound {
        Position position = atMark.position();
        Variables.Instrument instrument = variables.of(position.instrument());
        Question trusted = sheet.not(sheet.any(distrusted.stream()
                .filter(where -> where.proposal().position().equals(position.id()))
                .map(Where::when)
                .toList()));
        List<Where<UsePrice>> mine = prices.stream()
                .filter(where -> where.proposal().position().equals(position.id()))
                .toList();
        if (mine.isEmpty() && Sheet.known(trusted) == Truth.TRUE) {
            return atMark;
        }
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece(trusted, atMark.unit()));
        for (Where<UsePrice> use : mine) {
            pieces.addAll(pieces(use, position, instrument, trusted));
        }
        Amount unit = leavingLeast(pieces, position);
        return Valued.at(position, unit, conversion(position), false, sheet);
    }

    /** A lower price leaves less of a long, and a lower price of an inverse contract makes its unit worth more. */
    private Amount leavingLeast(List<Piece> pieces, Position position) {
        boolean takesLargest = (position.side() == Side.SHORT) != Valued.isInverse(position);
        List<Piece> signed = takesLargest
                ? pieces
                : pieces.stream()
                        .map(piece -> new Piece(piece.when(), sheet.negative(piece.amount())))
                        .toList();
        Amount largest = sheet.largestOf(signed, null);
        holds.hold(
                sheet.not(sheet.isGiven(signed, largest)), "the prices that `" + position.id() + "` may be valued at");
        return takesLargest ? largest : sheet.negative(largest);
    }

    private List<Piece> pieces(
            Where<UsePrice> use, Position position, Variables.Instrument instrument, Question trusted)
            throws CannotBound {
        Market market = market(position.instrument());
        return switch (use.proposal().source()) {
            case MODEL -> throw new CannotBound("the price of `" + position.id() + "` may be a model's");
            case MARK -> List.of(piece(List.of(use.when(), trusted), instrument.price(), position));
            case INDEX -> index(use.when(), instrument, position);
            case LAST ->
                market == null || market.lastPrice() == null
                        ? List.of()
                        : List.of(piece(List.of(use.when()), sheet.given(market.lastPrice()), position));
            case MEDIAN -> median(use.when(), market, position);
            case CONSERVATIVE -> {
                List<Piece> all = new ArrayList<>();
                all.add(bound(use.when(), trusted, market, instrument, position));
                all.addAll(index(use.when(), instrument, position));
                all.addAll(median(use.when(), market, position));
                yield all;
            }
        };
    }

    private Piece piece(List<Question> when, Amount price, Position position) {
        return new Piece(sheet.all(when), Valued.isInverse(position) ? reciprocal(price) : price);
    }

    private List<Piece> index(Question when, Variables.Instrument instrument, Position position) {
        Amount index = instrument.index();
        return index == null ? List.of() : List.of(piece(List.of(when), index, position));
    }

    private Piece bound(
            Question when,
            Question trusted,
            @Nullable Market market,
            Variables.Instrument instrument,
            Position position) {
        BigDecimal confidence = market == null ? null : market.confidence();
        List<Question> both = List.of(when, trusted);
        if (confidence == null) {
            return piece(both, instrument.price(), position);
        }
        Amount width = sheet.given(confidence);
        Amount bound = position.side() == Side.LONG
                ? sheet.difference(instrument.price(), width)
                : sheet.sum(instrument.price(), width);
        holds.fail(
                sheet.all(List.of(when, trusted, sheet.compare(bound, Relation.AT_MOST, sheet.given(Decimals.ZERO)))),
                "the prices that `" + position.id() + "` may be valued at");
        return piece(both, bound, position);
    }

    /** While it is not known which quotes count, the median may be any of them. */
    private List<Piece> median(Question when, @Nullable Market market, Position position) {
        if (market == null) {
            return List.of();
        }
        List<Where<IgnoreQuote>> here = ignored.stream()
                .filter(where -> where.proposal().instrument().equals(market.instrument()))
                .toList();
        if (here.stream().anyMatch(where -> Sheet.known(where.when()) != Truth.TRUE)) {
            return market.quotes().stream()
                    .map(Quote::price)
                    .map(price -> piece(List.of(when, sheet.unknown()), sheet.given(price), position))
                    .toList();
        }
        Set<String> sources = new HashSet<>();
        here.forEach(where -> sources.add(where.proposal().source()));
        Market counted = market.without(sources);
        BigDecimal median = position.side() == Side.LONG ? counted.lowerMedian() : counted.upperMedian();
        return Optional.ofNullable(median).map(price -> piece(List.of(when), sheet.given(price), position)).stream()
                .toList();
    }

    private @Nullable Market market(String instrument) {
        return snapshot.markets().stream()
                .filter(market -> market.instrument().equals(instrument))
                .findFirst()
                .orElse(null);
    }
}
