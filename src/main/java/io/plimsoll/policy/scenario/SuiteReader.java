package io.plimsoll.policy.scenario;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.SnapshotDigest;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Fields;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.Table;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.pack.YamlFile;
import io.plimsoll.policy.pack.YamlValue;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.wire.Fault;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one file of scenarios. Every snapshot in it must be one that the service would take. */
public final class SuiteReader {
    /** Each case holds a snapshot of its own, and a table writes a case in a few characters. */
    static final int CASES_MAX = 2_000;

    private final Findings findings;
    private final SortedMap<String, TableType> types;
    private final Set<String> ruleIds;
    private final SnapshotDigest digest;
    private final Set<String> reported = new HashSet<>();

    /** What a suite says was before each of its cases that do not say it themselves. */
    private record Before(Optional<YamlValue> openCall, Optional<YamlValue> lastDecision) {}

    private SuiteReader(
            Findings findings, SortedMap<String, TableType> types, Set<String> ruleIds, SnapshotDigest digest) {
        this.findings = findings;
        this.types = types;
        this.ruleIds = ruleIds;
        this.digest = digest;
    }

    /**
     * What a file holds.
     *
     * @param suite the cases that can be run
     */
    public record Reading(Suite suite, List<Finding> findings) {}

    /**
     * @param types declared types of the pack's rules, for a suite's own rows
     * @param ruleIds rules of the pack, for expectations that name them
     */
    public static Reading read(PolicyFile file, List<TableType> types, Set<String> ruleIds, SnapshotDigest digest) {
        Findings findings = new Findings(file.path(), file.text());
        SortedMap<String, TableType> byName = new TreeMap<>();
        types.forEach(type -> byName.put(type.name(), type));
        Suite suite = YamlFile.read(file.text(), findings)
                .map(yaml -> new SuiteReader(findings, byName, ruleIds, digest).suite(file, yaml))
                .orElseGet(() -> new Suite(file.path(), file.text(), file.path(), Map.of(), List.of()));
        return new Reading(suite, findings.all());
    }

    private Suite suite(PolicyFile file, YamlMap yaml) {
        Fields fields = new Fields(yaml, findings)
                .only("suite", "description", "tables", "base", "openCall", "lastDecision", "cases")
                .require("suite", "base", "cases");
        String name = fields.scalar("suite").map(YamlScalar::text).orElse(file.path());
        SnapshotDraft base =
                SnapshotDraft.empty(findings).with(fields.map("base").orElse(YamlMap.EMPTY));
        Before before = new Before(yaml.get("openCall"), yaml.get("lastDecision"));
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<YamlValue> cases = fields.list("cases");
        if (cases.isEmpty() && yaml.get("cases").isPresent()) {
            findings.error(Code.SUITE_EMPTY, yaml.get("cases").get().range(), "suite `" + name + "` has no cases");
        }
        CaseTable table = new CaseTable(findings);
        int read = 0;
        for (YamlValue item : cases) {
            if (item instanceof YamlMap map) {
                for (CaseTable.Row row : table.rows(map)) {
                    if (++read > CASES_MAX) {
                        findings.error(Code.SUITE_SIZE, item.range(), "a suite may have " + CASES_MAX + " cases");
                        return new Suite(file.path(), file.text(), name, Map.of(), List.of());
                    }
                    scenario(row, base, before, names).ifPresent(scenarios::add);
                }
            } else {
                findings.error(Code.WRONG_TYPE, item.range(), "a case must be a mapping, found " + item.kind());
            }
        }
        return new Suite(file.path(), file.text(), name, tables(fields), scenarios);
    }

    private Map<String, List<TableRow>> tables(Fields fields) {
        Map<String, List<TableRow>> tables = new HashMap<>();
        for (Entry entry : fields.map("tables").orElse(YamlMap.EMPTY).all()) {
            TableType type = types.get(entry.key().text());
            if (type == null) {
                findings.unknown(
                        Code.TYPE_UNKNOWN,
                        entry.key().range(),
                        "no rule file declares `" + entry.key().text() + "`",
                        entry.key().text(),
                        types.keySet());
            } else if (entry.value() instanceof YamlList list) {
                tables.put(type.name(), Table.ofYaml(type, mappings(list), findings));
            } else {
                findings.error(
                        Code.WRONG_TYPE,
                        entry.value().range(),
                        "expected a list of rows, found " + entry.value().kind());
            }
        }
        return tables;
    }

    private List<YamlMap> mappings(YamlList list) {
        List<YamlMap> maps = new ArrayList<>();
        for (YamlValue item : list.items()) {
            if (item instanceof YamlMap map) {
                maps.add(map);
            } else {
                findings.error(Code.WRONG_TYPE, item.range(), "a row must be a mapping, found " + item.kind());
            }
        }
        return maps;
    }

    private Optional<Scenario> scenario(CaseTable.Row row, SnapshotDraft base, Before before, Set<String> names) {
        YamlMap yaml = row.yaml();
        Fields fields = new Fields(yaml, findings)
                .only("name", "given", "openCall", "lastDecision", "evaluatedAt", "expect")
                .require("name");
        Optional<YamlScalar> name = fields.scalar("name");
        Range place = row.place().orElse(name.map(YamlScalar::range).orElse(yaml.range()));
        name.filter(given -> !names.add(given.text()))
                .ifPresent(given -> findings.error(
                        Code.CASE_NAME_TWICE,
                        place,
                        "the suite has a case `" + given.text() + "` already",
                        row.place().isPresent() ? "use a parameter that differs in the case's name" : null));
        YamlMap expected = fields.map("expect").orElse(YamlMap.EMPTY);
        if (expected.entries().isEmpty()) {
            findings.error(
                    Code.CASE_WITHOUT_EXPECTATION,
                    name.orElse(new YamlScalar(yaml.range(), "", true)).range(),
                    "case `" + name.map(YamlScalar::text).orElse("") + "` expects nothing",
                    "add `expect:` with at least the outcome");
        }
        Expectation.check(expected, ruleIds, findings);
        SnapshotDraft draft = base.with(fields.map("given").orElse(YamlMap.EMPTY));
        Optional<AccountSnapshot> snapshot = snapshot(draft, place);
        if (name.isEmpty() || snapshot.isEmpty()) {
            return Optional.empty();
        }
        Instant asOf = snapshot.get().asOf();
        List<OpenCall> calls = openCalls(yaml.get("openCall").or(before::openCall), asOf);
        List<LastDecision> last = lastDecisions(yaml.get("lastDecision").or(before::lastDecision), asOf);
        Case given = given(snapshot.get(), calls, fields).after(last);
        return Optional.of(new Scenario(name.get().text(), place, given, expected));
    }

    private Case given(AccountSnapshot snapshot, List<OpenCall> calls, Fields fields) {
        String content = digest.of(snapshot);
        return fields.scalar("evaluatedAt")
                .flatMap(scalar -> instant("evaluatedAt", scalar, snapshot.asOf()))
                .map(deadline -> Case.ofDeadline(snapshot, content, calls, deadline))
                .orElseGet(() -> Case.ofSnapshot(snapshot, content, calls));
    }

    private Optional<AccountSnapshot> snapshot(SnapshotDraft draft, Range caseName) {
        draft.complete();
        Times.resolve(draft.json());
        try {
            return Optional.of(SnapshotReader.read(draft.json()));
        } catch (SnapshotFaults e) {
            for (Fault fault : e.faults()) {
                var place = draft.placeOf(fault.pointer()).orElse(caseName);
                String message = (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ") + fault.detail();
                if (reported.add(place + message)) { // a fault of the base is one fault, not one for each case
                    findings.error(Code.SNAPSHOT_FAULT, place, message, hint(fault));
                }
            }
            return Optional.empty();
        }
    }

    private static @Nullable String hint(Fault fault) {
        boolean digits = fault.pointer().matches(".*/[0-9]+([.][0-9]+)?");
        return digits && fault.detail().startsWith("unknown field")
                ? "a number has a point and no thousands separator: 45,600.5 reads as two entries"
                : null;
    }

    private List<OpenCall> openCalls(Optional<YamlValue> given, Instant asOf) {
        List<OpenCall> calls = new ArrayList<>();
        items("openCall", given)
                .forEach(map -> openCall(map, asOf, calls.size() + 1).ifPresent(calls::add));
        return calls;
    }

    /** What stands under a key that takes a mapping, a list of them or {@code none}. */
    private List<YamlMap> items(String key, Optional<YamlValue> given) {
        YamlValue value = given.orElse(null);
        return switch (value) {
            case null -> List.of();
            case YamlMap map -> List.of(map);
            case YamlList list -> mappings(list);
            case YamlScalar scalar -> {
                if (!scalar.text().equals("none")) {
                    findings.error(
                            Code.WRONG_TYPE,
                            scalar.range(),
                            "`" + key + "` must be a mapping, a list of them or `none`, found " + scalar.kind());
                }
                yield List.of();
            }
        };
    }

    private Optional<OpenCall> openCall(YamlMap map, Instant asOf, int number) {
        Fields fields = new Fields(map, findings)
                .only("marginAccount", "openedAt", "dueBy", "amount", "originalAmount")
                .require("openedAt", "dueBy", "amount");
        Optional<MarginAccountId> account =
                fields.scalar("marginAccount").map(this::marginAccount).orElse(Optional.of(MarginAccountId.CROSS));
        Optional<Instant> openedAt = fields.scalar("openedAt").flatMap(scalar -> instant("openedAt", scalar, asOf));
        Optional<Instant> dueBy = fields.scalar("dueBy").flatMap(scalar -> instant("dueBy", scalar, asOf));
        Optional<BigDecimal> amount = fields.scalar("amount").flatMap(given -> amount("amount", given));
        Optional<BigDecimal> original = fields.scalar("originalAmount")
                .map(given -> amount("originalAmount", given))
                .orElse(amount);
        if (account.isEmpty() || openedAt.isEmpty() || dueBy.isEmpty() || amount.isEmpty() || original.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OpenCall(
                "call-" + number, account.get(), openedAt.get(), dueBy.get(), original.get(), amount.get(), false));
    }

    private List<LastDecision> lastDecisions(Optional<YamlValue> given, Instant asOf) {
        return items("lastDecision", given).stream()
                .flatMap(map -> lastDecision(map, asOf).stream())
                .toList();
    }

    private Optional<LastDecision> lastDecision(YamlMap map, Instant asOf) {
        Fields fields = new Fields(map, findings)
                .only("marginAccount", "outcome", "since", "breachedSince")
                .require("outcome", "since");
        Optional<MarginAccountId> account =
                fields.scalar("marginAccount").map(this::marginAccount).orElse(Optional.of(MarginAccountId.CROSS));
        Optional<Outcome> outcome = fields.scalar("outcome").flatMap(this::outcome);
        Optional<Instant> since = fields.scalar("since").flatMap(scalar -> instant("since", scalar, asOf));
        Optional<Instant> breachedSince =
                fields.scalar("breachedSince").flatMap(scalar -> instant("breachedSince", scalar, asOf));
        if (account.isEmpty() || outcome.isEmpty() || since.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LastDecision(account.get(), outcome.get(), since.get(), breachedSince.orElse(null)));
    }

    private Optional<Outcome> outcome(YamlScalar scalar) {
        List<Outcome> decided = Arrays.stream(Outcome.values())
                .filter(outcome -> outcome != Outcome.HOLD)
                .toList();
        Optional<Outcome> outcome =
                decided.stream().filter(of -> of.name().equals(scalar.text())).findFirst();
        if (outcome.isEmpty()) {
            findings.error(
                    Code.VALUE,
                    scalar.range(),
                    "`outcome` cannot be `" + scalar.text() + "`",
                    "write one of " + decided + "; a held decision leaves the one before it");
        }
        return outcome;
    }

    private Optional<MarginAccountId> marginAccount(YamlScalar scalar) {
        Optional<MarginAccountId> account = MarginAccountId.parse(scalar.text());
        if (account.isEmpty()) {
            findings.error(
                    Code.VALUE,
                    scalar.range(),
                    "`marginAccount` cannot be `" + scalar.text() + "`",
                    "write CROSS, or ISOLATED BTCUSDT LONG");
        }
        return account;
    }

    private Optional<BigDecimal> amount(String name, YamlScalar scalar) {
        BigDecimal amount = scalar.asDecimal();
        if (amount == null || !Decimals.isWithinLimits(amount)) {
            findings.error(Code.VALUE, scalar.range(), "`" + name + "` must be a decimal, was `" + scalar.text() + "`");
            return Optional.empty();
        }
        return Optional.of(amount);
    }

    private Optional<Instant> instant(String name, YamlScalar scalar, Instant asOf) {
        Optional<Instant> instant = Times.instant(scalar.text(), asOf);
        if (instant.isPresent()
                && (instant.get().isBefore(Instant.EPOCH) || !instant.get().isBefore(ThresholdProposal.DATE_MAX))) {
            findings.error(
                    Code.VALUE,
                    scalar.range(),
                    "`" + name + "` must lie between 1970 and 9999, was `" + scalar.text() + "`");
            return Optional.empty();
        }
        if (instant.isEmpty()) {
            findings.error(
                    Code.VALUE,
                    scalar.range(),
                    "`" + name + "` must be an instant, was `" + scalar.text() + "`",
                    "write 2026-03-01T00:00:00Z, or asOf - PT5M");
        }
        return instant;
    }
}
