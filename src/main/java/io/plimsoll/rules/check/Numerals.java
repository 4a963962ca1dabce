package io.plimsoll.rules.check;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as people write them elsewhere, and how a rule file writes them. */
final class Numerals {

    private static final Pattern PLAIN = Pattern.compile("[0-9]{0,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern GROUPED_BY_POINTS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{3}){2,10}");
    private static final Pattern GROUPED_BY_COMMAS = Pattern.compile("[0-9]{1,3}(,[0-9]{3}){1,10}(\\.[0-9]+)?");
    private static final Pattern WITH_DECIMAL_COMMA = Pattern.compile("([0-9]+|[0-9]{1,3}(\\.[0-9]{3}){1,10}),[0-9]+");

    private Numerals() {}

    /** {@code 0.05B} for {@code 5%} and {@code 0,05}, {@code 1000000} for {@code 1_000_000} and {@code 1,000,000}; empty for what is no number anywhere. */
    static Optional<String> respelt(String written) {
        boolean percent = written.endsWith("%");
        String digits = written.replaceAll("[_' %]", "").replaceFirst("(?<=[0-9])[LlDdFfIbB]$", "");
        if (GROUPED_BY_COMMAS.matcher(digits).matches()) {
            digits = digits.replace(",", "");
        } else if (WITH_DECIMAL_COMMA.matcher(digits).matches()) {
            digits = digits.replace(".", "").replace(',', '.');
        }
        if (GROUPED_BY_POINTS.matcher(digits).matches()) {
            digits = digits.replace(".", "");
        }
        if (digits.isEmpty() || !PLAIN.matcher(digits).matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(digits).movePointLeft(percent ? 2 : 0);
        String plain = (percent ? value.stripTrailingZeros() : value).toPlainString();
        return Optional.of(plain.contains(".") ? plain + "B" : plain);
    }
}
