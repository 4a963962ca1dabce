package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the tables that a file declares: their names, fields and keys. */
final class DeclarationCheck {

    private static final List<String> KINDS =
            Arrays.stream(FieldKind.values()).map(FieldKind::declaredAs).toList();

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");

    /** The second letter is small too, since the engine and Java disagree about the getter of {@code aRate}. */
    private static final Pattern COLUMN_NAME = Pattern.compile("[a-z]|[a-z][a-z0-9][A-Za-z0-9]{0,62}");

    /** Words that Java or the rule language reads as something else. */
    private static final Set<String> RESERVED = Set.of("""
            abstract accumulate after and assert before boolean break byte case catch char class coincides collect const contains
            continue declare default dialect do double during else empty end enum eval excludes exists extends false final finally
            finishedby finishes float for forall from function getClass global goto hashCode if implements import in includes
            instanceof int interface long matches meets memberOf metby modify native new not notify notifyAll null or over
            overlappedby overlaps package private protected public query record return rule salience short soundslike startedby
            starts static str strictfp strsim super switch synchronized then this throw throws toString transient true try unit
            void volatile wait when while with yield
            """.strip().split("\\s+"));

    private final FindingsOfFile findings;

    DeclarationCheck(FindingsOfFile findings) {
        this.findings = findings;
    }

    /** The table with its sound fields; what is wrong with the others is reported. */
    TableType tableOf(Declaration declaration) {
        checkTableName(declaration.name());
        List<Column> columns = new ArrayList<>();
        Optional<String> key = Optional.empty();
        Set<String> names = new HashSet<>();
        for (Tree.Column column : declaration.columns()) {
            String name = column.name().text();
            checkColumnName(column.name());
            if (!names.add(name)) {
                findings.error(
                        Code.COLUMN_TWICE, column.name().span(), "`" + name + "` is declared twice", "delete one");
                continue;
            }
            Optional<FieldKind> kind = FieldKind.declaredAs(column.type().text());
            if (kind.isEmpty()) {
                findings.error(
                        Code.COLUMN_KIND,
                        column.type().span(),
                        "a table cannot have a field of type `" + column.type().text() + "`",
                        kindHint(column.type().text()),
                        findings.respell(column.type().span(), column.type().text(), KINDS));
            }
            kind.ifPresent(known -> columns.add(new Column(name, known)));
            if (column.key().isPresent()) {
                checkKey(column, key, kind);
                key = Optional.of(name);
            }
        }
        if (declaration.columns().isEmpty() && declaration.lost().isEmpty()) {
            findings.error(
                    Code.TABLE_FORM,
                    declaration.name().span(),
                    "`" + declaration.name().text() + "` has no fields",
                    "a row has at least one");
        }
        return new TableType(capitalised(declaration.name().text()), columns, key);
    }

    /** Fields that stand in the declaration and not in the table. */
    static Set<String> lost(Declaration declaration, TableType table) {
        Set<String> lost = new HashSet<>(declaration.lost());
        declaration.columns().forEach(column -> lost.add(column.name().text()));
        table.columns().forEach(column -> lost.remove(column.name()));
        return lost;
    }

    private static String kindHint(String written) {
        boolean binary = Set.of("double", "float", "Double", "Float").contains(written);
        return binary ? "write `BigDecimal`: money is never binary" : Similar.hintOrList(written, KINDS);
    }

    private void checkKey(Tree.Column column, Optional<String> earlier, Optional<FieldKind> kind) {
        Span span = column.key().map(Token::span).orElse(column.name().span());
        if (earlier.isPresent()) {
            findings.error(
                    Code.TABLE_KEY, span, "a table has at most one key", "keep the one that most rows differ in");
        } else if (kind.isPresent() && kind.get() != FieldKind.STRING) {
            findings.error(
                    Code.TABLE_KEY,
                    span,
                    "a key is a `String`",
                    "rows are looked up by names that occur in the snapshot");
        }
    }

    private void checkTableName(Token name) {
        String capital = capitalised(name.text());
        boolean taken = FactModel.type(name.text()).isPresent() || isJava(name.text());
        if (taken || !TABLE_NAME.matcher(name.text()).matches()) {
            findings.error(
                    Code.TABLE_NAME,
                    name.span(),
                    taken
                            ? "`" + name.text() + "` is the name of something else"
                            : "`" + name.text() + "` is not a table's name",
                    taken ? "give the table another name" : "begin with a capital letter: `" + capital + "`",
                    taken ? new Fix[0] : new Fix[] {findings.write(name.span(), capital)});
        }
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static boolean isJava(String name) {
        if (FieldKind.declaredAs(name).isPresent()) {
            return true;
        }
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private void checkColumnName(Token name) {
        boolean reserved = RESERVED.contains(name.text());
        if (reserved || !COLUMN_NAME.matcher(name.text()).matches()) {
            findings.error(
                    Code.COLUMN_NAME,
                    name.span(),
                    reserved
                            ? "`" + name.text() + "` is a reserved word"
                            : "`" + name.text() + "` is not a field's name",
                    reserved
                            ? "the rule language has a meaning for it; say more: `from` may be `validFrom`"
                            : "begin with two small letters: `floor`, `initialRate`");
        }
    }
}
