package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.YamlValue;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.model.Range;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot while it is put together from a base and changes, as the JSON that a clearing system would send. It remembers where each value
 * was written, so that a fault of the snapshot is shown at its place in the scenario.
 *
 * <p>A change merges: a mapping goes into what is there, anything else replaces it, and the word {@code remove} takes it away. A list of
 * the snapshot may be written as a mapping by the name of its items (positions by instrument, collateral by asset, orders by id, accruals
 * by kind, markets by instrument). A key that starts with {@code /} is a JSON pointer and replaces what stands there.
 */
final class SnapshotDraft {
    private static final String REMOVE = "remove";
    private static final Map<String, String> NAMED_BY = Map.of(
            "/positions", "instrument",
            "/collateral", "asset",
            "/openOrders", "orderId",
            "/accrued", "kind",
            "/markets", "instrument");
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

    private final ObjectNode root;
    private final Map<String, Range> places;
    private final Findings findings;

    private SnapshotDraft(ObjectNode root, Map<String, Range> places, Findings findings) {
        this.root = root;
        this.places = places;
        this.findings = findings;
    }

    static SnapshotDraft empty(Findings findings) {
        return new SnapshotDraft(JSON.objectNode(), new HashMap<>(), findings);
    }

    /** The snapshot as it stands. */
    ObjectNode json() {
        return root;
    }

    /**
     * Says what was left out because every case would say it alike: an account's name and first sequence, nothing held, no positions, and marks
     * of the snapshot's own instant.
     */
    void complete() {
        root.putIfAbsent("accountId", JSON.textNode("CASE"));
        root.putIfAbsent("sequence", JSON.numberNode(1));
        root.putIfAbsent("collateral", JSON.arrayNode());
        root.putIfAbsent("positions", JSON.arrayNode());
        for (JsonNode position : root.path("positions")) {
            if (position instanceof ObjectNode object) {
                object.putIfAbsent("markTime", markTime());
            }
        }
    }

    /** The snapshot's instant; any where that is none, because one fault is enough. */
    private JsonNode markTime() {
        JsonNode asOf = root.path("asOf");
        try {
            Instant.parse(asOf.asText());
            return asOf;
        } catch (DateTimeParseException e) {
            return JSON.textNode(Instant.EPOCH.toString());
        }
    }

    /** Where the value at a JSON pointer was written, or the nearest value around it; empty if nothing was. */
    Optional<Range> placeOf(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Range place = places.get(at);
            if (place != null) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** A copy with further changes; this draft stays what it is. */
    SnapshotDraft with(YamlMap changes) {
        SnapshotDraft changed = new SnapshotDraft(root.deepCopy(), new HashMap<>(places), findings);
        for (Entry change : changes.all()) {
            if (change.key().text().startsWith("/")) {
                changed.replaceAt(change);
            } else {
                changed.merge(changed.root, "", change);
            }
        }
        return changed;
    }

    private void merge(ObjectNode into, String pointer, Entry change) {
        String name = change.key().text();
        String at = pointer + "/" + name;
        YamlValue value = change.value();
        if (isRemove(value)) {
            remove(into, name, change);
            return;
        }
        places.put(at, value.range());
        if (value instanceof YamlMap inner && NAMED_BY.containsKey(at)) {
            ArrayNode items = into.get(name) instanceof ArrayNode array ? array : into.putArray(name);
            inner.all().forEach(item -> mergeItem(items, at, item));
        } else if (value instanceof YamlMap inner) {
            ObjectNode object = into.get(name) instanceof ObjectNode known ? known : into.putObject(name);
            inner.all().forEach(entry -> merge(object, at, entry));
        } else {
            into.set(name, json(value, at));
        }
    }

    private void mergeItem(ArrayNode items, String pointer, Entry change) {
        String name = change.key().text();
        int found = -1;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(NAMED_BY.get(pointer)).asText().equals(name)) {
                if (found >= 0) {
                    change(
                            change,
                            "`" + name + "` stands twice in the base",
                            "name the one by its pointer, such as " + pointer + "/" + i + "/quantity");
                    return;
                }
                found = i;
            }
        }
        if (isRemove(change.value())) {
            if (found < 0) {
                change(change, "there is no `" + name + "` to remove", null);
            } else {
                items.remove(found);
            }
        } else if (change.value() instanceof YamlMap fields) {
            int index = found >= 0 ? found : items.size();
            String at = pointer + "/" + index;
            places.put(at, change.key().range());
            ObjectNode item = found >= 0 && items.get(found) instanceof ObjectNode known
                    ? known
                    : items.addObject().put(NAMED_BY.get(pointer), name);
            fields.all().forEach(field -> merge(item, at, field));
        } else {
            change(
                    change,
                    "expected the fields of `" + name + "`, found "
                            + change.value().kind(),
                    null);
        }
    }

    private void replaceAt(Entry change) {
        String pointer = change.key().text();
        int last = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            if (isRemove(change.value())) {
                remove(object, name, change);
            } else {
                places.put(pointer, change.value().range());
                object.set(name, json(change.value(), pointer));
            }
        } else if (parent instanceof ArrayNode array
                && name.matches("\\d{1,4}")
                && Integer.parseInt(name) < array.size()) {
            int index = Integer.parseInt(name);
            if (isRemove(change.value())) {
                array.remove(index);
            } else {
                places.put(pointer, change.value().range());
                array.set(index, json(change.value(), pointer));
            }
        } else {
            change(change, "there is nothing at `" + pointer + "` to change", null);
        }
    }

    private void remove(ObjectNode from, String name, Entry change) {
        if (from.remove(name) == null) {
            change(change, "there is no `" + name + "` to remove", null);
        }
    }

    private JsonNode json(YamlValue value, String pointer) {
        return switch (value) {
            case YamlScalar scalar -> json(scalar);
            case YamlList list -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = 0; i < list.items().size(); i++) {
                    YamlValue item = list.items().get(i);
                    places.put(pointer + "/" + i, item.range());
                    array.add(json(item, pointer + "/" + i));
                }
                yield array;
            }
            case YamlMap map -> {
                ObjectNode object = JSON.objectNode();
                for (Entry entry : map.all()) {
                    String at = pointer + "/" + entry.key().text();
                    places.put(at, entry.value().range());
                    object.set(entry.key().text(), json(entry.value(), at));
                }
                yield object;
            }
        };
    }

    private static JsonNode json(YamlScalar scalar) {
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        Boolean truth = scalar.asBoolean();
        if (truth != null) {
            return JSON.booleanNode(truth);
        }
        BigDecimal number = scalar.plain() ? scalar.asDecimal() : null;
        return number == null ? JSON.textNode(scalar.text()) : JSON.numberNode(number);
    }

    private static boolean isRemove(YamlValue value) {
        return value instanceof YamlScalar scalar
                && scalar.plain()
                && scalar.text().equals(REMOVE);
    }

    private void change(Entry change, String message, @Nullable String hint) {
        findings.error(Code.CHANGE, change.key().range(), message, hint);
    }
}
