package io.plimsoll.waterfall;

import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import io.plimsoll.waterfall.Deleveraging.Allocation;
import io.plimsoll.waterfall.Deleveraging.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a deleveraging would do to those on the other side, before anybody is closed. Quantity is conserved: what is closed and what is
 * uncovered sum to what was to be closed. So is money: what the candidates forgo and what stays uncovered sum to the distance of price and
 * mark over that quantity. Nobody is closed at a price at which their own account would be spent: such candidates are passed over.
 *
 * @param lines every candidate, highest rank first
 * @param uncovered quantity that all of them together do not cover
 * @param borne settlement currency, what the candidates forgo against the mark together, exact; of inverse contracts to 34 digits
 * @param lossLeft the same of the uncovered quantity; for those who share losses
 */
public record DeleveragingResult(List<Line> lines, BigDecimal uncovered, BigDecimal borne, BigDecimal lossLeft) {

    private static final BigDecimal FIFTHS = BigDecimal.valueOf(5);

    public DeleveragingResult {
        lines = List.copyOf(lines);
    }

    /**
     * One candidate.
     *
     * @param rank from 1 on
     * @param fifth where in the queue it stands, by size: 1 for the fifth of all size that is closed first, 5 for the last
     * @param passedOver its own bankruptcy price is nearer than the price, so that it could not pay
     * @param before size before, positive
     * @param after size after, zero or more
     * @param realised profit of what is closed at the price, settlement currency, as exact as {@code borne}; negative is a loss
     * @param borne what is forgone of it against the mark, settlement currency
     */
    public record Line(
            int rank,
            String accountId,
            BigDecimal score,
            int fifth,
            boolean passedOver,
            BigDecimal before,
            BigDecimal closed,
            BigDecimal after,
            BigDecimal realised,
            BigDecimal borne) {}

    /**
     * @param quantity to be closed, positive, a multiple of the lot
     * @param candidates all on one side and at one mark, each account once; sizes are multiples of the lot
     * @param price at which the closed positions change hands: the bankruptcy price of the account that is closed
     * @param multiplier contract size, positive
     * @throws IllegalArgumentException if candidates are on both sides, of several contracts, at several marks or given twice
     */
    public static DeleveragingResult of(
            Deleveraging method,
            BigDecimal quantity,
            List<DeleveragingCandidate> candidates,
            BigDecimal lot,
            BigDecimal price,
            BigDecimal multiplier) {
        requireOneSide(candidates);
        List<DeleveragingCandidate> able = candidates.stream()
                .filter(candidate -> !candidate.isSpentAt(price))
                .toList();
        Allocation allocation = method.allocate(quantity, able, lot);
        Map<String, BigDecimal> closed = allocation.parts().stream()
                .collect(Collectors.toMap(part -> part.candidate().accountId(), Part::quantity));
        BigDecimal all = candidates.stream().map(DeleveragingCandidate::size).reduce(Decimals.ZERO, BigDecimal::add);
        List<Line> lines = new ArrayList<>();
        BigDecimal borne = Decimals.ZERO;
        BigDecimal lossLeft = Decimals.ZERO;
        BigDecimal upTo = Decimals.ZERO;
        for (DeleveragingCandidate candidate : Deleveraging.ranked(candidates)) {
            BigDecimal part = closed.getOrDefault(candidate.accountId(), Decimals.ZERO);
            BigDecimal forgone = gain(candidate, part.multiply(multiplier), price, candidate.markPrice());
            borne = borne.add(forgone);
            lossLeft = gain(candidate, allocation.uncovered().multiply(multiplier), price, candidate.markPrice());
            upTo = upTo.add(candidate.size());
            lines.add(new Line(
                    lines.size() + 1,
                    candidate.accountId(),
                    candidate.score(),
                    upTo.multiply(FIFTHS).divide(all, 0, RoundingMode.CEILING).intValueExact(),
                    candidate.isSpentAt(price),
                    candidate.size(),
                    part,
                    Decimals.normalised(candidate.size().subtract(part)),
                    gain(candidate, part.multiply(multiplier), candidate.entryPrice(), price),
                    forgone));
        }
        return new DeleveragingResult(lines, allocation.uncovered(), Decimals.normalised(borne), lossLeft);
    }

    /** What the candidate's side gains of so many units between two prices. */
    private static BigDecimal gain(DeleveragingCandidate candidate, BigDecimal units, BigDecimal from, BigDecimal to) {
        BigDecimal signed = candidate.side() == Side.LONG ? units : units.negate();
        return Decimals.normalised(candidate.contract().gainOf(signed, from, to));
    }

    private static void requireOneSide(List<DeleveragingCandidate> candidates) {
        requireOne("side", candidates, DeleveragingCandidate::side);
        requireOne("contract", candidates, DeleveragingCandidate::contract);
        requireOne("mark", candidates, DeleveragingCandidate::markPrice);
        long accounts = candidates.stream()
                .map(DeleveragingCandidate::accountId)
                .distinct()
                .count();
        if (accounts != candidates.size()) {
            throw new IllegalArgumentException("an account is given twice among the candidates");
        }
    }

    private static void requireOne(
            String what, List<DeleveragingCandidate> candidates, Function<DeleveragingCandidate, Object> value) {
        List<Object> values = candidates.stream().map(value).distinct().toList();
        if (values.size() > 1) {
            throw new IllegalArgumentException("candidates have more than one " + what + ": " + values);
        }
    }
}
