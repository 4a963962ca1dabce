package io.plimsoll.policy.pack;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.policy.pack.Manifest.Parameters;
import io.plimsoll.policy.pack.Manifest.TableFile;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.TableType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One pack's folder: its manifest and the files that the manifest names. */
public final class PackFolder {
    private static final Pattern RULE_PATH = Pattern.compile("rules/[\\w-]+/[\\w.-]+\\.drl");
    private static final Pattern TABLE_PATH = Pattern.compile("tables/[\\w.-]+\\.csv");

    private final PolicyFiles files;
    private final String folder;
    private final Manifest manifest;
    private final Findings findings;
    private final List<Finding> ofOtherFiles = new ArrayList<>();
    private final List<PolicyFile> ruleFiles = new ArrayList<>();
    private final List<PolicyFile> scenarioFiles;
    private final List<PolicyFile> holidayFiles = new ArrayList<>();
    private List<BusinessCalendar> calendars = List.of();
    private boolean declaresCalendars;

    private PackFolder(PolicyFiles files, String pack, Manifest manifest, Findings findings) {
        this.files = files;
        this.folder = PolicyFiles.POLICIES + pack + "/";
        this.manifest = manifest;
        this.findings = findings;
        this.scenarioFiles = files.in(folder + "scenarios/", ".yaml", ".yml");
    }

    /** Reads the manifest and finds what it names. */
    public static PackFolder read(PolicyFiles files, String pack) {
        String path = PolicyFiles.POLICIES + pack + "/" + PolicyFiles.MANIFEST;
        Optional<PolicyFile> file = files.file(path);
        String text = file.map(PolicyFile::text).orElse("");
        Findings findings = new Findings(path, text);
        Optional<YamlMap> yaml = file.flatMap(given -> YamlFile.read(text, findings));
        if (file.isEmpty() && !files.unreadable().containsKey(path)) {
            findings.error(Code.FILE_MISSING, new Range(1, 1, 1, 1), "pack `" + pack + "` has no `pack.yaml`");
        }
        // Without a manifest every key of it would be missing, which would hide the one thing that is wrong.
        Manifest manifest = yaml.map(map -> Manifest.read(map, pack, findings))
                .orElseGet(() -> Manifest.read(YamlMap.EMPTY, pack, new Findings(path, text)));
        PackFolder read = new PackFolder(files, pack, manifest, findings);
        yaml.ifPresent(read::findRules);
        yaml.flatMap(map -> new Fields(map, findings).map("calendars")).ifPresent(read::readCalendars);
        read.takeUnreadable();
        yaml.ifPresent(map -> read.findOverlaps(map, pack));
        if (yaml.isPresent() && read.scenarioFiles.isEmpty()) {
            findings.error(
                    Code.NO_SCENARIOS,
                    new Range(1, 1, 1, 1),
                    "pack `" + pack + "` has no scenarios",
                    "add scenarios/<name>.yaml: a pack is active only once its cases pass");
        }
        return read;
    }

    /**
     * Rows by declared type, and what is wrong with them.
     *
     * @param rows of the types whose every row is good
     */
    public record Tables(Map<String, List<TableRow>> rows, List<Finding> findings) {}

    public Manifest manifest() {
        return manifest;
    }

    /** The business calendars that rules of the pack see, without those that something is wrong with. */
    public List<BusinessCalendar> calendars() {
        return calendars;
    }

    /** A finding if the manifest declares no calendars at all, and a rule asks for one. */
    public Optional<Finding> lackOfCalendars(String ruleId) {
        if (declaresCalendars) {
            return Optional.empty();
        }
        Findings lack = findings.another();
        lack.error(
                Code.MISSING_KEY,
                new Range(1, 1, 1, 1),
                "`calendars` is missing here: `" + ruleId + "` looks at a Calendar and would never fire",
                "declare one with zone, business-days and cut-offs");
        return Optional.of(lack.all().getFirst());
    }

    /** What is wrong with the manifest, with files it names and with files that cannot be read. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(ofOtherFiles);
        all.addAll(findings.all());
        return all;
    }

    /** The rule files that are there, in the order of the manifest. */
    public List<PolicyFile> ruleFiles() {
        return List.copyOf(ruleFiles);
    }

    /** True if the manifest names rule files that cannot be had. */
    public boolean lacksRules() {
        return ruleFiles.isEmpty() || ruleFiles.size() < manifest.rules().size();
    }

    public List<PolicyFile> scenarioFiles() {
        return scenarioFiles;
    }

    /** Everything a version consists of: the manifest, its rules, its tables, its scenarios. */
    public List<PolicyFile> versionFiles() {
        List<PolicyFile> all = new ArrayList<>(ruleFiles);
        files.file(folder + PolicyFiles.MANIFEST).ifPresent(all::add);
        all.addAll(scenarioFiles);
        all.addAll(holidayFiles);
        for (TableFile table : manifest.tables()) {
            files.file(folder + table.path().text())
                    .filter(file -> !all.contains(file))
                    .ifPresent(all::add);
        }
        return all;
    }

    /** The paths whose change may change the pack, readable or not. */
    public SortedSet<String> inputs() {
        SortedSet<String> paths = new TreeSet<>();
        files.readable().keySet().stream()
                .filter(path -> path.startsWith(folder))
                .forEach(paths::add);
        files.unreadable().keySet().stream()
                .filter(path -> path.startsWith(folder))
                .forEach(paths::add);
        manifest.rules().forEach(rule -> paths.add(rule.text()));
        return paths;
    }

    /** Joins the declared types with the tables and parameters that fill them. */
    public Tables tables(List<TableType> types) {
        List<Finding> found = new ArrayList<>();
        Findings inManifest = findings.another();
        Map<String, List<TableRow>> rows = new HashMap<>();
        Map<String, TableType> byName = new HashMap<>();
        types.forEach(type -> byName.put(type.name(), type));
        Set<String> filled = new HashSet<>();
        List<KeyLaw.Keyed> keyed = new ArrayList<>();
        for (TableFile table : manifest.tables()) {
            filled.add(table.type().text());
            declared(table.type(), byName, inManifest)
                    .ifPresent(type -> csv(table.path(), inManifest).ifPresent(file -> {
                        Table read = Table.ofCsv(type, file.path(), file.text());
                        found.addAll(read.findings());
                        rows.put(type.name(), read.rows());
                        KeyLaw.Keyed.of(type, file, read.rows()).ifPresent(keyed::add);
                    }));
        }
        for (Parameters parameters : manifest.parameters()) {
            if (!filled.add(parameters.type().text())) {
                inManifest.error(
                        Code.TYPE_TWICE,
                        parameters.type().range(),
                        "`" + parameters.type().text() + "` has a table already");
            }
            declared(parameters.type(), byName, inManifest)
                    .ifPresent(
                            type -> rows.put(type.name(), Table.ofYaml(type, List.of(parameters.row()), inManifest)));
        }
        manifest.tables().forEach(table -> misspelt(table.type(), byName).ifPresent(filled::add));
        manifest.parameters()
                .forEach(parameters -> misspelt(parameters.type(), byName).ifPresent(filled::add));
        types.stream()
                .filter(type -> !filled.contains(type.name()))
                .forEach(type -> inManifest.error(
                        Code.TYPE_WITHOUT_ROWS,
                        new Range(1, 1, 1, 1),
                        "`" + type.name() + "` is declared by a rule file and has neither a table nor parameters",
                        "add `" + type.name() + "` below `tables:` or `parameters:`"));
        found.addAll(KeyLaw.judge(keyed));
        found.addAll(inManifest.all());
        found.addAll(unusedTables());
        return new Tables(rows, found);
    }

    /** The type that a name is a misspelling of: its rows are there, under another name. */
    private static Optional<String> misspelt(YamlScalar name, Map<String, TableType> types) {
        return types.containsKey(name.text())
                ? Optional.empty()
                : Nearest.to(name.text(), new TreeSet<>(types.keySet()));
    }

    private Optional<TableType> declared(YamlScalar name, Map<String, TableType> types, Findings into) {
        TableType type = types.get(name.text());
        if (type == null) {
            into.unknown(
                    Code.TYPE_UNKNOWN,
                    name.range(),
                    "no rule file of the pack declares `" + name.text() + "`",
                    name.text(),
                    new TreeSet<>(types.keySet()));
        }
        return Optional.ofNullable(type);
    }

    private Optional<PolicyFile> csv(YamlScalar named, Findings into) {
        String path = named.text();
        if (!TABLE_PATH.matcher(path).matches()) {
            into.error(
                    Code.FILE_OUTSIDE,
                    named.range(),
                    "a table must stand among the pack's own, was `" + path + "`",
                    "write tables/<name>.csv");
            return Optional.empty();
        }
        return present(named, folder + path, files.in(folder + "tables/", ".csv"), into);
    }

    private void readCalendars(YamlMap yaml) {
        declaresCalendars = true;
        calendars = new CalendarReader(findings, this::holidays).read(yaml);
    }

    private Set<LocalDate> holidays(YamlScalar path) {
        Optional<PolicyFile> file = csv(path, findings);
        if (file.isEmpty()) {
            return Set.of();
        }
        if (!holidayFiles.contains(file.get())) {
            holidayFiles.add(file.get());
        }
        Findings ofFile = new Findings(file.get().path(), file.get().text());
        Set<LocalDate> dates = HolidayTable.read(file.get(), ofFile);
        ofFile.all().stream().filter(found -> !ofOtherFiles.contains(found)).forEach(ofOtherFiles::add);
        return dates;
    }

    private void findRules(YamlMap yaml) {
        for (YamlScalar rule : manifest.rules()) {
            if (RULE_PATH.matcher(rule.text()).matches()) {
                List<PolicyFile> library = files.readable().values().stream()
                        .filter(file -> file.path().startsWith(PolicyFiles.RULES))
                        .toList();
                present(rule, rule.text(), library, findings)
                        .filter(file -> !ruleFiles.contains(file))
                        .ifPresent(ruleFiles::add);
            } else {
                findings.error(
                        Code.RULE_FILE_PATH,
                        rule.range(),
                        "`" + rule.text() + "` is no file of the rule library",
                        "write rules/<topic>/<name>.drl");
            }
        }
        if (manifest.rules().isEmpty()) {
            yaml.get("rules")
                    .ifPresent(
                            value -> findings.error(Code.VALUE, value.range(), "a pack needs at least one rule file"));
        }
    }

    /** Two packs that fit one snapshot would have it refused; whoever adds the second should know before it is in force. */
    private void findOverlaps(YamlMap yaml, String pack) {
        for (String other : files.packs()) {
            Optional<YamlMap> theirs = other.equals(pack)
                    ? Optional.empty()
                    : files.file(PolicyFiles.POLICIES + other + "/" + PolicyFiles.MANIFEST)
                            .flatMap(file -> YamlFile.read(file.text(), new Findings(file.path(), file.text())));
            theirs.map(map -> Manifest.read(map, other, new Findings("", "")))
                    .filter(found -> found.settlesIn().equals(manifest.settlesIn())
                            && found.appliesTo().overlaps(manifest.appliesTo()))
                    .ifPresent(found -> findings.warning(
                            Code.PACKS_OVERLAP,
                            yaml.get("applies-to").orElse(yaml).range(),
                            "a snapshot may fit this pack and `" + other + "`, and is then refused",
                            "tell them apart below `applies-to:`, or name the pack with ?pack="));
        }
    }

    /** A file that is named; otherwise a finding that guesses which one was meant. */
    private Optional<PolicyFile> present(YamlScalar named, String path, List<PolicyFile> others, Findings into) {
        Optional<PolicyFile> file = files.file(path);
        Finding unreadable = files.unreadable().get(path);
        if (unreadable != null && !path.startsWith(folder)) {
            ofOtherFiles.add(unreadable);
        } else if (unreadable == null && file.isEmpty()) {
            List<String> paths = others.stream()
                    .map(other ->
                            other.path().startsWith(folder) ? other.path().substring(folder.length()) : other.path())
                    .toList();
            into.unknown(
                    Code.FILE_MISSING, named.range(), "there is no file `" + named.text() + "`", named.text(), paths);
        }
        return file;
    }

    private void takeUnreadable() {
        files.unreadable().forEach((path, finding) -> {
            if (path.startsWith(folder)) {
                ofOtherFiles.add(finding);
            }
        });
    }

    private List<Finding> unusedTables() {
        Set<String> used = new HashSet<>();
        manifest.tables().forEach(table -> used.add(folder + table.path().text()));
        holidayFiles.forEach(file -> used.add(file.path()));
        List<Finding> unused = new ArrayList<>();
        if (manifest.rules().isEmpty()) {
            return unused; // the manifest could not be read
        }
        for (PolicyFile file : files.in(folder + "tables/", ".csv")) {
            if (!used.contains(file.path())) {
                Findings about = new Findings(file.path(), file.text());
                about.warning(
                        Code.TABLE_UNUSED,
                        new Range(1, 1, 1, 1),
                        "no line of `tables:` names this file; its numbers are not in force",
                        null);
                unused.addAll(about.all());
            }
        }
        return unused;
    }
}
