package io.plimsoll.policy.analysis;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableLaw;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A shipped pack in which a fault can be planted; the perpetuals with one instrument and few brackets. */
final class PlantedPack {
    static final String BRACKETS = "policies/perpetuals/tables/bracket.csv";
    static final String THRESHOLDS = "policies/perpetuals/tables/threshold.csv";
    static final String HAIRCUTS = "policies/perpetuals/tables/haircut.csv";
    static final String INSTRUMENTS = "policies/perpetuals/tables/instrument.csv";
    static final String MANIFEST = "policies/perpetuals/pack.yaml";
    static final String THRESHOLD_TYPE = """
            declare Threshold
                segment         : String @key
                warningRatio    : BigDecimal
                initialWarning  : BigDecimal
                callRatio       : BigDecimal
                callTargetRatio : BigDecimal
                initialRestore  : BigDecimal
                cure            : Duration
                liquidateRatio  : BigDecimal
                restoreRatio    : BigDecimal
            end

            """;
    private static final String HEAD = """
            package plimsoll.%s

            import io.plimsoll.rules.facts.*
            import java.math.BigDecimal
            import java.time.Duration
            import java.time.Instant
            dialect "mvel"
            global io.plimsoll.rules.verbs.%s

            """;

    private static final String LEVELS = "levels.yaml";

    private final String pack;
    private final Map<String, String> files = new LinkedHashMap<>();

    /** A pack as it is shipped. */
    PlantedPack(String pack) {
        this.pack = pack;
        TestPacks.read(Path.of(".")).readable().values().stream()
                .filter(file -> file.path().startsWith("rules/") || file.path().startsWith("policies/" + pack + "/"))
                .forEach(file -> files.put(file.path(), file.text()));
    }

    /** The small perpetuals, without what looks at markets and at how orders are carried out. */
    PlantedPack() {
        this("perpetuals");
        file(
                MANIFEST,
                files.get(MANIFEST)
                        .replaceAll(
                                "(?m)^  (- rules/(guard/(sources|confidence|moves|outages)|liquidation/executions).drl"
                                        + "|(Outage|SourceGuard|ConfidenceGuard|MoveGuard|Execution): .*|#.*)\\R",
                                ""));
        files.keySet().removeIf(path -> path.contains("/scenarios/") && !path.endsWith(LEVELS));
        String levels = "policies/perpetuals/scenarios/" + LEVELS;
        file(levels, files.get(levels).replaceAll(", (slicedAbove|auctionedAbove): \\d+", ""));
        files.remove("policies/perpetuals/tables/outage.csv");
        file(BRACKETS, """
                instrument,floor,cap,initialRate,maintenanceRate,deduction
                BTCUSDT,0,50000,0.008,0.004,0
                BTCUSDT,50000,600000,0.01,0.005,50
                BTCUSDT,600000,3000000,0.02,0.01,3050
                """);
        file(
                INSTRUMENTS,
                "instrument,lot,closingCost,concentratedAbove,concentrationFactor,positionLimit\n"
                        + "BTCUSDT,0.001,0.0015,2000000,1.5,2500000\n");
        file(THRESHOLDS, files.get(THRESHOLDS).replaceAll("(?m)^(PROFESSIONAL|INSTITUTIONAL),.*\\R?", ""));
        file(HAIRCUTS, "asset,rate,valueCap,step\nUSDT,0,1000000000,0.01\nBTC,0.05,50000000,0.00000001\n");
    }

    /** A file of another content. */
    PlantedPack file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** One text of a file replaced. */
    PlantedPack edit(String path, String text, String replacement) {
        String before = files.getOrDefault(path, "");
        if (!before.contains(text)) {
            throw new IllegalArgumentException(path + " does not contain " + text);
        }
        return file(path, before.replace(text, replacement));
    }

    /**
     * A rule file of its own, named in the pack.
     *
     * @param verbs type and name of the stage's global, such as {@code Threshold decide}
     */
    PlantedPack rules(String stage, String verbs, String text) {
        String path = "rules/" + stage + "/planted.drl";
        edit("policies/" + pack + "/pack.yaml", "tables:\n", "  - " + path + "\ntables:\n");
        return file(path, HEAD.formatted(stage, verbs) + text);
    }

    /** A table of its own. */
    PlantedPack table(String type, String csv) {
        String name = "tables/" + type.toLowerCase(java.util.Locale.ROOT) + ".csv";
        edit("policies/" + pack + "/pack.yaml", "tables:\n", "tables:\n  " + type + ": " + name + "\n");
        return file("policies/" + pack + "/" + name, csv);
    }

    /** @throws IllegalStateException with the check's findings if they are errors */
    Candidate candidate() {
        Set<String> laws = TableLaw.BROKEN.stream().map(Code::id).collect(Collectors.toSet());
        PackCheck check = PackCheck.despite(
                PolicyFiles.of(files.entrySet().stream()
                        .map(file -> PolicyFile.of(file.getKey(), file.getValue()))
                        .toList()),
                pack,
                laws);
        return check.candidate()
                .orElseThrow(() -> new IllegalStateException(check.findings().toString()));
    }
}
