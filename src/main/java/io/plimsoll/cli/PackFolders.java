package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.replay.Versions;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contents of packs from a folder: a home with {@code rules} and {@code policies}, folders that are such, and files with one version each. */
final class PackFolders implements Versions {

    private static final int FILE_BYTES_MAX = 64 << 20;

    private final Map<String, Candidate> byHash = new HashMap<>();

    /** @throws CommandFailure if the folder cannot be read, or no pack is in it */
    PackFolders(Path folder) {
        try {
            readHome(folder);
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                for (Path path : inside) {
                    if (Files.isDirectory(path)) {
                        readHome(path);
                    } else if (path.toString().endsWith(".json")) {
                        readVersion(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the packs in `" + folder + "` cannot be read: " + e, e);
        }
        if (byHash.isEmpty()) {
            throw new CommandFailure(
                    "no pack without errors is in `" + folder + "`; it needs folders `rules` and `policies`, or files"
                            + " that GET /v1/policies/{pack}/versions/{version} answered",
                    new IOException());
        }
    }

    private void readHome(Path home) throws IOException {
        Path policies = home.resolve("policies");
        if (Files.isDirectory(policies)) {
            PolicyFiles files = new PolicyFolders(home.resolve("rules"), policies, ReadLimits.DEFAULT).readAll();
            files.packs().forEach(pack -> take(files, pack));
        }
    }

    private void readVersion(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException("`" + file + "` is larger than " + FILE_BYTES_MAX + " bytes");
        }
        try {
            JsonNode version = Json.parse(Files.readString(file));
            List<PolicyFile> files = new ArrayList<>();
            version.path("files")
                    .properties()
                    .forEach(entry -> files.add(
                            PolicyFile.of(entry.getKey(), entry.getValue().asText())));
            if (!files.isEmpty()) {
                take(PolicyFiles.of(files), version.path("pack").asText());
            }
        } catch (SnapshotFaults e) {
            throw new IOException("`" + file + "` is no JSON: " + e.getMessage(), e);
        }
    }

    private void take(PolicyFiles files, String pack) {
        PackCheck.of(files, pack).candidate().ifPresent(candidate -> byHash.put(candidate.hash(), candidate));
    }

    @Override
    public Optional<Candidate> find(PolicyId id) {
        return Optional.ofNullable(byHash.get(id.hash()))
                .filter(candidate -> candidate.pack().equals(id.pack()));
    }
}
