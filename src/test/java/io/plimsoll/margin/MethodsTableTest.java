package io.plimsoll.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.rules.verbs.Collateral;
import io.plimsoll.rules.verbs.Guard;
import io.plimsoll.rules.verbs.Liquidation;
import io.plimsoll.rules.verbs.Margin;
import io.plimsoll.rules.verbs.Threshold;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/margin.md} that says where each method is: every function, verb and case in it exists, and no verb is missing. */
class MethodsTableTest {

    private static final Path PAGE = Path.of("docs/margin.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final Map<String, Class<?>> VERBS = Map.of(
            "guard", Guard.class,
            "collateral", Collateral.class,
            "margin", Margin.class,
            "decide", Threshold.class,
            "closure", Liquidation.class);

    /** Verbs whose method is another row's, said in other words. */
    private static final Set<String> BESIDE = Set.of(
            "collateral.loanToValue",
            "collateral.smallestUnit",
            "margin.initial",
            "margin.scenarioInPoints",
            "margin.initialMultiple",
            "margin.debt",
            "decide.reduce",
            "decide.liquidate",
            "decide.takeOver");

    private static List<String[]> rows() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("## Every method, and what proves it"));
        return section.substring(0, section.indexOf("\n## ", 5))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|"))
                .toList();
    }

    private static List<String> names(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static Set<String> verbs(String global) {
        return Arrays.stream(VERBS.get(global).getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static Optional<Path> file(Path root, String name) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().equals(name + ".java"))
                    .findFirst();
        }
    }

    private static boolean declares(Path root, String type, String method) throws IOException {
        Optional<Path> file = file(root, type);
        return file.isPresent()
                && (method.isEmpty()
                        || Pattern.compile("\\b" + method + "\\(")
                                .matcher(Files.readString(file.get()))
                                .find());
    }

    @Test
    void everyFunctionVerbAndCaseExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String[] row : rows()) {
            assertEquals(4, row.length, () -> String.join("|", row));
            for (String name : names(row[2])) {
                String[] parts = (name + ".").split("\\.", -1);
                boolean exists = VERBS.containsKey(parts[0])
                        ? verbs(parts[0]).contains(parts[1])
                        : declares(Path.of("src/main/java"), parts[0], parts[1]);
                if (!exists) {
                    missing.add(name);
                }
            }
            List<String> cases = names(row[3]);
            assertEquals(1, cases.size(), () -> String.join("|", row));
            String[] test = cases.getFirst().split("\\.");
            if (!declares(Path.of("src/test/java"), test[0], "void " + test[1])) {
                missing.add(cases.getFirst());
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void noVerbIsMissing() throws IOException {
        Set<String> told = new TreeSet<>(BESIDE);
        for (String[] row : rows()) {
            told.addAll(names(row[2]));
        }
        Set<String> verbs = new TreeSet<>();
        VERBS.keySet().forEach(global -> verbs(global).forEach(verb -> verbs.add(global + "." + verb)));
        verbs.removeAll(told);

        assertEquals(Set.of(), verbs);
        assertTrue(VERBS.keySet().stream().allMatch(global -> verbs(global).size() > 4));
    }
}
