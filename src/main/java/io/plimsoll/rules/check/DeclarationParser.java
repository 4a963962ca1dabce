package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Column;
import io.plimsoll.rules.check.Tree.Declaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads declared types. A field that cannot be read is reported, and the others are kept. */
final class DeclarationParser {

    private final Words words;
    private final FindingsOfFile findings;

    DeclarationParser(Words words, FindingsOfFile findings) {
        this.words = words;
        this.findings = findings;
    }

    Declaration declaration() {
        Token declare = words.next();
        if (words.isAt("trait") || words.isAt("enum") || words.isAt("entry") || words.isAt("window")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "`declare " + words.peek().text() + "` is not allowed",
                    "declare a type with plain fields");
        }
        Token name = words.expectName("the name of the declared type");
        if (words.isAt("extends") || words.isAt("@")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "a declared type has plain fields and nothing else",
                    "delete `" + words.peek().text() + "`");
        }
        List<Column> columns = new ArrayList<>();
        Set<String> lost = new HashSet<>();
        words.respellAlone("end");
        while (!words.isAt("end")) {
            if (words.atEnd() || words.isAtRule() || words.isAt("declare")) {
                findings.error(
                        Code.END_MISSING,
                        declare.span().to(name.span()),
                        "the declaration of `" + name.text() + "` has no `end`",
                        "write `end` behind its last field",
                        findings.append(words.last().span(), "\nend"));
                return new Declaration(name, columns, lost);
            }
            column(columns, lost);
            words.respellAlone("end");
        }
        words.next();
        return new Declaration(name, columns, lost);
    }

    /** A field that cannot be read is reported, and the next line is read. */
    private void column(List<Column> columns, Set<String> lost) {
        int before = words.position();
        String name = words.peek().text();
        try {
            columns.add(column());
        } catch (Words.Refused e) {
            lost.add(name);
            if (words.position() == before) {
                words.next();
            }
            while (!words.atEnd() && !words.isAt("end") && !words.peek().firstOfLine()) {
                words.next();
            }
        }
    }

    private Column column() {
        Token name = words.expectName("a field, such as `rate : BigDecimal`,");
        while (words.isAt("-") && words.peek(1).isName()) {
            words.next();
            Token part = words.next();
            String joined = name.text()
                    + Character.toUpperCase(part.text().charAt(0))
                    + part.text().substring(1);
            name = new Token(Token.Kind.NAME, joined, name.span().to(part.span()), true);
        }
        if (!findings.slice(name.span()).equals(name.text())) {
            refuseHyphen(name);
        }
        if (!words.take(":")) {
            if (!words.peek().isName() || words.peek().firstOfLine()) {
                throw words.refuse(
                        Code.NOT_UNDERSTOOD,
                        name,
                        "the field has no type",
                        "write `" + name.text() + " : BigDecimal`, or another type");
            }
            words.report(
                    Code.NOT_UNDERSTOOD,
                    words.peek().span(),
                    "`:` is expected here, between a field and its type",
                    "write `" + name.text() + " : " + words.peek().text() + "`",
                    findings.append(name.span(), " :"));
        }
        Token type = words.expectName("a field's type");
        Optional<Token> key = Optional.empty();
        if (words.isAt("@")) {
            words.next();
            Token annotation = words.expectName("`key`");
            if (!annotation.is("key")) {
                words.report(
                        Code.TABLE_FORM,
                        annotation.span(),
                        "`@" + annotation.text() + "` is not allowed on a field",
                        "`@key` names the field by which rows are looked up",
                        findings.respell(annotation.span(), annotation.text(), Set.of("key")));
            }
            key = Optional.of(annotation);
        }
        if (words.isAt("(") && key.isPresent()) {
            words.skipTo(Set.of(")"), Set.of("end"));
            words.take(")");
        }
        if (words.isAt("=") || words.isAt(".") || words.isAt("[") || words.isAt("<") || words.isAt("(")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "a field has a name and a type and nothing else",
                    "delete `" + words.peek().text() + "`");
        }
        words.take(";");
        if (words.isAt(",")) {
            words.report(
                    Code.COMMA,
                    words.peek().span(),
                    "fields stand on lines of their own, without commas",
                    "delete it",
                    findings.delete(words.peek().span()));
            words.next();
        }
        return new Column(name, type, key);
    }

    private void refuseHyphen(Token name) {
        findings.error(
                Code.COLUMN_NAME,
                name.span(),
                "`" + findings.slice(name.span()) + "` is not a field's name",
                "a hyphen is a minus here: write `" + name.text() + "`",
                findings.write(name.span(), name.text()));
    }
}
