package io.plimsoll.waterfall;

import io.plimsoll.money.Apportionment;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a position that nobody takes is closed against those on the other side. Quantities are conserved to the last lot. */
public enum Deleveraging {

    /** The highest score is closed first and in full, then the next. */
    QUEUE {
        @Override
        List<BigDecimal> parts(BigDecimal quantity, List<DeleveragingCandidate> ranked, BigDecimal lot) {
            List<BigDecimal> parts = new ArrayList<>();
            BigDecimal left = quantity;
            for (DeleveragingCandidate candidate : ranked) {
                BigDecimal part = Decimals.smallest(left, candidate.size());
                parts.add(part);
                left = left.subtract(part);
            }
            return parts;
        }
    },

    /** Everybody gives the same share of their size. */
    PRO_RATA {
        @Override
        List<BigDecimal> parts(BigDecimal quantity, List<DeleveragingCandidate> ranked, BigDecimal lot) {
            return Apportionment.byLargestRemainder(
                    quantity, ranked.stream().map(DeleveragingCandidate::size).toList(), lot);
        }
    },

    /** In proportion to size and score; who is closed in full leaves the rest to the others. Positions in loss come after all in profit. */
    SCORE {
        @Override
        List<BigDecimal> parts(BigDecimal quantity, List<DeleveragingCandidate> ranked, BigDecimal lot) {
            List<DeleveragingCandidate> winners = ranked.stream()
                    .filter(candidate -> candidate.score().signum() > 0)
                    .toList();
            BigDecimal ofWinners = Decimals.smallest(quantity, sizes(winners));
            List<BigDecimal> parts = new ArrayList<>(byScore(ofWinners, winners, lot));
            List<DeleveragingCandidate> others = ranked.subList(winners.size(), ranked.size());
            parts.addAll(PRO_RATA.parts(quantity.subtract(ofWinners), others, lot));
            return parts;
        }

        private List<BigDecimal> byScore(BigDecimal quantity, List<DeleveragingCandidate> winners, BigDecimal lot) {
            List<BigDecimal> parts = new ArrayList<>(
                    winners.stream().map(winner -> Decimals.ZERO).toList());
            BigDecimal left = quantity;
            while (left.signum() > 0) {
                List<BigDecimal> weights = new ArrayList<>();
                for (int i = 0; i < winners.size(); i++) {
                    BigDecimal open = winners.get(i).size().subtract(parts.get(i));
                    weights.add(open.signum() > 0 ? open.multiply(winners.get(i).score()) : Decimals.ZERO);
                }
                List<BigDecimal> wanted = Apportionment.byLargestRemainder(left, weights, lot);
                for (int i = 0; i < winners.size(); i++) {
                    BigDecimal open = winners.get(i).size().subtract(parts.get(i));
                    BigDecimal part = Decimals.smallest(wanted.get(i), open);
                    parts.set(i, parts.get(i).add(part));
                    left = left.subtract(part);
                }
            }
            return parts;
        }
    };

    /** What one of them gives. */
    public record Part(DeleveragingCandidate candidate, BigDecimal quantity) {}

    /**
     * Who gives what.
     *
     * @param parts those who give something, highest rank first
     * @param uncovered what is left when all of them are closed
     */
    public record Allocation(List<Part> parts, BigDecimal uncovered) {
        public Allocation {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param quantity to be closed, positive, a multiple of the lot
     * @param candidates in any order; their sizes are multiples of the lot
     */
    public Allocation allocate(BigDecimal quantity, List<DeleveragingCandidate> candidates, BigDecimal lot) {
        List<DeleveragingCandidate> ranked = ranked(candidates);
        BigDecimal covered = Decimals.smallest(quantity, sizes(ranked));
        List<BigDecimal> parts = parts(covered, ranked, lot);
        List<Part> given = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            if (parts.get(i).signum() > 0) {
                given.add(new Part(ranked.get(i), Decimals.normalised(parts.get(i))));
            }
        }
        return new Allocation(given, Decimals.normalised(quantity.subtract(covered)));
    }

    /** Highest score first; of equal scores by account id, so that the result does not depend on the order in which they are read. */
    public static List<DeleveragingCandidate> ranked(List<DeleveragingCandidate> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparing(DeleveragingCandidate::score)
                        .reversed()
                        .thenComparing(DeleveragingCandidate::accountId))
                .toList();
    }

    abstract List<BigDecimal> parts(BigDecimal quantity, List<DeleveragingCandidate> ranked, BigDecimal lot);

    private static BigDecimal sizes(List<DeleveragingCandidate> candidates) {
        return candidates.stream().map(DeleveragingCandidate::size).reduce(Decimals.ZERO, BigDecimal::add);
    }
}
