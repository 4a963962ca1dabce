package io.plimsoll.policy;

import io.plimsoll.decision.SnapshotDigest;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.SuiteReader;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that is wrong with one pack, found without compiling anything.
 *
 * @param findings in the order of files and places, at most {@value #FINDINGS_MAX}
 * @param candidate the pack, if no finding is an error
 */
public record PackCheck(String pack, List<Finding> findings, Optional<Candidate> candidate) {
    static final int FINDINGS_MAX = 500;

    private static final SnapshotDigest DIGEST = new Sha256SnapshotDigest();

    /** What a rule or a type that could not be read brings forth elsewhere; it would hide the fault. */
    private static final Set<String> FOLLOW_FROM_RULES =
            Set.of(Code.TYPE_UNKNOWN.id(), Code.RULE_UNKNOWN.id(), Code.TYPE_WITHOUT_ROWS.id());

    /** The last rules that were checked, a few packs' worth. */
    private static final Map<List<RuleSource>, CheckedRules> REMEMBERED =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<List<RuleSource>, CheckedRules> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            });

    private static final int REMEMBERED_MAX = 8;

    public PackCheck {
        findings = List.copyOf(findings);
    }

    /** What is wrong with rule files that no pack names: they are not in force, and checked each by itself. */
    public static List<Finding> ofUnused(PolicyFiles files) {
        Set<String> used = new HashSet<>();
        files.packs().forEach(pack -> used.addAll(PackFolder.read(files, pack).inputs()));
        List<Finding> findings = new ArrayList<>();
        for (PolicyFile file : files.readable().values()) {
            if (file.path().startsWith(PolicyFiles.RULES) && !used.contains(file.path())) {
                findings.addAll(check(List.of(file)).findings());
                findings.add(Findings.unused(file));
            }
        }
        return findings;
    }

    /** Checks manifest, rules, tables and scenarios of one pack. */
    public static PackCheck of(PolicyFiles files, String pack) {
        return despite(files, pack, Set.of());
    }

    /**
     * The same, with a candidate also where the only errors are of some kinds: to see what a pack would decide, not for it to serve.
     *
     * @param codes of findings about numbers, which leave every row readable
     */
    public static PackCheck despite(PolicyFiles files, String pack, Set<String> codes) {
        PackFolder folder = PackFolder.read(files, pack);
        CheckedRules rules = check(folder.ruleFiles());
        PackFolder.Tables tables = folder.tables(rules.tables());
        Set<String> ruleIds = rules.rules().stream().map(RuleInfo::id).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>(rules.findings());
        List<Finding> others = new ArrayList<>(folder.findings());
        others.addAll(tables.findings());
        others.addAll(withoutCalendar(folder, rules));
        List<Suite> suites = new ArrayList<>();
        for (PolicyFile file : folder.scenarioFiles()) {
            SuiteReader.Reading reading = SuiteReader.read(file, rules.tables(), ruleIds, DIGEST);
            suites.add(reading.suite());
            others.addAll(reading.findings());
        }
        boolean declarationsLost =
                folder.lacksRules() || rules.findings().stream().anyMatch(PackCheck::mayHideTypes);
        others.stream()
                .filter(finding -> !declarationsLost || !FOLLOW_FROM_RULES.contains(finding.code()))
                .forEach(findings::add);
        findings.sort(Finding.BY_PLACE);
        List<Finding> kept =
                Findings.atMost(FINDINGS_MAX, findings.stream().distinct().toList());
        boolean broken = findings.stream().anyMatch(finding -> finding.isError() && !codes.contains(finding.code()));
        Optional<Candidate> candidate =
                broken ? Optional.empty() : Optional.of(candidate(folder, rules, tables.rows(), suites));
        return new PackCheck(pack, kept, candidate);
    }

    /** A rule that asks for a calendar never fires in a pack that has none. */
    private static List<Finding> withoutCalendar(PackFolder folder, CheckedRules rules) {
        return rules.model().stream()
                .filter(rule -> rule.when().stream().anyMatch(condition -> asksFor("Calendar", condition)))
                .findFirst()
                .flatMap(rule -> folder.lackOfCalendars(rule.id()))
                .stream()
                .toList();
    }

    private static boolean asksFor(String fact, Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> pattern.type().equals(fact) && !pattern.table();
            case Condition.Absence absence -> asksFor(fact, absence.of());
            case Condition.Existence existence -> asksFor(fact, existence.of());
            case Condition.All all -> all.parts().stream().anyMatch(part -> asksFor(fact, part));
            case Condition.Any any -> any.branches().stream().anyMatch(branch -> asksFor(fact, branch));
            case Condition.Fold fold -> asksFor(fact, fold.of());
        };
    }

    /** An error within a rule loses neither its id nor a declared type; one of the file's form outside of rules may. */
    private static boolean mayHideTypes(Finding finding) {
        return finding.isError() && (finding.rule() == null || finding.code().startsWith("PLM-1"));
    }

    private static Candidate candidate(
            PackFolder folder, CheckedRules rules, Map<String, List<TableRow>> rows, List<Suite> suites) {
        return new Candidate(
                folder.manifest(),
                rules,
                PolicyFiles.hashOf(folder.ruleFiles()),
                rows,
                folder.calendars(),
                suites,
                folder.versionFiles(),
                PolicyFiles.hashOf(folder.versionFiles()));
    }

    /** An edit of a number leaves the rules as they were. */
    private static CheckedRules remembered(List<RuleSource> sources) {
        CheckedRules known = REMEMBERED.get(sources);
        if (known == null) {
            known = RuleChecker.check(sources);
            REMEMBERED.put(sources, known);
        }
        return known;
    }

    /** The checker's paths are below the library; findings and rules are shown with paths from the home folder. */
    private static CheckedRules check(List<PolicyFile> ruleFiles) {
        CheckedRules checked = remembered(ruleFiles.stream()
                .map(file -> new RuleSource(file.path().substring(PolicyFiles.RULES.length()), file.text()))
                .toList());
        return new CheckedRules(
                checked.findings().stream().map(PackCheck::fromHome).toList(),
                checked.rules(),
                checked.tables(),
                checked.sources(),
                checked.engineTexts(),
                checked.model());
    }

    /** The same finding with its path from the home folder. */
    static Finding fromHome(Finding finding) {
        return finding.inFile(PolicyFiles.RULES + finding.file());
    }
}
