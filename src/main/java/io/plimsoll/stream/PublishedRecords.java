package io.plimsoll.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.ClosureArchive.SignedRecord;
import io.plimsoll.audit.DecisionFeed.FeedEntry;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.stream.KafkaConfig.TopicNames;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.SnapshotFaults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What is published of a decision of the log: a pure function of what was written with it, so that whoever publishes it publishes the same. */
final class PublishedRecords {

    /** What a change of a margin call is told from; its equity and what would meet it move with every price. */
    private static final List<String> CALL_FIELDS =
            List.of("status", "amount", "originalAmount", "dueBy", "marginAccount", "liquidated");

    private static final List<String> OPEN_CALL_FIELDS =
            List.of("callId", "marginAccount", "openedAt", "dueBy", "originalAmount", "amount");

    private final TopicNames topics;
    private final String source;

    /** @param group tells installations apart */
    PublishedRecords(TopicNames topics, String group) {
        this.topics = topics;
        this.source = "urn:plimsoll:" + group;
    }

    /** @param signed what the decision signed, in its order */
    List<ProducerRecord<byte[], byte[]>> of(FeedEntry entry, List<SignedRecord> signed) {
        JsonNode document = parsed(entry.document());
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(record(topics.decisions(), entry, "decision", entry.decisionId(), entry.document()));
        JsonNode before = entry.before() == null ? Json.object() : parsed(entry.before());
        for (JsonNode call : document.path("marginCalls")) {
            String change = change(call, before);
            if (change != null) {
                String id = entry.decisionId() + "/" + call.path("callId").asText();
                records.add(record(
                        topics.marginCalls(), entry, "margin-call", id, Json.text(marginCall(call, change, document))));
            }
        }
        for (SignedRecord closure : signed) {
            String type = closure.isRevocation() ? "closure-revocation" : "closure-intent";
            String id = closure.intentId() + (closure.isRevocation() ? "/revoked" : "");
            records.add(record(topics.closures(), entry, type, id, Json.text(closure(closure, entry))));
        }
        String id = entry.decisionId() + "/account";
        records.add(record(topics.accounts(), entry, "account", id, account(entry, document)));
        return records;
    }

    private ProducerRecord<byte[], byte[]> record(String topic, FeedEntry entry, String type, String id, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(entry.accountId()), bytes(value));
        Headers headers = record.headers();
        headers.add("decisionId", bytes(entry.decisionId()));
        headers.add("outcome", bytes(entry.outcome()));
        headers.add("pack", bytes(entry.pack()));
        headers.add("version", bytes(Integer.toString(entry.version())));
        headers.add("logPosition", bytes(Long.toString(entry.position())));
        headers.add("ce_specversion", bytes("1.0"));
        headers.add("ce_id", bytes(id));
        headers.add("ce_source", bytes(source));
        headers.add("ce_type", bytes("io.plimsoll." + type));
        headers.add("ce_subject", bytes(entry.accountId()));
        headers.add("ce_time", bytes(entry.decidedAt().toString()));
        headers.add(RecordDocuments.CONTENT_TYPE, bytes("application/json"));
        return record;
    }

    /** What the decision did to the call; null if it left it as it was. */
    private static @Nullable String change(JsonNode call, JsonNode before) {
        Status status = Status.valueOf(call.path("status").asText());
        if (status == Status.OPENED) {
            return "OPENED";
        }
        if (!status.isOpen()) {
            return "ENDED";
        }
        for (JsonNode earlier : before.path("marginCalls")) {
            if (earlier.path("callId").equals(call.path("callId"))) {
                return isSame(call, earlier, status) ? null : "CHANGED";
            }
        }
        return "CHANGED";
    }

    /** That a call stands is no change to one that was opened or extended before. */
    private static boolean isSame(JsonNode call, JsonNode earlier, Status status) {
        return CALL_FIELDS.stream()
                .filter(field -> status != Status.STANDING || !field.equals("status"))
                .allMatch(field -> call.path(field).equals(earlier.path(field)));
    }

    private static ObjectNode marginCall(JsonNode call, String change, JsonNode document) {
        ObjectNode node = Json.object().put("change", change);
        copy(
                document,
                node,
                "decisionId",
                "accountId",
                "snapshotSequence",
                "evaluatedAt",
                "decidedAt",
                "policy",
                "outcome");
        call.properties().forEach(field -> node.set(field.getKey(), field.getValue()));
        return node;
    }

    /** What counts is what was signed; it stands beside it in plain for those who only look. */
    private static ObjectNode closure(SignedRecord closure, FeedEntry entry) {
        String payload = closure.signed().split("\\.")[1]; // of a JWS in compact serialization
        return Json.object()
                .put("change", closure.isRevocation() ? "REVOKED" : "ISSUED")
                .put("intentId", closure.intentId())
                .put("accountId", closure.accountId())
                .put("decisionId", entry.decisionId())
                .put("signed", closure.signed())
                .set("content", parsed(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8)));
    }

    /** The snapshot stands in it character for character, so that its digest can be checked. */
    private static String account(FeedEntry entry, JsonNode document) {
        ObjectNode node = Json.object();
        copy(
                document,
                node,
                "accountId",
                "snapshotSequence",
                "asOf",
                "decisionId",
                "trigger",
                "evaluatedAt",
                "decidedAt",
                "policy",
                "outcome");
        node.put("logPosition", entry.position());
        node.put("revision", entry.revision());
        ArrayNode openCalls = node.putArray("openCalls");
        for (JsonNode call : document.path("marginCalls")) {
            Status status = Status.valueOf(call.path("status").asText());
            if (status.isOpen()) {
                ObjectNode open = openCalls.addObject();
                copy(call, open, OPEN_CALL_FIELDS.toArray(String[]::new));
                if (!open.has("originalAmount")) {
                    open.set("originalAmount", call.path("amount"));
                }
                open.put("isJudgedAtDeadline", status == Status.OVERDUE || status == Status.EXPIRED);
            }
        }
        node.set("lastDecisions", LastDecisionJson.write(LastDecisionJson.leftBy(document)));
        node.put("snapshotDigest", entry.snapshotDigest());
        String head = Json.text(node);
        return head.substring(0, head.length() - 1) + ",\"snapshot\":" + entry.snapshot() + "}";
    }

    private static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (String field : fields) {
            if (from.has(field)) { // decisions of earlier versions of the service lack what was added since
                to.set(field, from.get(field));
            }
        }
    }

    private static JsonNode parsed(String document) {
        try {
            return Json.parse(document);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the decision log holds what is no JSON", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
