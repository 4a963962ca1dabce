package io.plimsoll.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;

/** A decision on paper, fit for a dispute: what was decided on which figures, by which rules, and what would have been decided otherwise when. */
public final class Statement {

    private static final String NONE = "–";

    private static final Template TEMPLATE = template();

    static {
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING)); // or it tells each step
    }

    private Statement() {}

    private static Template template() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        try (InputStream text = Objects.requireNonNull(Statement.class.getResourceAsStream("/statement.html"))) {
            return engine.parse(
                    new String(text.readAllBytes(), StandardCharsets.UTF_8), Variant.forContentType(Variant.TEXT_HTML));
        } catch (IOException e) {
            throw new IllegalStateException("the template of the statement is missing", e);
        }
    }

    /** One page of XHTML that needs nothing from elsewhere. */
    public static String html(Explanation explanation) {
        JsonNode decision = explanation.decision();
        JsonNode json = ExplanationJson.write(explanation);
        Map<String, Object> data = new HashMap<>(texts(decision));
        data.put("policy", texts(decision.path("policy")));
        data.put("figures", texts(decision.path("figures")));
        data.put("sentence", json.path("customer").asText());
        data.put("same", explanation.isSame());
        data.put("positions", rows(decision.path("positions")));
        data.put("collateral", rows(decision.path("collateral")));
        data.put("fired", fired(json.path("fired")));
        data.put("notFired", notFired(json.path("notFired")));
        data.put("changes", changes(json.at("/wouldChange/marginAccounts")));
        data.put("complete", explanation.wouldChange().isComplete());
        return TEMPLATE.data(data).render();
    }

    /** The same as PDF. Nothing is fetched for it, whatever a name in it says. */
    public static void pdf(Explanation explanation, OutputStream output) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        for (ExternalResourceControlPriority priority : ExternalResourceControlPriority.values()) {
            builder.useExternalResourceAccessControl((uri, type) -> false, priority);
        }
        builder.withProducer("Plimsoll")
                .withHtmlContent(html(explanation), null)
                .toStream(output)
                .run();
    }

    private static List<Map<String, Object>> rows(JsonNode list) {
        List<Map<String, Object>> rows = new ArrayList<>();
        list.forEach(item -> rows.add(texts(item)));
        return rows;
    }

    private static Map<String, Object> texts(JsonNode object) {
        Map<String, Object> texts = new HashMap<>();
        object.properties()
                .forEach(field -> texts.put(
                        field.getKey(),
                        field.getValue().isNull() ? NONE : field.getValue().asText()));
        return texts;
    }

    /** A line for each rule that proposed something the decision used, however often it did. */
    private static List<Map<String, Object>> fired(JsonNode fired) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode reason : fired) {
            if (reason.path("won").asBoolean()) {
                Map<String, Object> row = texts(reason);
                row.put("looked", values(reason.path("facts")));
                row.put("told", values(reason.path("terms")));
                row.putIfAbsent("source", NONE);
                row.putIfAbsent("marginAccount", "");
                rows.add(row);
            }
        }
        return rows;
    }

    private static String values(JsonNode object) {
        List<String> values = new ArrayList<>();
        object.properties()
                .forEach(field -> values.add(field.getKey() + " "
                        + (field.getValue().isValueNode()
                                ? field.getValue().asText()
                                : field.getValue().toString())));
        return String.join(", ", values);
    }

    /** The rules about limits and closing: those before only say what counts and what is required. */
    private static List<Map<String, Object>> notFired(JsonNode notFired) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JsonNode rule : notFired) {
            JsonNode failed = rule.path("failed");
            if (rule.path("stage").asText().equals("THRESHOLD") && failed.isObject()) {
                Map<String, Object> row = texts(rule);
                row.putAll(texts(failed));
                row.putIfAbsent("distance", NONE);
                row.putIfAbsent("marginAccount", "");
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> changes(JsonNode accounts) {
        List<String> lines = new ArrayList<>();
        for (JsonNode account : accounts) {
            account.path("deposits").forEach(it -> lines.add("A deposit of " + of(it, "quantity", "asset")));
            account.path("repayments").forEach(it -> lines.add("A repayment of " + of(it, "quantity", "asset")));
            if (account.path("reduction") instanceof ObjectNode it) {
                lines.add("A position in " + it.path("instrument").asText() + " smaller by " + of(it, "quantity"));
            }
            if (account.path("price") instanceof ObjectNode it) {
                lines.add("A price of " + it.path("instrument").asText() + " from " + of(it, "price", "from"));
            }
            account.path("collateralPrices")
                    .forEach(it ->
                            lines.add("A price of " + it.path("asset").asText() + " from " + of(it, "price", "from")));
        }
        return lines;
    }

    private static String of(JsonNode it, String... fields) {
        List<String> words = new ArrayList<>();
        for (String field : fields) {
            String word = it.path(field).asText();
            words.add(field.equals("from") ? word.toLowerCase(Locale.ROOT) : word);
        }
        return String.join(" ", words) + " would have made it "
                + it.path("becomes").asText() + ".";
    }
}
