package io.plimsoll.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What stands in {@code deploy/} is what the tools that read it accept, and names only what the service has. */
class DeploymentFilesTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JACKSON = new ObjectMapper();

    /** Prometheus' own of our metrics: the Java names have dots, and a suffix tells the unit or the part. */
    private static final Pattern METRIC =
            Pattern.compile("\\b(plimsoll_[a-z_]+?)(?:_(?:bucket|sum|count|max|total))?\\b(?![a-z_])");

    @TestFactory
    Stream<DynamicTest> everyObjectOfKubernetesIsOneByItsOfficialModel() throws IOException {
        return manifests()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> checkObject(Files.readString(file))));
    }

    @Test
    void theModelsOfKubernetesKnowAFieldFromAMistake() throws IOException {
        String good = Files.readString(KUBERNETES.resolve("deployment.yaml"));
        checkObject(good);
        for (String bad : List.of(
                good.replace("containerPort:", "port:"),
                good.replace("maxUnavailable: 0", "maxUnavailable: [0]"),
                good.replace("replicas: 2", "replicas: two"),
                good.replace("        - name: plimsoll\n", "        - title: plimsoll\n"))) {
            assertFalse(bad.equals(good));
            assertThrows(RuntimeException.class, () -> checkObject(bad));
        }
    }

    @Test
    void theListOfResourcesIsTheFolder() throws IOException {
        Set<String> listed = new TreeSet<>();
        YAML.readTree(KUBERNETES.resolve("kustomization.yaml").toFile())
                .get("resources")
                .forEach(name -> listed.add(name.asText()));
        Set<String> files = new TreeSet<>();
        manifests().forEach(file -> files.add(file.getFileName().toString()));
        assertEquals(files, listed);
    }

    /** A probe or a selector that points at nothing is accepted by every schema. */
    @Test
    void whatOneObjectSaysOfAnotherIsTrue() throws IOException {
        JsonNode deployment = manifest("deployment.yaml");
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        assertEquals(labels, deployment.at("/spec/selector/matchLabels"));
        assertEquals(labels, manifest("service.yaml").at("/spec/selector"));
        assertEquals(labels, manifest("disruption-budget.yaml").at("/spec/selector/matchLabels"));
        assertEquals(labels, manifest("network-policy.yaml").at("/spec/podSelector/matchLabels"));
        assertEquals(
                deployment.at("/metadata/name"), manifest("autoscaler.yaml").at("/spec/scaleTargetRef/name"));
        assertEquals(container.at("/ports/0/name"), manifest("service.yaml").at("/spec/ports/0/targetPort"));
        assertEquals(
                container.at("/envFrom/0/configMapRef/name"),
                manifest("config-map.yaml").at("/metadata/name"));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertEquals(container.at("/ports/0/name"), container.at("/" + probe + "/httpGet/port"), probe);
        }
    }

    @Test
    void composeIsWhatItsSpecificationAllows() throws IOException {
        JsonNode compose = YAML.readTree(DEPLOY.resolve("compose/compose.yaml").toFile());
        assertEquals(Set.of(), composeSchema().validate(compose));
        compose.get("services")
                .forEach(service -> service.path("volumes").forEach(volume -> {
                    String source = volume.asText().split(":", 2)[0];
                    assertTrue(
                            source.startsWith(".")
                                    ? Files.exists(DEPLOY.resolve("compose").resolve(source))
                                    : compose.get("volumes").has(source),
                            source + " is neither here nor a volume");
                }));
        assertFalse(composeSchema()
                .validate(YAML.readTree("services: {plimsoll: {images: plimsoll:local}}"))
                .isEmpty());
    }

    @Test
    void alertsAndDashboardsNameMetricsThatTheServiceHas() throws IOException {
        String sources = sources();
        Set<String> unknown = new TreeSet<>();
        int named = 0;
        for (Path file : List.of(
                DEPLOY.resolve("prometheus/alerts.yml"),
                DEPLOY.resolve("kubernetes/autoscaler.yaml"),
                DEPLOY.resolve("grafana/plimsoll.json"))) {
            Matcher metric = METRIC.matcher(Files.readString(file));
            while (metric.find()) {
                named++;
                String java = metric.group(1).replaceFirst("_seconds$", "").replace('_', '.');
                if (!isNamed(java, sources)) {
                    unknown.add(metric.group(1) + " in " + file);
                }
            }
        }
        assertTrue(named > 20, "found " + named);
        assertEquals(Set.of(), unknown);
    }

    /** In whole, or put together of a common beginning and its own end. */
    private static boolean isNamed(String metric, String sources) {
        int end = metric.lastIndexOf('.');
        return sources.contains('"' + metric + '"')
                || (sources.contains('"' + metric.substring(0, end) + '"')
                        && sources.contains('"' + metric.substring(end) + '"'));
    }

    /** A misspelt variable is no error to anybody: the service starts with its default. */
    @Test
    void everyVariableThatIsSetIsASettingOfTheService() throws IOException {
        Set<String> variables = new TreeSet<>();
        manifest("config-map.yaml").get("data").fieldNames().forEachRemaining(variables::add);
        manifest("deployment.yaml")
                .at("/spec/template/spec/containers/0/env")
                .forEach(env -> variables.add(env.get("name").asText()));
        YAML.readTree(DEPLOY.resolve("compose/compose.yaml").toFile())
                .at("/services/plimsoll/environment")
                .fieldNames()
                .forEachRemaining(variables::add);
        String settings = Files.readString(Path.of("deploy/README.md")) + Files.readString(Path.of("docs/streams.md"));
        assertEquals(
                Set.of(),
                variables.stream()
                        .filter(variable -> !settings.contains(variable) && !settings.contains(lastPart(variable)))
                        .collect(Collectors.toSet()));
    }

    /** A table may say the common beginning of several settings once: {@code PLIMSOLL_KAFKA_CREATE_TOPICS}, {@code _PARTITIONS}. */
    private static String lastPart(String variable) {
        return "`_" + variable.replaceFirst("^PLIMSOLL_KAFKA_", "") + "`";
    }

    @Test
    void everyPanelOfTheDashboardHasAQueryAndAPlaceOfItsOwn() throws IOException {
        JsonNode dashboard =
                JACKSON.readTree(DEPLOY.resolve("grafana/plimsoll.json").toFile());
        Set<String> places = new TreeSet<>();
        Set<String> titles = new TreeSet<>();
        JsonNode panels = dashboard.get("panels");
        panels.forEach(panel -> {
            places.add(panel.at("/gridPos/x") + "," + panel.at("/gridPos/y"));
            titles.add(panel.get("title").asText());
            assertFalse(panel.get("targets").isEmpty(), panel.get("title").asText());
            panel.get("targets")
                    .forEach(target -> assertFalse(target.get("expr").asText().isBlank()));
        });
        assertEquals(panels.size(), places.size());
        assertEquals(panels.size(), titles.size());
    }

    /** {@code promtool} comes with Prometheus; {@code .ci/run} fetches it. */
    @Test
    void prometheusAcceptsItsFiles(@TempDir Path folder) throws Exception {
        String promtool = System.getenv("PROMTOOL");
        assumeTrue(promtool != null, "PROMTOOL does not name Prometheus' checker");
        assertEquals(
                0,
                run(
                        folder,
                        promtool,
                        "check",
                        "rules",
                        DEPLOY.resolve("prometheus/alerts.yml").toString()));
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                Files.readString(DEPLOY.resolve("compose/prometheus.yml"))
                        .replace(
                                "/etc/prometheus/alerts.yml",
                                DEPLOY.resolve("prometheus/alerts.yml")
                                        .toAbsolutePath()
                                        .toString()));
        assertEquals(0, run(folder, promtool, "check", "config", config.toString()));
        Path bad = folder.resolve("bad.yml");
        Files.writeString(
                bad, Files.readString(DEPLOY.resolve("prometheus/alerts.yml")).replace("sum(rate(", "sum(rat("));
        assertFalse(run(folder, promtool, "check", "rules", bad.toString()) == 0);
    }

    private static int run(Path folder, String... command) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        if (status != 0) {
            System.out.println(Files.readString(output));
        }
        return status;
    }

    private static Stream<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            List<Path> objects = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
            assertFalse(objects.isEmpty());
            return objects.stream();
        }
    }

    private static JsonNode manifest(String name) throws IOException {
        return YAML.readTree(KUBERNETES.resolve(name).toFile());
    }

    /** Fails for a field that the model does not know, one that it requires and misses, and a value of another type. */
    private static void checkObject(String yaml) throws IOException {
        JsonNode object = YAML.readTree(yaml);
        String version = object.get("apiVersion").asText().replaceFirst(".*/", "");
        String name = "io.kubernetes.client.openapi.models."
                + version.toUpperCase(Locale.ROOT)
                + object.get("kind").asText();
        JsonElement json = JsonParser.parseString(object.toString());
        try {
            Class<?> model = Class.forName(name);
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            JSON.getGson().fromJson(json, model);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static com.networknt.schema.JsonSchema composeSchema() throws IOException {
        try (InputStream in = DeploymentFilesTest.class.getResourceAsStream("/compose/compose-spec.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                            .replaceFirst("\"\\$id\": \"[^\"]*\",", ""));
        }
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> texts = new ArrayList<>();
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                try {
                    texts.add(Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return String.join("\n", texts);
        }
    }
}
