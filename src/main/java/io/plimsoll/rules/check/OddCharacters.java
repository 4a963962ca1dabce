package io.plimsoll.rules.check;

/** Reports the characters that a rule file should not have, and says which of them it has. */
final class OddCharacters {

    private final String text;
    private final FindingsOfFile findings;

    OddCharacters(String text, FindingsOfFile findings) {
        this.text = text;
        this.findings = findings;
    }

    /** What is allowed in texts and comments alone. */
    void refuse(Span span) {
        int codePoint = text.codePointAt(span.start());
        String name = codePoint == '\\' ? "a backslash" : "`" + Character.getName(codePoint) + "`";
        boolean currency = Character.getType(codePoint) == Character.CURRENCY_SYMBOL;
        findings.error(
                Code.CHARACTER,
                span,
                name + " is not allowed outside of texts and comments",
                currency
                        ? "write the number alone: amounts are in the settlement currency"
                        : codePoint > '~' ? "names are made of the letters a to z, digits and `_`" : null);
    }

    void refuseInvisible(int start, int end) {
        for (int i = start; i < end; i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (LookAlikes.isInvisible(codePoint)) {
                Span span = new Span(i, i + Character.charCount(codePoint));
                findings.error(
                        Code.CHARACTER,
                        span,
                        "an invisible character, `" + Character.getName(codePoint) + "`",
                        "delete it: it can make the line read otherwise than it is",
                        new Fix("delete the character", findings.range(span), ""));
            }
        }
    }

    void refuseInName(Span odd, Span whole, String name) {
        int codePoint = text.codePointAt(odd.start());
        boolean invisible = LookAlikes.isInvisible(codePoint);
        findings.error(
                Code.CHARACTER,
                odd,
                invisible
                        ? "an invisible character, `" + Character.getName(codePoint) + "`, stands in this name"
                        : "`" + Character.getName(codePoint) + "` looks like `"
                                + LookAlikes.inName(codePoint)
                                        .map(String::valueOf)
                                        .orElse("") + "` and is another",
                "write `" + name + "` anew",
                findings.write(whole, name));
    }

    /** One finding a line, however many there are: they come in swarms. */
    void refuseSpaces(Span spaces, int endOfLine) {
        int start = spaces.start();
        int lineStart = start;
        while (lineStart > 0 && text.charAt(lineStart - 1) != '\n' && text.charAt(lineStart - 1) != '\r') {
            lineStart--;
        }
        boolean first = text.substring(lineStart, start).chars().noneMatch(LookAlikes::isSpace);
        if (first) {
            int last = endOfLine;
            while (!LookAlikes.isSpace(text.charAt(last - 1))) {
                last--;
            }
            Span all = new Span(start, last);
            findings.error(
                    Code.CHARACTER,
                    spaces,
                    "this looks like a space and is `" + Character.getName(text.charAt(start)) + "`",
                    "type the spaces of this line anew",
                    new Fix(
                            "write plain spaces",
                            findings.range(all),
                            text.substring(start, last).replaceAll("\\p{Zs}", " ")));
        }
    }

    /** A letter of another script within a Latin word: the text reads as one that it never equals. */
    void warnOfLookAlikes(int start, int end) {
        for (int i = start + 1; i < end - 1; i++) {
            char c = text.charAt(i);
            boolean beside = Letters.isNamePart(text.charAt(i - 1)) || Letters.isNamePart(text.charAt(i + 1));
            if (Letters.isForeign(c) && beside && LookAlikes.inName(c).isPresent()) {
                Span span = new Span(i, i + 1);
                String latin = String.valueOf(LookAlikes.inName(c).get());
                findings.warning(
                        Code.CHARACTER,
                        span,
                        "`" + Character.getName(c) + "` looks like `" + latin + "` and is another",
                        "write `" + latin + "`: as it is, the text equals none that reads the same",
                        findings.write(span, latin));
            }
        }
    }
}
