package io.plimsoll.waterfall;

import io.plimsoll.account.Side;
import io.plimsoll.money.Decimals;
import io.plimsoll.waterfall.Deleveraging.Allocation;
import io.plimsoll.waterfall.Deleveraging.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a deleveraging would do to those on the other side, before anybody is closed. Quantity is conserved: what is closed and what is
 * uncovered sum to what was to be closed. So is money: what the candidates forgo and what stays uncovered sum to the distance of price and
 * mark over that quantity.
 *
 * @param lines every candidate, highest rank first
 * @param uncovered quantity that all of them together do not cover
 * @param borne settlement currency, what the candidates forgo against the mark together, exact
 * @param lossLeft settlement currency, what the uncovered quantity would cost at the mark, exact; for those who share losses
 */
public record DeleveragingResult(List<Line> lines, BigDecimal uncovered, BigDecimal borne, BigDecimal lossLeft) {

    public DeleveragingResult {
        lines = List.copyOf(lines);
    }

    /**
     * One candidate.
     *
     * @param rank from 1 on
     * @param before size before, positive
     * @param after size after, zero or more
     * @param realised profit of what is closed at the price, settlement currency, exact; negative is a loss
     * @param borne what is forgone of it against the mark, settlement currency, exact
     */
    public record Line(
            int rank,
            String accountId,
            BigDecimal score,
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
     * @throws IllegalArgumentException if candidates are on both sides, at several marks or given twice
     */
    public static DeleveragingResult of(
            Deleveraging method,
            BigDecimal quantity,
            List<DeleveragingCandidate> candidates,
            BigDecimal lot,
            BigDecimal price,
            BigDecimal multiplier) {
        requireOneSide(candidates);
        Allocation allocation = method.allocate(quantity, candidates, lot);
        Map<String, BigDecimal> closed = allocation.parts().stream()
                .collect(Collectors.toMap(part -> part.candidate().accountId(), Part::quantity));
        List<Line> lines = new ArrayList<>();
        BigDecimal borne = Decimals.ZERO;
        BigDecimal lossPerUnit = Decimals.ZERO;
        for (DeleveragingCandidate candidate : Deleveraging.ranked(candidates)) {
            BigDecimal part = closed.getOrDefault(candidate.accountId(), Decimals.ZERO);
            BigDecimal sign = candidate.side() == Side.LONG ? Decimals.ONE : Decimals.ONE.negate();
            BigDecimal units = part.multiply(multiplier).multiply(sign);
            lossPerUnit = candidate.markPrice().subtract(price).multiply(sign).multiply(multiplier);
            BigDecimal forgone = Decimals.normalised(part.multiply(lossPerUnit));
            borne = borne.add(forgone);
            lines.add(new Line(
                    lines.size() + 1,
                    candidate.accountId(),
                    candidate.score(),
                    candidate.size(),
                    part,
                    Decimals.normalised(candidate.size().subtract(part)),
                    Decimals.normalised(units.multiply(price.subtract(candidate.entryPrice()))),
                    forgone));
        }
        return new DeleveragingResult(
                lines,
                allocation.uncovered(),
                Decimals.normalised(borne),
                Decimals.normalised(allocation.uncovered().multiply(lossPerUnit)));
    }

    private static void requireOneSide(List<DeleveragingCandidate> candidates) {
        requireOne("side", candidates, DeleveragingCandidate::side);
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
