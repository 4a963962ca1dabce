package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the rules of one stage may match: the facts, and the types that the stage's files declare. */
final class Vocabulary {

    private final Stage stage;
    private final Map<String, FactModel.Type> declared = new TreeMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, Set<String>> lost = new HashMap<>();

    Vocabulary(Stage stage) {
        this.stage = stage;
    }

    /** A field that is declared, of a kind that could not be read: nothing can be said of its use. */
    void lose(String type, String field) {
        lost.computeIfAbsent(type, any -> new HashSet<>()).add(field);
    }

    boolean isLost(FactModel.Type type, String field) {
        return lost.getOrDefault(type.name(), Set.of()).contains(field);
    }

    /** Every fact, also those of later stages, and the declared types. */
    List<FactModel.Type> types() {
        List<FactModel.Type> types = new ArrayList<>(FactModel.types());
        types.addAll(declared.values());
        return types;
    }

    Stage stage() {
        return stage;
    }

    /** For what only a later stage knows. */
    String ruleOfThisStage() {
        return "this is a " + stage.topic() + " rule: what depends on it is a rule of that stage";
    }

    void declare(TableType table) {
        List<FactModel.Field> fields = table.columns().stream()
                .map(column -> new FactModel.Field(column.name(), column.kind(), false, List.of(), Stage.GUARD, ""))
                .toList();
        declared.putIfAbsent(table.name(), new FactModel.Type(table.name(), Stage.GUARD, "", fields));
        table.key().ifPresent(key -> keys.putIfAbsent(table.name(), key));
    }

    /** The field by which the rows of a declared type are looked up; empty for a fact and a type without a key. */
    Optional<String> keyOf(String type) {
        return Optional.ofNullable(keys.get(type));
    }

    Optional<FactModel.Type> type(String name) {
        return FactModel.type(name).or(() -> Optional.ofNullable(declared.get(name)));
    }

    boolean isTable(FactModel.Type type) {
        return declared.containsKey(type.name());
    }

    /** With its package: the engine would mistake a fact or table for a global's class of the same name. */
    String engineName(FactModel.Type type) {
        String place = isTable(type) ? "plimsoll." + stage.topic() : FactModel.class.getPackageName();
        return place + "." + type.name();
    }

    /** Names of what this stage sees. */
    List<String> names() {
        List<String> names = new ArrayList<>(FactModel.types().stream()
                .filter(type -> type.from().compareTo(stage) <= 0)
                .map(FactModel.Type::name)
                .toList());
        names.addAll(declared.keySet());
        return names;
    }

    /** Names of the fields that this stage sees. */
    List<String> fields(FactModel.Type type) {
        return type.fields().stream()
                .filter(field -> field.from().compareTo(stage) <= 0)
                .map(FactModel.Field::name)
                .toList();
    }
}
