package io.plimsoll.rules.check;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Characters that look like those of rule files and are others: they come with text that is pasted from elsewhere. */
final class LookAlikes {

    /** Pairs of a letter of another script and the Latin one it looks like. */
    private static final String LETTERS =
            "\u0430a\u0441c\u0501d\u0435e\u04bbh\u0456i\u0458j\u043eo\u0440p\u0455s\u0443y\u0445x"
                    + "\u0410A\u0412B\u0421C\u0415E\u041dH\u0406I\u0408J\u041aK\u041cM\u041eO\u0420P\u0405S\u0422T\u0425X"
                    + "\u03b1a\u03b9i\u03bdv\u03bfo\u03c1p\u03c4t\u03c5u\u03c7x"
                    + "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X";

    private static final Map<Integer, String> SYMBOLS = Map.ofEntries(
            Map.entry(0x2264, "<="),
            Map.entry(0x2265, ">="),
            Map.entry(0x2260, "!="),
            Map.entry(0x2010, "-"),
            Map.entry(0x2011, "-"),
            Map.entry(0x2012, "-"),
            Map.entry(0x2013, "-"),
            Map.entry(0x2014, "-"),
            Map.entry(0x2212, "-"),
            Map.entry(0x00d7, "*"),
            Map.entry(0x00b7, "*"),
            Map.entry(0x00f7, "/"),
            Map.entry(0x2215, "/"),
            Map.entry(0x201a, ","));

    private static final Map<Integer, Character> LATIN = latin();

    private LookAlikes() {}

    private static Map<Integer, Character> latin() {
        Map<Integer, Character> latin = new HashMap<>();
        for (int i = 0; i < LETTERS.length(); i += 2) {
            latin.put((int) LETTERS.charAt(i), LETTERS.charAt(i + 1));
        }
        return latin;
    }

    /** The letter or digit of a name that a foreign one looks like. */
    static Optional<Character> inName(int codePoint) {
        Optional<Character> letter = Optional.ofNullable(LATIN.get(codePoint));
        return letter.or(() -> narrow(codePoint).filter(Character::isLetterOrDigit));
    }

    /** The symbol that a foreign character stands for in print. */
    static Optional<String> symbol(int codePoint) {
        Optional<String> symbol = Optional.ofNullable(SYMBOLS.get(codePoint));
        return symbol.or(() -> narrow(codePoint)
                .filter(c -> "(){}[],;:.=<>!+-*/&|".indexOf(c) >= 0)
                .map(String::valueOf));
    }

    /** East Asian full-width forms have a narrow twin. */
    private static Optional<Character> narrow(int codePoint) {
        boolean fullWidth = codePoint >= 0xff01 && codePoint <= 0xff5e;
        return fullWidth
                ? Optional.of(Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC)
                        .charAt(0))
                : Optional.empty();
    }

    /** Typographic quotation marks, single and double. */
    static boolean isQuote(int codePoint) {
        return "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u2033".indexOf(codePoint) >= 0;
    }

    /** A space other than the plain one, such as the one that does not break lines. */
    static boolean isSpace(int codePoint) {
        return codePoint != ' ' && Character.getType(codePoint) == Character.SPACE_SEPARATOR;
    }

    /** A character that no screen shows. */
    static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        boolean whiteSpace = codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
        return !whiteSpace
                && (type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.SURROGATE
                        || codePoint == 0x2028
                        || codePoint == 0x2029);
    }
}
