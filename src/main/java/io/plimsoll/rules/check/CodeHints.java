package io.plimsoll.rules.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a rule says instead of the pieces of programs and spreadsheets that people bring along. */
final class CodeHints {

    private static final String COMPARE = "compare fields, variables and literals";
    private static final Pattern CALL = Pattern.compile("((?:[$\\w]+\\.)*)([$\\w]+)\\((.*)\\)?", Pattern.DOTALL);
    private static final Pattern GETTER = Pattern.compile("(?:get|is)([A-Z])(\\w*)");

    private static final Map<String, String> WORDS = Map.of(
            "new", "write the value itself: `1000`, `0.05B`, `\"text\"`",
            "eval", "write the comparison itself",
            "if", "a condition stands in `when`; write a rule for each case",
            "this", "name the field alone",
            "empty", "compare with `\"\"`");

    private static final Map<String, String> SYMBOLS = Map.of(
            "?", "write a rule for each case",
            "%", "a fraction is written `0.05B`; remainders are not calculated",
            "[", "a fact has no lists: match `Position( )` and the like directly",
            "^", "multiply: `a * a`",
            "->", COMPARE,
            "{", "constraints stand in `( )`",
            ":=", "to bind, write `$name : field`");

    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("if", "write a rule for each case"),
            Map.entry("and", "write a comma between the constraints"),
            Map.entry("or", "write `||` between the comparisons"),
            Map.entry("not", "write `!=`, or `!( ... )`"),
            Map.entry("max", "write `max(a, b)`"),
            Map.entry("min", "write `min(a, b)`"),
            Map.entry("abs", "write `abs(a)`"),
            Map.entry("sqrt", "write `sqrt(a)`"),
            Map.entry("pow", "multiply: `a * a`; a root is `sqrt(a)`"),
            Map.entry("sum", "write `accumulate( Position( $n : notional ); $sum : sum($n) )`"),
            Map.entry("average", "write `accumulate( Position( $n : notional ); $average : average($n) )`"),
            Map.entry("count", "write `accumulate( Position( ); $count : count() )`"),
            Map.entry("round", "leave it out: the engine rounds, as the pack says"),
            Map.entry(
                    "vlookup", "match the row of a table: `Bracket( instrument == $instrument, $rate : initialRate )`"),
            Map.entry("equals", "write `==`"),
            Map.entry("equalsignorecase", "write `==`; texts are compared letter by letter"),
            Map.entry("compareto", "write `<`, `<=`, `==`, `>=` or `>`"),
            Map.entry("add", "write `a + b`"),
            Map.entry("subtract", "write `a - b`"),
            Map.entry("multiply", "write `a * b`"),
            Map.entry("divide", "write `a / b`"),
            Map.entry("startswith", "write `matches \"BTC.*\"`"),
            Map.entry("endswith", "write `matches \".*USDT\"`"),
            Map.entry("contains", "write `field contains \"text\"`"),
            Map.entry("valueof", "write the value itself: `1000`, `0.05B`"),
            Map.entry("now", "the instant of the decision is `evaluatedAt` of `Account`"),
            Map.entry("eval", "write the comparison itself"));

    private CodeHints() {}

    static String ofWord(String word) {
        return WORDS.getOrDefault(word, COMPARE);
    }

    static String ofSymbol(String symbol) {
        return SYMBOLS.getOrDefault(symbol, COMPARE);
    }

    /** @param call as written, such as {@code instrument.equals($instrument)} */
    static String ofCall(String call) {
        Matcher parts = CALL.matcher(call.length() > 500 ? call.substring(0, 500) : call);
        if (!parts.lookingAt()) {
            return COMPARE;
        }
        Matcher getter = GETTER.matcher(parts.group(2));
        if (getter.matches()) {
            return "write `" + parts.group(1) + getter.group(1).toLowerCase(Locale.ROOT) + getter.group(2) + "`";
        }
        return CALLS.getOrDefault(parts.group(2).toLowerCase(Locale.ROOT), COMPARE);
    }

    /** What a constant of a program is in a rule. */
    static Optional<String> literalOf(String type, String constant) {
        return switch (constant) {
            case "ZERO" -> Optional.of("0");
            case "ONE" -> Optional.of("1");
            case "TEN" -> Optional.of("10");
            default ->
                !type.equals("BigDecimal") && constant.equals(constant.toUpperCase(Locale.ROOT))
                        ? Optional.of("\"" + constant + "\"")
                        : Optional.empty();
        };
    }
}
