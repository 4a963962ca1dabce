package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RulesDoNotCompile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Everything that is wrong with packs and the rules, tables and scenarios they consist of; runs no scenario. */
@Command(
        name = "check",
        description = "Finds what is wrong with packs, their rules, tables and scenarios.",
        footer = {"", "Exit code 0 without errors, 1 with errors, 2 for a wrong call."},
        mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "PACK", description = "Packs to check; all of them by default.")
    private @Nullable List<String> wanted;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Packs packs = Packs.read(wanted, spec);
        ObjectNode report = Json.object();
        ArrayNode reported = report.putArray("packs");
        Set<Finding> all = new LinkedHashSet<>();
        for (String pack : packs.names()) {
            List<Finding> findings = findings(packs, pack, terminal);
            boolean sound = findings.stream().noneMatch(Finding::isError);
            ObjectNode one = reported.addObject().put("pack", pack).put("ok", sound);
            one.set("findings", PolicyJson.findings(findings));
            all.addAll(findings);
        }
        if (wanted == null) {
            List<Finding> unused = PackCheck.ofUnused(packs.files());
            report.set("unusedRules", PolicyJson.findings(unused));
            all.addAll(unused);
        }
        long errors = all.stream().filter(Finding::isError).count();
        report.put("errors", errors).put("warnings", all.size() - errors);
        if (json) {
            terminal.line(Json.text(report));
        } else {
            print(all, errors, packs, terminal);
        }
        return errors == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The check's findings, and where there is no error, the compiler's. */
    private static List<Finding> findings(Packs packs, String pack, Terminal terminal) {
        PackCheck check = PackCheck.of(packs.files(), pack);
        List<Finding> findings = new ArrayList<>(check.findings());
        Optional<Candidate> candidate = check.candidate();
        if (candidate.isPresent()) {
            terminal.progress("compiling " + pack + " ...");
            try (CompiledRules compiled = candidate.get().compile()) {
                return findings;
            } catch (RulesDoNotCompile e) {
                findings.addAll(e.findings());
            }
        }
        return findings;
    }

    private static void print(Set<Finding> findings, long errors, Packs packs, Terminal terminal) {
        for (Finding finding : findings) {
            terminal.line(terminal.described(finding, packs.files()));
        }
        String summary = "%s: %d errors, %d warnings"
                .formatted(String.join(", ", packs.names()), errors, findings.size() - errors);
        terminal.line(errors == 0 ? terminal.good(summary) : terminal.bad(summary));
    }
}
