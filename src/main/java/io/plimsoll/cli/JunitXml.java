package io.plimsoll.cli;

import io.plimsoll.policy.scenario.ScenarioRun.Mismatch;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.rules.check.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Scenarios in the form in which build servers read JUnit's results: a suite for each file, a case for each case. A pack that could not be
 * run is a suite of its own with an error, so that no build takes it for a pass.
 */
final class JunitXml {
    private final XMLStreamWriter xml;

    private JunitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<PackOutcome> outcomes, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text(outcomes));
        } catch (IOException e) {
            throw new CommandFailure("`" + file + "` cannot be written: " + e, e);
        }
    }

    static String text(List<PackOutcome> outcomes) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JunitXml(xml).document(outcomes);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text can always be written to", e);
        }
        return text.toString();
    }

    private void document(List<PackOutcome> outcomes) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        newLine();
        xml.writeStartElement("testsuites");
        counts(outcomes.stream().flatMap(outcome -> outcome.results().stream()).toList(), (int)
                outcomes.stream().filter(PackOutcome::isBroken).count());
        for (PackOutcome outcome : outcomes) {
            if (outcome.isBroken()) {
                broken(outcome);
            }
            Map<String, List<Result>> suites = outcome.results().stream()
                    .collect(Collectors.groupingBy(
                            result -> result.suite().file(), LinkedHashMap::new, Collectors.toList()));
            for (List<Result> results : suites.values()) {
                suite(outcome.pack(), results);
            }
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        newLine();
    }

    private void suite(String pack, List<Result> results) throws XMLStreamException {
        newLine();
        xml.writeStartElement("testsuite");
        attribute("name", results.getFirst().suite().name());
        attribute("package", pack);
        attribute("file", results.getFirst().suite().file());
        counts(results, 0);
        for (Result result : results) {
            newLine();
            xml.writeStartElement("testcase");
            attribute("name", result.scenario().name());
            attribute("classname", pack + "." + result.suite().name());
            attribute("file", result.suite().file());
            attribute("line", String.valueOf(result.scenario().place().startLine()));
            attribute("time", seconds(result.took()));
            if (!result.passed()) {
                failure(result);
            }
            xml.writeEndElement();
        }
        newLine();
        xml.writeEndElement();
    }

    private void failure(Result result) throws XMLStreamException {
        Mismatch first = result.mismatches().getFirst();
        xml.writeStartElement("failure");
        attribute("message", first.path() + ": expected " + first.expected() + ", was " + first.actual());
        attribute("type", "mismatch");
        StringBuilder text = new StringBuilder();
        for (Mismatch mismatch : result.mismatches()) {
            text.append(result.suite().file())
                    .append(':')
                    .append(mismatch.range())
                    .append(' ')
                    .append(mismatch.path())
                    .append(": expected ")
                    .append(mismatch.expected())
                    .append(", was ")
                    .append(mismatch.actual())
                    .append('\n');
        }
        xml.writeCharacters(clean(text.append(result.summary()).toString()));
        xml.writeEndElement();
    }

    private void broken(PackOutcome outcome) throws XMLStreamException {
        newLine();
        xml.writeStartElement("testsuite");
        attribute("name", outcome.pack());
        attribute("package", outcome.pack());
        counts(List.of(), 1);
        xml.writeStartElement("testcase");
        attribute("name", "the pack is without errors");
        attribute("classname", outcome.pack());
        attribute("time", seconds(outcome.took()));
        xml.writeStartElement("error");
        attribute("message", described(outcome.findings().getFirst()));
        attribute("type", outcome.findings().getFirst().code());
        xml.writeCharacters(
                clean(outcome.findings().stream().map(JunitXml::described).collect(Collectors.joining("\n"))));
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static String described(Finding finding) {
        return finding.file() + ":" + finding.range() + " " + finding.code() + " " + finding.message();
    }

    /** @param errors packs that could not be run, each counted as one more case */
    private void counts(List<Result> results, int errors) throws XMLStreamException {
        attribute("tests", String.valueOf(results.size() + errors));
        attribute(
                "failures",
                String.valueOf(
                        results.stream().filter(result -> !result.passed()).count()));
        attribute("errors", String.valueOf(errors));
        attribute("skipped", "0");
        attribute("time", seconds(results.stream().map(Result::took).reduce(Duration.ZERO, Duration::plus)));
    }

    private static String seconds(Duration took) {
        return BigDecimal.valueOf(took.toNanos(), 9)
                .setScale(6, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    /** Without the characters that XML 1.0 cannot hold, not even escaped; a case's name may have any. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isXml(c) ? c : '\uFFFD').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
