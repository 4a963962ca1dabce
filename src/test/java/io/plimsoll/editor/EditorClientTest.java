package io.plimsoll.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The VS Code client names what the server has. */
class EditorClientTest {
    private static final Path FOLDER = Path.of("deploy/vscode");

    @Test
    void everyFileThatIsNamedIsThereAndReadable() throws Exception {
        JsonNode client = json("package.json");
        List<String> named = new ArrayList<>(List.of(client.path("main").asText()));
        client.at("/contributes/languages")
                .forEach(language -> named.add(language.path("configuration").asText()));
        client.at("/contributes/grammars")
                .forEach(grammar -> named.add(grammar.path("path").asText()));
        assertEquals(3, named.size());
        for (String file : named) {
            assertTrue(Files.exists(FOLDER.resolve(file)), file);
            assertTrue(file.endsWith(".js") || json(file).isObject(), file);
        }
    }

    @Test
    void theCommandIsTheServers() throws Exception {
        String script = Files.readString(FOLDER.resolve("extension.js"));
        assertTrue(script.contains("'" + Commands.RUN_ON_LAST_DECISION + "'"));
        assertTrue(
                json("package.json").at("/contributes/configuration/properties").has("plimsoll.serviceUrl"));
    }

    /** Colours tell a verb or a type from a mistake only if the grammar knows them all. */
    @Test
    void theGrammarKnowsEveryGlobalAndEveryType() throws Exception {
        List<Pattern> patterns = new ArrayList<>();
        json("syntaxes/drl.tmLanguage.json").path("patterns").forEach(pattern -> {
            if (pattern.has("match")) {
                patterns.add(Pattern.compile(pattern.path("match").asText()));
            }
        });
        List<String> words = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            words.add(VerbModel.of(stage).name() + ".verb(");
        }
        for (FieldKind kind : FieldKind.values()) {
            words.add(kind.declaredAs());
        }
        for (String word : words) {
            String whole = word.replace("(", "");
            assertTrue(
                    patterns.stream()
                            .map(pattern -> pattern.matcher(word))
                            .anyMatch(found -> found.find() && found.group().equals(whole)),
                    word);
        }
    }

    private static JsonNode json(String file) throws Exception {
        return Json.parse(Files.readString(FOLDER.resolve(file)));
    }
}
