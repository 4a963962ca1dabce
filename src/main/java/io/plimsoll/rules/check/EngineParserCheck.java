package io.plimsoll.rules.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine's own parser whether a file that passed the check is DRL, so that it opens in every other DRL tool as well. It takes longer
 * than all the rest of the check, so a text that it has read is not put to it again: of a thousand rules an edit changes one file.
 */
final class EngineParserCheck {

    /** Digests of texts, which take a hundred bytes each. */
    private static final int READ_MAX = 10_000;

    /** How many rules the parser found in texts that it read without an error, by their digest; the one not asked for longest goes first. */
    private static final Map<String, Integer> READ = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > READ_MAX;
        }
    });

    private EngineParserCheck() {}

    static void check(FileCheck file) {
        if (file.findings().hasErrors()) {
            return;
        }
        String digest = digest(file.source().text());
        Integer read = READ.get(digest);
        if (read != null && read == file.rules()) {
            return;
        }
        DrlParser parser = new DrlParser();
        PackageDescr tree = parse(parser, file.source().text());
        SourceText text = new SourceText(file.source());
        for (DroolsError error : parser.getErrors()) {
            int line = error.getLines().length == 0 ? 1 : error.getLines()[0];
            file.findings()
                    .error(
                            Code.ENGINE_SYNTAX,
                            text.lineSpan(line),
                            "the rule engine cannot read this: " + error.getMessage());
        }
        boolean sameRules = tree != null && tree.getRules().size() == file.rules();
        if (parser.getErrors().isEmpty() && !sameRules) {
            file.findings()
                    .error(
                            Code.ENGINE_SYNTAX,
                            text.lineSpan(1),
                            "the rule engine finds other rules in this file than the check");
        } else if (parser.getErrors().isEmpty()) {
            READ.put(digest, file.rules());
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable PackageDescr parse(DrlParser parser, String text) {
        try {
            return parser.parse(null, text);
        } catch (DroolsParserException e) {
            // The parser's errors say what it was.
            return null;
        }
    }
}
