package io.plimsoll.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The schemas of records, each a document of its own, from the one place where the contract is written: the OpenAPI document. */
final class TopicSchemas {

    /** File names and what they are called in the OpenAPI document. */
    static final Map<String, String> FILES = new TreeMap<>(Map.of(
            "account-snapshot", "Snapshot",
            "decision", "Decision",
            "margin-call", "MarginCallRecord",
            "closure", "ClosureRecord",
            "account", "AccountRecord",
            "dead-letter-problem", "DeadLetterProblem",
            "mark", "Mark"));

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources/schemas");
    private static final Path OPENAPI = Path.of("src/main/resources/META-INF/openapi.yaml");
    private static final String IN_OPENAPI = "#/components/schemas/";
    private static final String IN_FILE = "#/$defs/";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TopicSchemas() {}

    static Path file(String name) {
        return FOLDER.resolve(name + ".schema.json");
    }

    /** The schema with everything that it refers to. */
    static String bundled(String name) {
        try {
            JsonNode schemas = new YAMLMapper().readTree(OPENAPI.toFile()).at("/components/schemas");
            Map<String, JsonNode> definitions = new TreeMap<>();
            collect(schemas, FILES.get(name), definitions);
            ObjectNode file = JSON.createObjectNode();
            file.put("$schema", "https://json-schema.org/draft/2020-12/schema");
            file.put("$id", "urn:plimsoll:schema:" + name);
            file.put("$ref", IN_FILE + FILES.get(name));
            definitions.forEach(
                    (definition, schema) -> file.withObject("/$defs").set(definition, schema));
            return JSON.writeValueAsString(file).replace(IN_OPENAPI, IN_FILE) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode schemas, String name, Map<String, JsonNode> definitions) {
        if (!definitions.containsKey(name)) {
            JsonNode schema = schemas.get(name);
            definitions.put(name, schema);
            schema.findValuesAsText("$ref")
                    .forEach(reference -> collect(schemas, reference.substring(IN_OPENAPI.length()), definitions));
        }
    }

    /** What is wrong with the document by the schema's file; empty if nothing is. */
    static Set<String> faults(String name, String document) {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(file(name)))
                    .validate(
                            JSON.readTree(document),
                            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                    .stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
