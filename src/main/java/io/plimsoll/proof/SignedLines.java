package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.ExportFinding.Kind;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignatureVerifier;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.Verification.Reason;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.CanonicalJson;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the lines of an export that hold nothing but something signed. */
final class SignedLines {

    private final SignatureVerifier signatures;
    private final Findings findings;
    private final SortedSet<String> keyIds = new TreeSet<>();

    SignedLines(PublicKeys keys, Findings findings) {
        this.signatures = new SignatureVerifier(keys);
        this.findings = findings;
    }

    /** Keys whose signatures were valid. */
    SortedSet<String> keyIds() {
        return keyIds;
    }

    /** What was signed; null, with a finding, if it was not signed so by a known key. */
    @Nullable
    JsonNode read(JsonNode line, SignedKind kind) {
        if (line.size() > 2) { // `type` and `signed`
            findings.add(Kind.UNREADABLE, kind.type() + ": beside what was signed stands what was not");
        }
        return switch (signatures.verify(line.path(ExportWriter.SIGNED).asText(), kind)) {
            case Valid valid
            when isCanonical(valid.content()) -> {
                keyIds.add(valid.keyId());
                yield valid.content();
            }
            case Valid valid -> {
                findings.add(Kind.UNREADABLE, "what was signed is no " + kind.type());
                yield null;
            }
            case Refused refused -> {
                Kind found = refused.reason() == Reason.UNKNOWN_KEY ? Kind.UNKNOWN_KEY : Kind.SIGNATURE;
                String rows = kind == SignedKind.LOG_HEAD ? "; the rows of this batch are not proven" : "";
                findings.add(found, kind.type() + ": " + refused.detail() + rows);
                yield null;
            }
        };
    }

    private static boolean isCanonical(JsonNode content) {
        try {
            return content.isObject() && !CanonicalJson.text(content).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
