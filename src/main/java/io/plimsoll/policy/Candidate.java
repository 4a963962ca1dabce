package io.plimsoll.policy;

import io.plimsoll.calendar.BusinessCalendar;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.pack.Manifest;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.plain.PlainRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A pack in which nothing was found wrong, not yet proved by its scenarios.
 *
 * @param rulesHash hash of its rule files: candidates of the same one can share compiled rules
 * @param tables rows by declared type, parameters among them
 * @param calendars business calendars that its rules see
 * @param files everything the version consists of
 * @param hash of those files: names the version
 */
public record Candidate(
        Manifest manifest,
        CheckedRules rules,
        String rulesHash,
        Map<String, List<TableRow>> tables,
        List<BusinessCalendar> calendars,
        List<Suite> suites,
        List<PolicyFile> files,
        String hash) {

    /** What one stage of an evaluation may cost where the pack does not say. */
    private static final EvaluationLimits LIMITS = new EvaluationLimits(10_000, Duration.ofSeconds(1));

    /** Scenarios run on cold code and beside a compilation; a limit on their time would make them fail by chance. */
    private static final Duration SCENARIO_BUDGET = Duration.ofSeconds(30);

    private static final BiPredicate<Suite, Scenario> EVERY_SCENARIO = (suite, scenario) -> true;
    private static final BiPredicate<Suite, Scenario> NONE_PROVEN = (suite, scenario) -> false;

    public Candidate {
        tables = Map.copyOf(tables);
        calendars = List.copyOf(calendars);
        suites = List.copyOf(suites);
        files = List.copyOf(files);
    }

    public String pack() {
        return manifest.name();
    }

    /** The policy that serves once a version number is known. */
    public Policy policy(RunnableRules runnable, int version) {
        return policy(runnable, version, tables, limits());
    }

    /** The same policy on other rows, to see what it would decide. */
    public Policy policy(RunnableRules runnable, Map<String, List<TableRow>> rows) {
        return policy(runnable, 0, rows, limits());
    }

    /** Its rules, asked about marks and times that move. */
    public VaryingRules varying() {
        return varying(tables);
    }

    /** The same on other rows. */
    public VaryingRules varying(Map<String, List<TableRow>> rows) {
        return VaryingRules.of(PlainRules.of(rules), values(rows));
    }

    private static Map<String, List<Map<String, Object>>> values(Map<String, List<TableRow>> rows) {
        Map<String, List<Map<String, Object>>> values = new HashMap<>();
        rows.forEach((type, of) -> values.put(type, TableRow.values(of)));
        return values;
    }

    /** @throws RulesDoNotCompile with findings whose paths are from the home folder, as in the check */
    public CompiledRules compile() throws RulesDoNotCompile {
        return compile(CompileLimits.DEFAULT);
    }

    /** @throws RulesDoNotCompile as above, or if a limit is reached */
    public CompiledRules compile(CompileLimits limits) throws RulesDoNotCompile {
        try {
            return RuleCompiler.compile(rules, limits);
        } catch (RulesDoNotCompile e) {
            throw new RulesDoNotCompile(
                    e.findings().stream().map(PackCheck::fromHome).toList());
        }
    }

    /**
     * Runs the scenarios whose case or suite is wanted.
     *
     * @param runnable this candidate's rules, or others to see whether the scenarios tell them apart
     */
    public ScenarioRun run(RunnableRules runnable, Predicate<String> wanted) {
        return run(
                runnable, (suite, scenario) -> wanted.test(scenario.name()) || wanted.test(suite.name()), NONE_PROVEN);
    }

    /** Runs every scenario that has not passed before under the same conditions. */
    ScenarioRun run(RunnableRules runnable, ProvenCases proven) {
        return run(runnable, EVERY_SCENARIO, (suite, scenario) -> proven.holds(this, runnable, suite, scenario));
    }

    private ScenarioRun run(
            RunnableRules runnable, BiPredicate<Suite, Scenario> wanted, BiPredicate<Suite, Scenario> proven) {
        return ScenarioRun.of(suites, own -> scenarioPolicy(runnable, tablesWith(own)), wanted, proven);
    }

    /**
     * The policy that a suite's cases are decided by. It may take longer than one that serves.
     *
     * @param rows every row, those of the suite in place of the pack's
     */
    public Policy scenarioPolicy(RunnableRules runnable, Map<String, List<TableRow>> rows) {
        EvaluationLimits patient = new EvaluationLimits(limits().firingsMax(), SCENARIO_BUDGET);
        return policy(runnable, 0, rows, patient);
    }

    private Policy policy(
            RunnableRules runnable, int version, Map<String, List<TableRow>> rows, EvaluationLimits limits) {
        return new Policy(
                new PolicyId(pack(), version, hash),
                manifest.rounding(),
                manifest.maintenance(),
                calendars,
                runnable.with(values(rows), limits));
    }

    EvaluationLimits limits() {
        return new EvaluationLimits(
                manifest.firingsMax().orElse(LIMITS.firingsMax()),
                manifest.timeMax().orElse(LIMITS.budget()));
    }

    /** A suite's rows take the place of the pack's rows of the same keys; of a type without a key they take the place of all. */
    public Map<String, List<TableRow>> tablesWith(Map<String, List<TableRow>> own) {
        Map<String, List<TableRow>> all = new TreeMap<>(tables);
        own.forEach((type, rows) -> {
            String key = key(type);
            Set<Object> replaced = new HashSet<>();
            rows.forEach(row -> replaced.add(row.values().getOrDefault(key, "")));
            List<TableRow> merged = new ArrayList<>(rows);
            tables.getOrDefault(type, List.of()).stream()
                    .filter(row ->
                            !key.isEmpty() && !replaced.contains(row.values().get(key)))
                    .forEach(merged::add);
            all.put(type, merged);
        });
        return all;
    }

    private String key(String type) {
        return rules.tables().stream()
                .filter(table -> table.name().equals(type))
                .findFirst()
                .flatMap(TableType::key)
                .orElse("");
    }
}
