package io.plimsoll.policy.pack;

import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A pack as its {@code pack.yaml} says: which rules are in force, with which tables and parameters, for whom.
 *
 * @param settlesIn currency of every amount; a snapshot that settles in another does not fit the pack
 * @param rules paths of rule files from the home folder, such as {@code rules/margin/brackets.drl}
 * @param tables the file of each declared type that has one
 * @param parameters the single row of each declared type that is given in the manifest itself
 * @param effectiveFrom snapshots of this instant and later are decided by this version; empty for all
 * @param firingsMax rules that one evaluation may fire; empty for the engine's own limit
 * @param timeMax time that one evaluation may take; empty for the engine's own limit
 */
public record Manifest(
        String name,
        String description,
        String owner,
        String settlesIn,
        AppliesTo appliesTo,
        List<YamlScalar> rules,
        List<TableFile> tables,
        List<Parameters> parameters,
        Rounding rounding,
        MaintenanceConvention maintenance,
        Optional<Instant> effectiveFrom,
        OptionalInt firingsMax,
        Optional<Duration> timeMax) {

    private static final int PLACES_MAX = 18;

    /** A pack may ask for more than others have, and not for what would hold up everybody. */
    private static final int FIRINGS_MAX = 100_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    /** A declared type and the CSV file with its rows; the path is from the pack's folder. */
    public record TableFile(YamlScalar type, YamlScalar path) {}

    /** A declared type and its only row. */
    public record Parameters(YamlScalar type, YamlMap row) {}

    /** True unless the version is one of the future. */
    public boolean isInForceAt(Instant now) {
        return effectiveFrom.isEmpty() || !effectiveFrom.get().isAfter(now);
    }

    /**
     * Reads a manifest. What cannot be read is reported and left empty; the pack is then broken and its manifest serves only to find further
     * faults.
     *
     * @param folder name of the pack's folder, which is the pack's name
     */
    static Manifest read(YamlMap yaml, String folder, Findings findings) {
        Fields fields = new Fields(yaml, findings)
                .only(
                        "name",
                        "description",
                        "owner",
                        "settles-in",
                        "applies-to",
                        "rules",
                        "tables",
                        "parameters",
                        "calendars",
                        "rounding",
                        "liquidation-price",
                        "effective-from",
                        "limits")
                .require("name", "description", "owner", "settles-in", "rules")
                .requireAs("rounding", "decimal places: `rounding: {amounts: 2, prices: 6, ratios: 6}`")
                .requireAs(
                        "liquidation-price",
                        "write `liquidation-price: {maintenance: MOVES_WITH_PRICE}`, or FIXED_AT_MARK where the"
                                + " requirement stays what it is at the mark");
        Optional<Fields> limits = inner(fields, "limits", findings, "firings", "time");
        return new Manifest(
                name(fields, folder, findings),
                text(fields, "description"),
                text(fields, "owner"),
                text(fields, "settles-in"),
                appliesTo(fields, findings),
                rules(fields, findings),
                tables(fields, findings),
                parameters(fields, findings),
                rounding(fields, findings),
                maintenance(fields, findings),
                fields.instant("effective-from"),
                limits.flatMap(given -> given.integer("firings", 1, FIRINGS_MAX)).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst(),
                limits.flatMap(given -> given.duration("time", TIME_MAX)));
    }

    private static String name(Fields fields, String folder, Findings findings) {
        fields.scalar("name")
                .filter(name -> !name.text().equals(folder))
                .ifPresent(name -> findings.error(
                        Code.PACK_NAME,
                        name.range(),
                        "the pack is named `" + name.text() + "` and its folder `" + folder
                                + "`; both must be the same",
                        "name: " + folder));
        return folder;
    }

    private static String text(Fields fields, String name) {
        return fields.scalar(name).map(YamlScalar::text).orElse("");
    }

    private static AppliesTo appliesTo(Fields fields, Findings findings) {
        SortedMap<String, Set<String>> conditions = new TreeMap<>();
        fields.map("applies-to").ifPresent(map -> {
            Fields given = new Fields(map, findings);
            for (Entry entry : map.all()) {
                String key = entry.key().text();
                Set<String> accepted = new TreeSet<>();
                given.oneOrMore(key).forEach(value -> accepted.add(value.text()));
                if (accepted.isEmpty()) {
                    findings.error(Code.VALUE, entry.value().range(), "no snapshot fits `" + key + "` without a value");
                }
                AppliesTo.meant(key)
                        .ifPresent(meant -> findings.warning(
                                Code.UNKNOWN_KEY,
                                entry.key().range(),
                                "`" + key + "` is taken for an attribute of the snapshot",
                                "did you mean `" + meant + "`?"));
                conditions.put(key, accepted);
            }
        });
        return new AppliesTo(conditions);
    }

    private static List<YamlScalar> rules(Fields fields, Findings findings) {
        List<YamlScalar> rules = fields.scalars("rules");
        Set<String> seen = new TreeSet<>();
        for (YamlScalar rule : rules) {
            if (!seen.add(rule.text())) {
                findings.error(Code.RULE_FILE_TWICE, rule.range(), "`" + rule.text() + "` is named twice");
            }
        }
        return rules;
    }

    private static List<TableFile> tables(Fields fields, Findings findings) {
        List<TableFile> tables = new ArrayList<>();
        fields.map("tables").ifPresent(map -> {
            Fields given = new Fields(map, findings);
            for (Entry entry : map.all()) {
                given.scalar(entry.key().text()).ifPresent(path -> tables.add(new TableFile(entry.key(), path)));
            }
        });
        return tables;
    }

    private static List<Parameters> parameters(Fields fields, Findings findings) {
        List<Parameters> parameters = new ArrayList<>();
        fields.map("parameters").ifPresent(map -> {
            Fields given = new Fields(map, findings);
            for (Entry entry : map.all()) {
                given.map(entry.key().text()).ifPresent(row -> parameters.add(new Parameters(entry.key(), row)));
            }
        });
        return parameters;
    }

    private static Rounding rounding(Fields fields, Findings findings) {
        Optional<Fields> given =
                inner(fields, "rounding", findings, "amounts", "prices", "ratios", "requirements", "values", "reports");
        given.ifPresent(places -> places.require("amounts", "prices", "ratios"));
        return new Rounding(
                places(given, "amounts"),
                places(given, "prices"),
                places(given, "ratios"),
                direction(given, "requirements", Direction.UP),
                direction(given, "values", Direction.DOWN),
                direction(given, "reports", Direction.HALF_UP));
    }

    private static Direction direction(Optional<Fields> given, String name, Direction otherwise) {
        return given.flatMap(fields -> fields.constant(name, Direction.class)).orElse(otherwise);
    }

    private static int places(Optional<Fields> given, String name) {
        return given.flatMap(fields -> fields.integer(name, 0, PLACES_MAX)).orElse(0);
    }

    private static MaintenanceConvention maintenance(Fields fields, Findings findings) {
        return inner(fields, "liquidation-price", findings, "maintenance")
                .map(given -> given.require("maintenance"))
                .flatMap(given -> given.constant("maintenance", MaintenanceConvention.class))
                .orElse(MaintenanceConvention.MOVES_WITH_PRICE);
    }

    private static Optional<Fields> inner(Fields fields, String name, Findings findings, String... known) {
        return fields.map(name).map(map -> new Fields(map, findings).only(known));
    }
}
