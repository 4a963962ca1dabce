package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.replay.Replay;
import io.plimsoll.replay.Replay.Differs;
import io.plimsoll.replay.Replay.NotReplayed;
import io.plimsoll.replay.Replay.Same;
import io.plimsoll.replay.Replayer;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LineReader;
import io.plimsoll.wire.SnapshotFaults;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes every decision of an export again, without asking the service and without its engine. */
@Command(
        name = "replay",
        description =
                "Makes every decision of an export again from its row and the packs, and compares them byte for byte.",
        footer = {
            "",
            "Exit code 0 if each is the same, 1 if one differs or cannot be made again, 2 for a wrong call or a file that cannot be read.",
            "Whether the rows are those that were sealed is what `plimsoll verify` tells."
        },
        exitCodeOnExecutionException = ExitCode.USAGE,
        mixinStandardHelpOptions = true)
final class ReplayExport implements Callable<Integer> {
    private static final int LINE_BYTES_MAX = 64 << 20;

    /** Lines that are worked on side by side. */
    private static final int LINES_AT_A_TIME = 256;

    private static final int TOLD_MAX = 1_000;
    private static final int DIFFERENCES_SHOWN = 5;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "EXPORT", description = "What `GET /v1/audit/export` answered, - for the standard input.")
    private String export;

    @Option(
            names = "--packs",
            required = true,
            paramLabel = "DIR",
            description = "A folder with `rules` and `policies`, or with several such, or with files that"
                    + " `GET /v1/policies/{pack}/versions/{version}` answered.")
    private Path packs;

    private long same;
    private long different;
    private long notReplayed;

    /** One line of the export. */
    private record Told(long position, String decisionId, Replay replay) {}

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Replayer replayer = new Replayer(new PackFolders(packs));
        long startedAtNanos = System.nanoTime();
        try (InputStream input =
                export.equals("-") ? System.in : new BufferedInputStream(Files.newInputStream(Path.of(export)))) {
            LineReader lines = new LineReader(input, LINE_BYTES_MAX);
            List<LineReader.Line> next = next(lines);
            while (!next.isEmpty()) {
                next.parallelStream()
                        .flatMap(line -> replayed(line, replayer).stream())
                        .toList()
                        .forEach(told -> tell(told, terminal));
                next = next(lines);
            }
        } catch (IOException e) {
            throw new CommandFailure("`" + export + "` cannot be read: " + e, e);
        }
        String sum = "%d decisions made again: %d the same, %d different, %d not replayed, in %.1f s"
                .formatted(
                        same + different + notReplayed,
                        same,
                        different,
                        notReplayed,
                        (System.nanoTime() - startedAtNanos) / 1e9);
        if (different + notReplayed == 0) {
            terminal.line(terminal.good(sum));
            return ExitCode.OK;
        }
        terminal.error(terminal.bad(sum));
        return ExitCode.SOFTWARE;
    }

    private static List<LineReader.Line> next(LineReader lines) throws IOException {
        List<LineReader.Line> next = new ArrayList<>();
        LineReader.Line line = lines.next();
        while (line != null) {
            next.add(line);
            line = next.size() < LINES_AT_A_TIME ? lines.next() : null;
        }
        return next;
    }

    /** Empty for a line that is no row. */
    private static List<Told> replayed(LineReader.Line line, Replayer replayer) {
        if (line.isBlank()) {
            return List.of();
        }
        try {
            JsonNode row = Json.parse(line.bytes());
            if (!row.path("type").asText().equals("row")) {
                return List.of();
            }
            Replay replay = row.has("masked")
                    ? new NotReplayed("fields of it are withheld")
                    : replayer.of(row.path("decision"), row.path("snapshot"), row.path("openCalls"));
            return List.of(new Told(
                    row.path("position").asLong(),
                    row.at("/decision/decisionId").asText(),
                    replay));
        } catch (SnapshotFaults e) {
            return List.of(new Told(0, "", new NotReplayed("line " + line.number() + " is no JSON object")));
        }
    }

    private void tell(Told told, Terminal terminal) {
        String which = "position " + told.position() + ", decision " + told.decisionId() + ": ";
        switch (told.replay()) {
            case Same ignored -> same++;
            case Differs differs -> {
                different++;
                int more = differs.differences().size() - DIFFERENCES_SHOWN;
                tell(
                        terminal,
                        which + "different: "
                                + String.join(
                                        "; ",
                                        differs.differences().stream()
                                                .limit(DIFFERENCES_SHOWN)
                                                .toList())
                                + (more > 0 ? "; and " + more + " more" : ""));
            }
            case NotReplayed not -> {
                notReplayed++;
                tell(terminal, which + "not replayed: " + not.reason());
            }
        }
    }

    private void tell(Terminal terminal, String line) {
        if (different + notReplayed <= TOLD_MAX) {
            terminal.line(terminal.bad(line));
        }
    }
}
