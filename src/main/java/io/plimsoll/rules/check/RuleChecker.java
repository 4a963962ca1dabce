package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FieldKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.ast.descr.TypeDeclarationDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsError;
import org.drools.drl.parser.DroolsParserException;

/** Checks rule files. */
public final class RuleChecker {

    private RuleChecker() {}

    /** Everything that is wrong with the files, at once. */
    public static CheckedRules check(List<RuleSource> sources) {
        List<Finding> findings = new ArrayList<>();
        List<RuleInfo> rules = new ArrayList<>();
        List<TableType> tables = new ArrayList<>();
        List<EngineText> texts = new ArrayList<>();
        for (RuleSource source : sources) {
            DrlParser parser = new DrlParser();
            PackageDescr tree;
            try {
                tree = parser.parse(null, source.text());
            } catch (DroolsParserException e) {
                throw new IllegalStateException(e);
            }
            for (DroolsError error : parser.getErrors()) {
                int line = error.getLines().length == 0 ? 1 : Math.max(1, error.getLines()[0]);
                findings.add(new Finding(
                        Severity.ERROR,
                        "PLM-101",
                        error.getMessage(),
                        source.path(),
                        Range.ofLine(line, 0),
                        null,
                        "",
                        null));
            }
            if (tree == null || parser.hasErrors()) {
                continue;
            }
            Stage stage =
                    Stage.valueOf(tree.getName().substring("plimsoll.".length()).toUpperCase(java.util.Locale.ROOT));
            for (RuleDescr rule : tree.getRules()) {
                String[] name = rule.getName().split(" ", 2);
                rules.add(new RuleInfo(
                        name[0],
                        name.length > 1 ? name[1] : "",
                        stage,
                        annotation(rule, "owner"),
                        annotation(rule, "source"),
                        source.path(),
                        rule.getLine(),
                        rule.getName()));
            }
            for (TypeDeclarationDescr type : tree.getTypeDeclarations()) {
                List<Column> columns = new ArrayList<>();
                Optional<String> key = Optional.empty();
                for (var field : type.getFields().values()) {
                    columns.add(new Column(
                            field.getFieldName(),
                            FieldKind.declaredAs(field.getPattern().getObjectType())
                                    .orElseThrow()));
                    if (field.getAnnotation("key") != null) {
                        key = Optional.of(field.getFieldName());
                    }
                }
                TableType table = new TableType(type.getTypeName(), columns, key);
                if (!tables.contains(table)) {
                    tables.add(table);
                }
            }
            texts.add(new EngineText(source.path(), stage, source.text(), Map.of()));
        }
        return new CheckedRules(findings, rules, tables, sources, findings.isEmpty() ? texts : List.of());
    }

    private static String annotation(RuleDescr rule, String name) {
        var found = rule.getAnnotation(name);
        return found == null ? "" : String.valueOf(found.getSingleValue()).replace("\"", "");
    }
}
