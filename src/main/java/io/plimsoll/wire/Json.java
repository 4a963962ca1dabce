package io.plimsoll.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** JSON text to trees and back, under limits: exact decimals, no duplicate field, nothing after the document. */
public final class Json {

    private static final int NESTING_MAX = 16;
    private static final int NUMBER_LENGTH_MAX = 100;
    private static final int NAME_LENGTH_MAX = 1_000;
    private static final int STRING_LENGTH_MAX = 1_000_000;
    private static final int DETAIL_LENGTH_MAX = 300;

    /** What the parser says of its own switches and classes, which mean nothing to who sent the text. */
    private static final Pattern OF_THE_PARSER =
            Pattern.compile(": enable `[^`]*` to allow|, from `[^`]*`| \\(not recognized as one since [^)]*\\)");

    private static final Pattern OPENED_AT =
            Pattern.compile("\\(start marker at \\[Source: .*; line: (\\d+), column: (\\d+)\\]\\)");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxNumberLength(NUMBER_LENGTH_MAX)
                            .maxNameLength(NAME_LENGTH_MAX)
                            .maxStringLength(STRING_LENGTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** @throws SnapshotFaults with the one fault {@link Fault.Code#MALFORMED_JSON}, naming line and column */
    public static JsonNode parse(String text) throws SnapshotFaults {
        try {
            return document(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (NumberFormatException e) {
            throw malformed("the exponent of a number is too large");
        }
    }

    /** The same for UTF-8 bytes. Decoded strictly, since the parser itself takes overlong forms and guesses at other encodings. */
    public static JsonNode parse(byte[] bytes) throws SnapshotFaults {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw malformed("the text is not UTF-8");
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Without spaces or line ends, fields in the order of the tree. */
    public static String text(JsonNode node) {
        return node.toString();
    }

    private static JsonNode document(JsonNode node) throws SnapshotFaults {
        if (node.isMissingNode()) {
            throw malformed("the text is empty");
        }
        return node;
    }

    private static SnapshotFaults malformed(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return malformed(place + inPlainWords(e));
    }

    private static String inPlainWords(JsonProcessingException e) {
        if (e instanceof MismatchedInputException) {
            return "something follows the document";
        }
        String plain = OF_THE_PARSER.matcher(e.getOriginalMessage()).replaceAll("");
        return OPENED_AT.matcher(plain).replaceAll("(opened at line $1, column $2)");
    }

    private static SnapshotFaults malformed(String detail) {
        String shortened = detail.length() > DETAIL_LENGTH_MAX ? detail.substring(0, DETAIL_LENGTH_MAX) + "…" : detail;
        return new SnapshotFaults(List.of(new Fault("", Fault.Code.MALFORMED_JSON, shortened)));
    }
}
