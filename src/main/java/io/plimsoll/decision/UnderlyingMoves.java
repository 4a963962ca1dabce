package io.plimsoll.decision;

import io.plimsoll.decision.Decision.UnderlyingFigures;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.UnderlyingPrices;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far each underlying may move until a margin account with options or scenario grids on it breaches. It is reported and decides nothing. */
final class UnderlyingMoves {

    private UnderlyingMoves() {}

    /** None for a margin account of which a requirement is unknown. Where rules fail at another price, what was found is not told. */
    static List<UnderlyingFigures> of(View view, List<Margined> accounts, Policy policy) {
        List<UnderlyingFigures> all = new ArrayList<>();
        for (Margined margined : accounts) {
            if (margined.knowsMaintenance()) {
                MarginQuestions questions = new MarginQuestions(view, policy, Trail.ofHolds());
                for (UnderlyingPrices prices : UnderlyingPrices.of(
                        margined.account(), policy.maintenanceConvention(), questions, view.evaluatedAt())) {
                    all.add(figures(margined.account().id(), prices, !questions.failed(), policy.rounding()));
                }
            }
        }
        return all;
    }

    private static UnderlyingFigures figures(
            MarginAccountId account, UnderlyingPrices prices, boolean answered, Rounding rounding) {
        BigDecimal below = answered ? prices.below() : null;
        BigDecimal above = answered ? prices.above() : null;
        return new UnderlyingFigures(
                account,
                prices.underlying(),
                rounding.priceReported(prices.price()),
                below == null ? null : rounding.priceReported(below),
                prices.belowIsEndOfTables(),
                above == null ? null : rounding.priceReported(above),
                prices.aboveIsEndOfTables(),
                Stream.of(distance(prices.price(), below), distance(prices.price(), above))
                        .flatMap(Optional::stream)
                        .min(BigDecimal::compareTo)
                        .map(rounding::ratioReported)
                        .orElse(null),
                answered && prices.complete());
    }

    private static Optional<BigDecimal> distance(BigDecimal price, @Nullable BigDecimal breach) {
        return Optional.ofNullable(breach)
                .map(found -> Decimals.quotientRoundedDown(price.subtract(found).abs(), price));
    }
}
