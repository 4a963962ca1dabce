package io.plimsoll.rules.check;

import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;
import org.jspecify.annotations.Nullable;

/** Asks the engine's own parser whether a file that passed the check is DRL, so that it opens in every other DRL tool as well. */
final class EngineParserCheck {

    private EngineParserCheck() {}

    static void check(FileCheck file) {
        if (file.findings().hasErrors()) {
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
