package io.plimsoll.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The shipped pack {@code perpetuals} in a folder of its own, with as many generated margin rules as make 200, which one instrument meets. */
final class GeneratedPack {
    static final String PACK = "perpetuals";
    static final String INSTRUMENT = "FIREUSDT";

    private static final int RULES = 200;
    private static final String RULE_FILE = "rules/margin/generated.drl";
    private static final String TABLE = "policies/perpetuals/tables/generated.csv";

    private final Path home;
    private final int generated;
    private int rateStep;
    private int ruleStep;
    private int shapeStep;

    GeneratedPack(Path home) throws IOException {
        this.home = home;
        copy(Path.of("rules"));
        copy(Path.of("policies", PACK));
        this.generated = RULES - shippedRules();
        write(TABLE, table());
        write(RULE_FILE, rules());
        append("policies/perpetuals/tables/bracket.csv", INSTRUMENT + ",0,1000000000,0.01,0.005,0\n");
        append(
                "policies/perpetuals/tables/instrument.csv",
                INSTRUMENT + ",0.001,0.0015,1000000000,1.5,1000000000,1000000000,1000000000\n");
        edit("policies/perpetuals/pack.yaml", "rules:\n", "rules:\n  - " + RULE_FILE + "\n");
        edit("policies/perpetuals/pack.yaml", "tables:\n", "tables:\n  Generated: tables/generated.csv\n");
    }

    /** Changes one number of one table. */
    void editCell() throws IOException {
        rateStep++;
        write(TABLE, table());
    }

    /** Changes one condition of one rule, to what no version had before. */
    void editRule() throws IOException {
        ruleStep++;
        write(RULE_FILE, rules());
    }

    /** Declares one more column of the table that all generated rules read. */
    void editDeclaredType() throws IOException {
        shapeStep++;
        write(TABLE, table());
        write(RULE_FILE, rules());
    }

    private String table() {
        return "instrument,label,above,rate"
                + IntStream.range(0, shapeStep).mapToObj(i -> ",note" + i).collect(Collectors.joining())
                + "\n"
                + IntStream.rangeClosed(1, generated)
                        .mapToObj(i -> INSTRUMENT + "," + label(i) + ",0," + (i == 1 ? rate() : "0.1")
                                + ",x".repeat(shapeStep) + "\n")
                        .collect(Collectors.joining());
    }

    private String rate() {
        return "0.5%05d1".formatted(rateStep);
    }

    private static String label(int number) {
        return "r%03d".formatted(number);
    }

    private String rules() {
        return """
                package plimsoll.margin

                import io.plimsoll.rules.facts.*
                import java.math.BigDecimal
                dialect "mvel"
                global io.plimsoll.rules.verbs.Margin margin

                declare Generated
                    instrument : String @key
                    label      : String
                    above      : BigDecimal
                    rate       : BigDecimal
                %send
                """.formatted(IntStream.range(0, shapeStep)
                        .mapToObj(i -> "    note" + i + " : String\n")
                        .collect(Collectors.joining()))
                + IntStream.rangeClosed(1, generated).mapToObj(this::rule).collect(Collectors.joining());
    }

    private String rule(int number) {
        String edited = number == 1 ? ", label != \"edit%d\"".formatted(ruleStep) : "";
        return """

                rule "GEN-%03d a generated requirement"
                    @owner("bench") @source("generated")
                when
                    $p : Position( $instrument : instrument, $notional : notional )
                    Generated( instrument == $instrument, label == "%s"%s, above < $notional, $rate : rate )
                then
                    margin.initial($p, $rate);
                end
                """.formatted(number, label(number), edited);
    }

    private int shippedRules() throws IOException {
        String pack = Files.readString(home.resolve("policies/perpetuals/pack.yaml"));
        int rules = 0;
        for (String line : pack.lines().filter(text -> text.contains(".drl")).toList()) {
            rules += (int) Files.readString(home.resolve(line.substring(line.indexOf("rules/"))))
                    .lines()
                    .filter(text -> text.startsWith("rule "))
                    .count();
        }
        return rules;
    }

    private void copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = home.resolve(file.toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(home.resolve(path), text);
    }

    private void append(String path, String text) throws IOException {
        write(path, Files.readString(home.resolve(path)).stripTrailing() + "\n" + text);
    }

    private void edit(String path, String text, String replacement) throws IOException {
        String before = Files.readString(home.resolve(path));
        if (!before.contains(text)) {
            throw new IllegalStateException(path + " does not contain " + List.of(text));
        }
        write(path, before.replaceFirst(Pattern.quote(text), replacement));
    }
}
