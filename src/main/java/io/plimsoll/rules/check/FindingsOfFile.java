package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the findings of one file. Of several errors at one place only the first is kept: the others follow from it. */
final class FindingsOfFile {

    /** Nobody reads more, and a hostile file must not cost more. */
    private static final int FINDINGS_MAX = 500;

    private static final int SNIPPET_LENGTH_MAX = 120;

    private final SourceText text;
    private final List<Finding> all = new ArrayList<>();
    private final Set<Integer> errorStarts = new HashSet<>();
    private @Nullable String rule;

    FindingsOfFile(SourceText text) {
        this.text = text;
    }

    /** Where a piece of the file stands. */
    Range range(Span span) {
        return text.range(span);
    }

    /** A limit on a line that is wrong anyway is not pointed out: mending comes first. */
    List<Finding> all() {
        Set<Integer> wrong = new HashSet<>();
        all.stream()
                .filter(Finding::isError)
                .forEach(finding -> wrong.add(finding.range().startLine()));
        return all.stream()
                .filter(finding -> !finding.code().equals(Code.NUMBER.id())
                        || !wrong.contains(finding.range().startLine()))
                .toList();
    }

    boolean hasErrors() {
        return all.stream().anyMatch(Finding::isError);
    }

    /** Findings from now on stand in this rule; null outside a rule. */
    void in(@Nullable String ruleId) {
        rule = ruleId == null || ruleId.isBlank() ? null : ruleId;
    }

    /** Tells in which rule the findings stand that were made before the rules were read. */
    void place(List<Tree.Rule> rules) {
        all.replaceAll(finding -> rules.stream()
                .filter(known -> finding.rule() == null && contains(text.range(known.whole()), finding.range()))
                .findFirst()
                .filter(known -> !known.name().text().isBlank())
                .map(known -> finding.in(known.name().text().split(" ", 2)[0]))
                .orElse(finding));
    }

    /** Forgets what was found within a piece that turns out to be wrong as a whole. */
    void dropWithin(Span whole) {
        all.removeIf(finding -> contains(text.range(whole), finding.range()));
        errorStarts.removeIf(start -> start >= whole.start() && start < whole.end());
    }

    /** Leaves the first error alone: in a file that is none of rules all others follow from that. */
    void keepFirst() {
        List<Finding> first = all.stream().sorted(Finding.BY_PLACE).limit(1).toList();
        all.clear();
        all.addAll(first);
    }

    private static boolean contains(Range whole, Range part) {
        boolean after = part.startLine() > whole.startLine()
                || (part.startLine() == whole.startLine() && part.startColumn() >= whole.startColumn());
        boolean before = part.startLine() < whole.endLine()
                || (part.startLine() == whole.endLine() && part.startColumn() < whole.endColumn());
        return after && before;
    }

    /** The text of a piece of the file. */
    String slice(Span span) {
        return text.slice(span);
    }

    void error(Code code, Span span, String message) {
        add(Severity.ERROR, code, span, message, null, List.of());
    }

    void error(Code code, Span span, String message, @Nullable String hint, Fix... fixes) {
        add(Severity.ERROR, code, span, message, hint, List.of(fixes));
    }

    void warning(Code code, Span span, String message, String hint, Fix... fixes) {
        add(Severity.WARNING, code, span, message, hint, List.of(fixes));
    }

    /** Writes something in the place of what stands there. */
    Fix write(Span span, String replacement) {
        return new Fix("write `" + replacement + "`", text.range(span), replacement);
    }

    /** Writes something behind what stands there. */
    Fix append(Span span, String addition) {
        Span behind = new Span(span.end(), span.end());
        return new Fix("add `" + addition.strip() + "`", text.range(behind), addition);
    }

    /** Writes something before what stands there. */
    Fix insert(Span span, String addition) {
        Span before = new Span(span.start(), span.start());
        return new Fix("add `" + addition.strip() + "`", text.range(before), addition);
    }

    Fix delete(Span span) {
        return new Fix("delete `" + snippet(span) + "`", text.range(span), "");
    }

    /** Writes the known name that an author may have meant; each of those that are equally near, none where no name is near. */
    Fix[] respell(Span span, String written, Collection<String> known) {
        return Similar.allNearest(written, known).stream()
                .map(near -> write(span, near))
                .toArray(Fix[]::new);
    }

    private void add(Severity severity, Code code, Span span, String message, @Nullable String hint, List<Fix> fixes) {
        boolean known =
                severity == Severity.ERROR ? !errorStarts.add(span.start()) : errorStarts.contains(span.start());
        if (!known && all.size() < FINDINGS_MAX) {
            all.add(new Finding(
                    severity, code.id(), message, text.path(), text.range(span), rule, snippet(span), hint, fixes));
        }
    }

    private String snippet(Span span) {
        String whole = text.slice(span);
        String line = whole.lines().findFirst().orElse("");
        return line.length() <= SNIPPET_LENGTH_MAX ? line : line.substring(0, SNIPPET_LENGTH_MAX);
    }
}
