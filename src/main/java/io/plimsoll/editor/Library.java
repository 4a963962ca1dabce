package io.plimsoll.editor;

import io.plimsoll.decision.Stage;
import io.plimsoll.policy.pack.Manifest;
import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.RuleOutline;
import io.plimsoll.rules.check.RuleOutline.Rule;
import io.plimsoll.rules.check.RuleOutline.Table;
import io.plimsoll.rules.check.RuleOutline.TableColumn;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All rule files and packs at one moment. Paths are from the home folder. */
final class Library {
    private final PolicyFiles files;
    private final Map<String, RuleOutline> outlines = new ConcurrentHashMap<>();

    Library(PolicyFiles files) {
        this.files = files;
    }

    /** A declaration in a file. */
    record Declared(String path, Table table) {}

    /** A rule in a file. */
    record RulePlace(String path, Rule rule) {}

    /**
     * A pack's table of a declared type.
     *
     * @param path of its file: a table, or the manifest where the row stands there
     */
    record Filled(String pack, String path, int rows) {}

    PolicyFiles files() {
        return files;
    }

    String text(String path) {
        return files.file(path).map(PolicyFile::text).orElse("");
    }

    RuleOutline outline(String path) {
        return outlines.computeIfAbsent(path, any -> RuleOutline.of(text(path)));
    }

    List<String> rulePaths() {
        return files.readable().keySet().stream()
                .filter(path -> path.startsWith(PolicyFiles.RULES) && path.endsWith(".drl"))
                .toList();
    }

    /** The stage whose folder a rule file stands in. */
    static Optional<Stage> stage(String path) {
        String[] parts = path.split("/");
        return Arrays.stream(Stage.values())
                .filter(stage -> parts.length > 1 && stage.topic().equals(parts[parts.length - 2]))
                .findFirst();
    }

    /** Every declaration of a type, that of the given file first. */
    List<Declared> declarations(String type, String path) {
        List<Declared> found = new ArrayList<>();
        for (String other : rulePaths()) {
            for (Table table : outline(other).tables()) {
                if (table.name().text().equals(type)) {
                    found.add(other.equals(path) ? 0 : found.size(), new Declared(other, table));
                }
            }
        }
        return found;
    }

    /** A fact, or a declared type with its columns' comments for meanings. */
    Optional<FactModel.Type> type(String name, String path) {
        return FactModel.type(name).or(() -> {
            List<Declared> found = declarations(name, path);
            boolean own = !found.isEmpty() && found.getFirst().path().equals(path);
            return found.stream()
                    .limit(own ? 1 : found.size())
                    .map(of -> typeOf(of.table()))
                    .reduce(Library::joined);
        });
    }

    /** The fields of both, each once: files name the columns that their rules ask for. */
    private static FactModel.Type joined(FactModel.Type one, FactModel.Type other) {
        List<FactModel.Field> fields = new ArrayList<>(one.fields());
        other.fields().stream()
                .filter(field -> one.field(field.name()).isEmpty())
                .forEach(fields::add);
        return new FactModel.Type(one.name(), one.from(), one.about(), fields);
    }

    private static FactModel.Type typeOf(Table table) {
        List<FactModel.Field> fields = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            FieldKind.declaredAs(column.type())
                    .ifPresent(kind -> fields.add(new FactModel.Field(
                            column.name().text(), kind, false, List.of(), Stage.GUARD, column.comment())));
        }
        return new FactModel.Type(table.name().text(), Stage.GUARD, "", fields);
    }

    Optional<FactModel.Field> field(String type, String name, String path) {
        return type(type, path).flatMap(known -> known.field(name));
    }

    /** Where packs have the rows of a declared type. */
    List<Filled> filled(Declared declared) {
        List<Filled> all = new ArrayList<>();
        String name = declared.table().name().text();
        for (String pack : files.packs()) {
            PackFolder folder = PackFolder.read(files, pack);
            Manifest manifest = folder.manifest();
            Optional<TableType> type = manifest.rules().stream()
                    .map(rule -> rule.text())
                    .filter(rule -> files.file(rule).isPresent())
                    .flatMap(rule -> outline(rule).tables().stream())
                    .filter(table -> table.name().text().equals(name))
                    .map(Library::tableType)
                    .reduce(TableType::with);
            if (type.isEmpty()) {
                continue;
            }
            String home = PolicyFiles.POLICIES + pack + "/";
            int rows = folder.tables(List.of(type.get()))
                    .rows()
                    .getOrDefault(name, List.of())
                    .size();
            manifest.tables().stream()
                    .filter(table -> table.type().text().equals(name))
                    .forEach(table ->
                            all.add(new Filled(pack, home + table.path().text(), rows)));
            manifest.parameters().stream()
                    .filter(parameter -> parameter.type().text().equals(name))
                    .forEach(parameter -> all.add(new Filled(pack, home + "pack.yaml", rows)));
        }
        return all;
    }

    private static TableType tableType(Table table) {
        List<Column> columns = typeOf(table).fields().stream()
                .map(field -> new Column(field.name(), field.kind()))
                .toList();
        Optional<String> key = table.columns().stream()
                .filter(TableColumn::key)
                .map(column -> column.name().text())
                .findFirst();
        return new TableType(table.name().text(), columns, key);
    }

    /** Every rule of an id. */
    List<RulePlace> rules(String id) {
        List<RulePlace> found = new ArrayList<>();
        for (String path : rulePaths()) {
            outline(path).rules().stream()
                    .filter(rule -> rule.id().equals(id))
                    .forEach(rule -> found.add(new RulePlace(path, rule)));
        }
        return found;
    }

    /** The packs whose manifest names a rule file, or whose own a file is. */
    List<String> packsOf(String path) {
        if (path.startsWith(PolicyFiles.POLICIES)) {
            return List.of(path.split("/")[1]);
        }
        return files.packs().stream()
                .filter(pack -> PackFolder.read(files, pack).manifest().rules().stream()
                        .anyMatch(rule -> rule.text().equals(path)))
                .toList();
    }
}
