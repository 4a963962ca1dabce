package io.plimsoll.editor;

import io.plimsoll.editor.Library.Declared;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.RuleOutline;
import io.plimsoll.rules.check.RuleOutline.Role;
import io.plimsoll.rules.check.RuleOutline.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where words lead, and where they are used. */
final class Navigation {
    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z][A-Za-z0-9]*");

    private final Library library;

    Navigation(Library library) {
        this.library = library;
    }

    /** A piece of a file. */
    record Spot(String path, int start, int end) {
        static Spot of(String path, Word word) {
            return new Spot(path, word.start(), word.end());
        }
    }

    /** A name that a variable cannot have. */
    static final class CannotRename extends Exception {
        private static final long serialVersionUID = 1;

        CannotRename(String message) {
            super(message);
        }
    }

    /** Where the word at an offset is declared, bound or filled. */
    List<Spot> definition(String path, int offset) {
        if (path.endsWith(".drl")) {
            return library.outline(path)
                    .wordAt(offset)
                    .map(word -> ofWord(path, word))
                    .orElse(List.of());
        }
        return WordsOfData.at(library.text(path), offset)
                .map(word -> ofData(path, word))
                .orElse(List.of());
    }

    private List<Spot> ofWord(String path, Word word) {
        return switch (word.role()) {
            case VARIABLE ->
                Hovering.binding(library.outline(path), word).map(binding -> Spot.of(path, binding.variable())).stream()
                        .toList();
            case TYPE, TABLE -> ofType(path, word.text());
            case FIELD, COLUMN -> ofColumn(path, word.owner(), word.text());
            default -> List.of();
        };
    }

    /** The declaration of this file, or else every one; then the files with its rows. */
    private List<Spot> ofType(String path, String type) {
        Set<Spot> spots = new LinkedHashSet<>();
        List<Declared> declared = library.declarations(type, path);
        boolean own = !declared.isEmpty() && declared.getFirst().path().equals(path);
        declared.stream()
                .limit(own ? 1 : declared.size())
                .forEach(found -> spots.add(Spot.of(found.path(), found.table().name())));
        declared.stream()
                .findFirst()
                .ifPresent(found -> library.filled(found).forEach(table -> spots.add(rows(table.path(), type))));
        return List.copyOf(spots);
    }

    /** The start of a table; in a manifest the type's own line. */
    private Spot rows(String path, String type) {
        Matcher line =
                Pattern.compile("(?m)^\\s+(" + Pattern.quote(type) + "):").matcher(library.text(path));
        return !path.endsWith(".csv") && line.find()
                ? new Spot(path, line.start(1), line.end(1))
                : new Spot(path, 0, 0);
    }

    private List<Spot> ofColumn(String path, String type, String column) {
        return library.declarations(type, path).stream()
                .limit(1)
                .flatMap(found -> found.table().columns().stream()
                        .filter(known -> known.name().text().equals(column))
                        .map(known -> Spot.of(found.path(), known.name())))
                .toList();
    }

    /** A rule's id, a file's path or a declared type, as manifests and scenarios name them. */
    private List<Spot> ofData(String path, WordsOfData.Found word) {
        if (word.isRuleId()) {
            return library.rules(word.text()).stream()
                    .map(place -> Spot.of(place.path(), place.rule().name()))
                    .toList();
        }
        String pack = path.startsWith(PolicyFiles.POLICIES) ? PolicyFiles.POLICIES + path.split("/")[1] + "/" : "";
        for (String file : List.of(word.text(), pack + word.text())) {
            if (library.files().file(file).isPresent()) {
                return List.of(new Spot(file, 0, 0));
            }
        }
        return ofType(path, word.text());
    }

    /** Every place of the variable, type or rule at an offset. */
    List<Spot> references(String path, int offset) {
        if (!path.endsWith(".drl")) {
            return WordsOfData.at(library.text(path), offset)
                    .filter(WordsOfData.Found::isRuleId)
                    .map(word -> ofRule(word.text()))
                    .orElse(List.of());
        }
        return library.outline(path)
                .wordAt(offset)
                .map(word -> switch (word.role()) {
                    case VARIABLE -> ofVariable(path, word);
                    case TYPE, TABLE -> everyWord(word.text(), Set.of(Role.TYPE, Role.TABLE));
                    case RULE_NAME -> ofRule(word.text().replace("\"", "").split(" ", 2)[0]);
                    default -> List.<Spot>of();
                })
                .orElse(List.of());
    }

    private List<Spot> ofVariable(String path, Word variable) {
        return library.outline(path).words().stream()
                .filter(word -> word.role() == Role.VARIABLE
                        && word.rule() == variable.rule()
                        && word.text().equals(variable.text()))
                .map(word -> Spot.of(path, word))
                .toList();
    }

    private List<Spot> everyWord(String text, Set<Role> roles) {
        List<Spot> spots = new ArrayList<>();
        for (String path : library.rulePaths()) {
            library.outline(path).words().stream()
                    .filter(word -> roles.contains(word.role()) && word.text().equals(text))
                    .forEach(word -> spots.add(Spot.of(path, word)));
        }
        return spots;
    }

    private List<Spot> ofRule(String id) {
        List<Spot> spots = new ArrayList<>();
        library.rules(id)
                .forEach(place -> spots.add(Spot.of(place.path(), place.rule().name())));
        Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(id) + "(?![\\w-])");
        library.files().readable().forEach((path, file) -> {
            if (path.contains("/scenarios/")) {
                Matcher named = whole.matcher(file.text());
                while (named.find()) {
                    spots.add(new Spot(path, named.start(), named.end()));
                }
            }
        });
        return spots;
    }

    /** The variable at an offset; nothing else can be renamed. */
    Optional<Word> renamable(String path, int offset) {
        return path.endsWith(".drl")
                ? library.outline(path).wordAt(offset).filter(word -> word.role() == Role.VARIABLE)
                : Optional.empty();
    }

    /** The places of the variable at an offset, if it can have the name; {@code $} may be left out. */
    List<Spot> rename(String path, int offset, String name) throws CannotRename {
        Word variable =
                renamable(path, offset).orElseThrow(() -> new CannotRename("only a variable of a rule can be renamed"));
        String wanted = variableName(name);
        if (!VARIABLE.matcher(wanted).matches()) {
            throw new CannotRename("`" + wanted + "` is not a variable's name: write `$` and letters or digits");
        }
        RuleOutline outline = library.outline(path);
        boolean taken = outline.words().stream()
                .anyMatch(word -> word.role() == Role.VARIABLE
                        && word.rule() == variable.rule()
                        && word.text().equals(wanted));
        if (taken && !wanted.equals(variable.text())) {
            throw new CannotRename("`" + wanted + "` is used in this rule already");
        }
        return ofVariable(path, variable);
    }

    static String variableName(String name) {
        return name.startsWith("$") ? name : "$" + name;
    }
}
