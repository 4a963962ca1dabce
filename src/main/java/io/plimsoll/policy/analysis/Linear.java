package io.plimsoll.policy.analysis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A sum of unknowns, each times a number, and a constant; compared with zero.
 *
 * @param terms number by unknown, none of them zero
 */
record Linear(Map<String, BigDecimal> terms, BigDecimal constant) {
    /** More inequalities than this are not taken further: the answer is then that they may hold. */
    private static final int INEQUALITIES_MAX = 400;

    Linear {
        Map<String, BigDecimal> kept = new TreeMap<>(terms);
        kept.values().removeIf(number -> number.signum() == 0);
        terms = Map.copyOf(kept);
    }

    static Linear of(BigDecimal constant) {
        return new Linear(Map.of(), constant);
    }

    static Linear unknown(String name) {
        return new Linear(Map.of(name, BigDecimal.ONE), BigDecimal.ZERO);
    }

    Linear plus(Linear other) {
        Map<String, BigDecimal> sum = new TreeMap<>(terms);
        other.terms.forEach((name, number) -> sum.merge(name, number, BigDecimal::add));
        return new Linear(sum, constant.add(other.constant));
    }

    Linear times(BigDecimal factor) {
        Map<String, BigDecimal> product = new TreeMap<>();
        terms.forEach((name, number) -> product.put(name, number.multiply(factor)));
        return new Linear(product, constant.multiply(factor));
    }

    Linear minus(Linear other) {
        return plus(other.times(BigDecimal.ONE.negate()));
    }

    boolean isConstant() {
        return terms.isEmpty();
    }

    BigDecimal numberOf(String name) {
        return Optional.ofNullable(terms.get(name)).orElse(BigDecimal.ZERO);
    }

    /** A sum that is below zero, or at most zero. */
    record Inequality(Linear sum, boolean strict) {
        boolean isBroken() {
            int sign = sum.constant().signum();
            return sum.isConstant() && (strict ? sign >= 0 : sign > 0);
        }
    }

    /**
     * True if no numbers satisfy all inequalities at once; exact. Unknowns are taken out one by one (Fourier and Motzkin), so false may also
     * mean that it would take too long to tell.
     */
    static boolean contradict(List<Inequality> given) {
        List<Inequality> left = new ArrayList<>(given);
        while (left.stream().noneMatch(Inequality::isBroken)) {
            left.removeIf(one -> one.sum().isConstant());
            TreeSet<String> unknowns = new TreeSet<>();
            left.forEach(one -> unknowns.addAll(one.sum().terms().keySet()));
            if (unknowns.isEmpty() || left.size() > INEQUALITIES_MAX) {
                return false;
            }
            left = without(unknowns.getFirst(), left);
        }
        return true;
    }

    private static List<Inequality> without(String unknown, List<Inequality> all) {
        List<Inequality> left = new ArrayList<>();
        for (Inequality one : all) {
            if (one.sum().numberOf(unknown).signum() == 0) {
                left.add(one);
            }
            for (Inequality other : all) {
                BigDecimal up = one.sum().numberOf(unknown);
                BigDecimal down = other.sum().numberOf(unknown);
                if (up.signum() > 0 && down.signum() < 0) {
                    left.add(new Inequality(
                            one.sum().times(down.negate()).plus(other.sum().times(up)),
                            one.strict() || other.strict()));
                }
            }
        }
        return new ArrayList<>(left.stream().distinct().toList());
    }
}
