package io.plimsoll.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.plimsoll.wire.Fault;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.RandomSnapshots;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract as its readers have it: complete, without contradictions, and true of what the service takes. */
class OpenApiTest {

    private static final List<Class<? extends Annotation>> VERBS = List.of(GET.class, POST.class, DELETE.class);

    private static final JsonNode DOCUMENT = document();

    /** What is offered by a route of the server and by no resource. */
    private static final Set<String> ROUTES = Set.of("get " + DecisionStream.PATH);

    private static JsonNode document() {
        try (var yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void describesEachOperationOfTheServiceAndNoOther() {
        // Given
        Set<String> offered = new ClassFileImporter()
                .importPackages("io.plimsoll").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> VERBS.stream().anyMatch(method::isAnnotatedWith))
                        .map(OpenApiTest::operation)
                        .collect(Collectors.toCollection(TreeSet::new));
        offered.addAll(ROUTES);

        // When
        Set<String> described = new TreeSet<>();
        DOCUMENT.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path.getKey())));

        // Then
        assertTrue(offered.size() > 10, offered::toString);
        assertEquals(offered, described);
    }

    private static String operation(JavaMethod method) {
        String path = method.getOwner().getAnnotationOfType(Path.class).value();
        if (method.isAnnotatedWith(Path.class)) {
            path += "/" + method.getAnnotationOfType(Path.class).value();
        }
        String verb = VERBS.stream()
                .filter(method::isAnnotatedWith)
                .map(annotation -> annotation.getSimpleName().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseThrow();
        return verb + " " + path.replaceAll("\\{(\\w+)[^}]*}", "{$1}");
    }

    @Test
    void eachReferenceLeadsSomewhereAndNothingBesideItContradictsIt() {
        List<JsonNode> references = DOCUMENT.findParents("$ref");
        assertTrue(references.size() > 100);
        for (JsonNode reference : references) {
            String target = reference.get("$ref").asText();
            assertTrue(
                    target.startsWith("#/") && !DOCUMENT.at(target.substring(1)).isMissingNode(), target);
            Set<String> beside = new TreeSet<>(Set.of("$ref", "description"));
            reference.fieldNames().forEachRemaining(name -> assertTrue(beside.contains(name), reference::toString));
        }
    }

    /** Place, schema and example of every body. */
    static Stream<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (JsonNode holder : DOCUMENT.findParents("content")) {
            holder.get("content").properties().forEach(media -> {
                JsonNode schema = media.getValue().get("schema");
                media.getValue().path("examples").forEach(given -> {
                    String name = given.path("$ref").asText();
                    JsonNode value = name.isEmpty() ? given.get("value") : DOCUMENT.at(name.substring(1) + "/value");
                    examples.add(Arguments.of(name, media.getKey(), schema, value));
                });
            });
        }
        return examples.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void anExampleHasTheFormThatItIsAnExampleOf(String name, String media, JsonNode schema, JsonNode example)
            throws SnapshotFaults {
        if (!media.endsWith("ndjson")) {
            assertForm(schema, example);
            return;
        }
        for (String line : example.asText().lines().toList()) {
            if (!name.endsWith("Request") || line.contains("\"segment\"")) { // the other line is there for its faults
                assertForm(schema, Json.parse(line));
            }
        }
    }

    @Test
    void whatIsWrittenOfASnapshotIsOfTheContract() {
        RandomSnapshots random = new RandomSnapshots(7);
        JsonNode schema = reference("Snapshot");
        for (int i = 0; i < 300; i++) {
            assertForm(schema, SnapshotJson.write(random.next()));
        }
    }

    @Test
    void eachFieldThatTheContractNamesIsTaken() {
        // Given: every field of every part, without a value
        ObjectNode snapshot = fieldsOf("Snapshot");
        put(snapshot, "collateral", fieldsOf("Collateral"));
        ObjectNode position = fieldsOf("Position");
        ObjectNode option = fieldsOf("Option");
        ObjectNode greeks = option.putObject("greeks");
        DOCUMENT.at("/components/schemas/Option/properties/greeks/properties")
                .fieldNames()
                .forEachRemaining(greeks::putNull);
        position.set("option", option);
        put(snapshot, "positions", position);
        put(snapshot, "openOrders", fieldsOf("OpenOrder"));
        put(snapshot, "accrued", fieldsOf("Accrual"));
        ObjectNode market = fieldsOf("Market");
        put(market, "sources", fieldsOf("Quote"));
        put(snapshot, "markets", market);

        // When
        SnapshotFaults refused = assertThrows(SnapshotFaults.class, () -> SnapshotReader.read(snapshot));

        // Then
        List<Fault> unknown = refused.faults().stream()
                .filter(fault -> fault.code() == Fault.Code.UNKNOWN_FIELD)
                .toList();
        assertEquals(List.of(), unknown);
        assertFalse(refused.faults().isEmpty());
    }

    private static ObjectNode fieldsOf(String schema) {
        ObjectNode node = Json.object();
        DOCUMENT.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(node::putNull);
        return node;
    }

    private static void put(ObjectNode node, String list, ObjectNode item) {
        ((ArrayNode) node.putArray(list)).add(item);
    }

    private static JsonNode reference(String schema) {
        return Json.object().put("$ref", "#/components/schemas/" + schema);
    }

    private static void assertForm(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", DOCUMENT.get("components"));
        var faults = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(value);
        assertTrue(faults.isEmpty(), () -> faults + " in " + value);
    }
}
