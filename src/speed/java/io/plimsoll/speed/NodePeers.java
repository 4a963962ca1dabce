package io.plimsoll.speed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.rules.straight.StraightRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rule engines that run on Node, on made-up rules: json-rules-engine, GoRules Zen and Cedar. The straight evaluator runs before and after them on the
 * same accounts; time is that of processors. Where there is no {@code node} or {@code npm}, it says so and ends.
 */
public final class NodePeers {

    private static final Path SOURCES = Path.of("src", "speed", "node");
    private static final Path PLACE = Path.of("target", "speed", "node");
    private static final long WARMUP_MS = Integer.getInteger("plimsoll.speed.warmup-ms", 3_000);
    private static final long TURN_MS = 5L * Integer.getInteger("plimsoll.speed.turn-ms", 400);

    /** Deoptimising a call from JavaScript into WebAssembly, which V8 inlined, ends Node 20. */
    private static final String NODE_OPTION = "--no-turbo-inline-js-wasm-calls";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Object result = "";

    private NodePeers() {}

    /** @param args numbers of rules; 20 without any */
    public static void main(String... args) throws Exception {
        if (!runs("node", "--version") || !runs("npm", "--version")) {
            System.out.println("skipped: json-rules-engine, zen-engine and cedar-wasm need node and npm on the PATH");
            return;
        }
        Files.createDirectories(PLACE);
        for (String file : List.of("package.json", "peers.mjs")) {
            Files.copy(SOURCES.resolve(file), PLACE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(PLACE.resolve("node_modules"))) {
            start("npm", "install", "--no-audit", "--no-fund", "--silent").waitFor();
        }
        System.out.println("rules  contender            us/account  straight/it   load ms       hits");
        for (String rules : args.length == 0 || args[0].equals(".*") ? new String[] {"20"} : args) {
            run(Integer.parseInt(rules));
        }
    }

    private static void run(int rules) throws IOException {
        Workload load = SyntheticRules.workload(rules);
        Path file = Path.of("workload-" + rules + ".json");
        JSON.writeValue(PLACE.resolve(file).toFile(), forPeers(load));
        var book = StraightRules.of(load.rules()).with(load.rows(), Contender.LIMITS);
        Contender.Evaluator straight = account -> account.stream()
                .mapToInt(
                        asked -> book.propose(asked.stage(), asked.view()).all().size())
                .sum();
        int hits = load.accounts().stream()
                .mapToInt(account -> (int) straight.evaluate(account))
                .sum();
        timed(straight, load, WARMUP_MS);
        double before = timed(straight, load, TURN_MS);
        List<JsonNode> answers = new ArrayList<>();
        Process node = start(
                "node", NODE_OPTION, "peers.mjs", file.toString(), Long.toString(WARMUP_MS), Long.toString(TURN_MS));
        for (String line : new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            if (line.startsWith("{")) {
                answers.add(JSON.readTree(line));
            }
        }
        double own = (before + timed(straight, load, TURN_MS)) / 2;
        print(rules, "straight", own, 1, "", hits);
        for (JsonNode answer : answers) {
            String name = answer.path("name").asText();
            if (answer.has("failure")) {
                System.out.println(rules + "  " + name + " failed: "
                        + answer.path("failure").asText());
            } else {
                double each = answer.path("us").asDouble();
                String loadMs = "%.0f".formatted(answer.path("loadMs").asDouble());
                print(rules, name, each, each / own, loadMs, answer.path("hits").asInt());
            }
        }
    }

    private static void print(int rules, String name, double each, double ratio, String loadMs, int hits) {
        System.out.println(String.format(
                Locale.ROOT, "%5d  %-18s %,12.2f %11.1fx %9s %10d", rules, name, each, ratio, loadMs, hits));
    }

    /** Microseconds of processor an account. */
    private static double timed(Contender.Evaluator evaluator, Workload load, long forMs) {
        long began = THREADS.getCurrentThreadCpuTime();
        long now = began;
        int accounts = 0;
        while (now - began < forMs * 1_000_000) {
            result = evaluator.evaluate(
                    load.accounts().get(accounts % load.accounts().size()));
            accounts++;
            now = THREADS.getCurrentThreadCpuTime();
        }
        return (now - began) / 1e3 / accounts;
    }

    private static Map<String, Object> forPeers(Workload load) {
        Map<String, Map<String, BigDecimal>> limits = new HashMap<>();
        for (Map<String, Object> row : load.rows().get("Limit")) {
            limits.computeIfAbsent((String) row.get("instrument"), any -> new LinkedHashMap<>())
                    .put((String) row.get("kind"), (BigDecimal) row.get("above"));
        }
        List<List<Map<String, Object>>> accounts = new ArrayList<>();
        for (List<Workload.Question> account : load.accounts()) {
            var view = account.getFirst().view();
            List<Map<String, Object>> positions = new ArrayList<>();
            for (PricedPosition priced : view.positions()) {
                Map<String, BigDecimal> ofInstrument =
                        limits.getOrDefault(priced.position().instrument(), Map.of());
                positions.add(Map.of(
                        "instrument",
                        priced.position().instrument(),
                        "side",
                        priced.position().side().name(),
                        "segment",
                        view.snapshot().segment(),
                        "notional",
                        priced.notional(),
                        "limits",
                        ofInstrument,
                        "rows",
                        ofInstrument.entrySet().stream()
                                .map(row -> Map.of("kind", row.getKey(), "above", row.getValue()))
                                .toList()));
            }
            accounts.add(positions);
        }
        return Map.of("rules", load.specs(), "accounts", accounts);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return start(command).waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(Files.isDirectory(PLACE) ? PLACE.toFile() : null)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
