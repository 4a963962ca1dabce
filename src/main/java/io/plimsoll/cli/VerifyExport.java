package io.plimsoll.cli;

import io.plimsoll.proof.ExportFinding;
import io.plimsoll.proof.ExportReport;
import io.plimsoll.proof.ExportVerifier;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.Removal;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.SignatureVerifier;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an export of the decision log without asking the service. */
@Command(
        name = "verify",
        description = "Finds every row of an export that was altered, removed, inserted or moved since it was sealed.",
        footer = {
            "",
            "Exit code 0 if nothing was found, 1 if something was, 2 for a wrong call or a file that cannot be read.",
            "docs/audit-format.md has the format."
        },
        exitCodeOnExecutionException = ExitCode.USAGE,
        mixinStandardHelpOptions = true)
final class VerifyExport implements Callable<Integer> {
    /** What files of each form begin with; NDJSON begins with a brace. */
    private static final String PARQUET = "PAR1";

    private static final String CSV = "posi";

    private static final int BUFFER_BYTES = 1 << 16;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EXPORT",
            description = "What `GET /v1/audit/export` answered in any format, - for the standard input.")
    private String export;

    @Mixin
    private TrustedKeys trusted;

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description = "Heads that were kept elsewhere, one JWS a line: the batches must be those.")
    private @Nullable Path anchors;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        PublicKeys keys = trusted.read();
        ExportReport report = verified(keys);
        for (ExportFinding finding : report.findings()) {
            terminal.line(terminal.bad(finding.toString()));
        }
        if (report.findingCount() > report.findings().size()) {
            terminal.line("and " + (report.findingCount() - report.findings().size()) + " more");
        }
        for (Removal removal : report.removals()) {
            terminal.line(removal.toString());
        }
        String what = "%d rows in %d batches of log %s, %s"
                .formatted(
                        report.rows(),
                        report.batches(),
                        report.log() == null ? "unknown" : report.log(),
                        report.isComplete() ? "from its first row on" : "a selection");
        if (report.isIntact()) {
            terminal.line(terminal.good("intact: " + what + ", signed with " + String.join(", ", report.keyIds())));
            return ExitCode.OK;
        }
        terminal.error(terminal.bad("not intact: " + report.findingCount() + " findings in " + what));
        return ExitCode.SOFTWARE;
    }

    private ExportReport verified(PublicKeys keys) {
        ExportVerifier verifier = new ExportVerifier(keys, anchored(keys));
        try (InputStream input = new BufferedInputStream(
                export.equals("-") ? System.in : Files.newInputStream(Path.of(export)), BUFFER_BYTES)) {
            input.mark(PARQUET.length());
            String begin = new String(input.readNBytes(PARQUET.length()), StandardCharsets.ISO_8859_1);
            input.reset();
            if (!begin.equals(PARQUET)) {
                return begin.startsWith(CSV) ? verifier.verifyCsv(input) : verifier.verify(input);
            }
            if (export.equals("-")) {
                throw new ParameterException(spec.commandLine(), "Parquet is read from its end: name the file");
            }
            return verifier.verifyParquet(Path.of(export));
        } catch (IOException e) {
            throw new CommandFailure("`" + export + "` cannot be read: " + e, e);
        }
    }

    /** Heads that were kept elsewhere; one that no known key signed proves nothing. */
    private Map<Long, LogHead> anchored(PublicKeys keys) {
        Map<Long, LogHead> heads = new HashMap<>();
        if (anchors == null) {
            return heads;
        }
        SignatureVerifier signatures = new SignatureVerifier(keys);
        try {
            List<String> lines = Files.readAllLines(anchors);
            for (int i = 0; i < lines.size(); i++) {
                switch (signatures.verify(lines.get(i).strip(), SignedKind.LOG_HEAD)) {
                    case Valid valid -> {
                        LogHead head = LogHead.of(valid.content());
                        LogHead other = heads.put(head.batch(), head);
                        if (other != null && !other.equals(head)) {
                            throw new IllegalArgumentException("line " + (i + 1) + " is another batch " + head.batch());
                        }
                    }
                    case Refused refused ->
                        throw new IllegalArgumentException("line " + (i + 1) + " is no head: " + refused.detail());
                }
            }
            return heads;
        } catch (IOException e) {
            throw new CommandFailure("`" + anchors + "` cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("`" + anchors + "`: " + e.getMessage(), e);
        }
    }
}
