package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Edits;
import io.plimsoll.rules.check.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the edits of findings that can only be what their author meant, file by file, and keeps those that leave fewer errors. */
public final class Mending {
    /** What an edit brings to light is mended in the next round. */
    private static final int ROUNDS_MAX = 10;

    private final Function<PolicyFiles, List<Finding>> check;
    private final List<Finding> mended = new ArrayList<>();
    private final Set<String> left = new HashSet<>();
    private PolicyFiles files;
    private List<Finding> found;

    private Mending(PolicyFiles files, Function<PolicyFiles, List<Finding>> check) {
        this.files = files;
        this.check = check;
        this.found = check.apply(files);
    }

    /**
     * Files after mending.
     *
     * @param mended the findings whose edit was made, in the order in which they were found, each where it stood
     */
    public record Mended(PolicyFiles files, List<Finding> mended) {
        public Mended {
            mended = List.copyOf(mended);
        }
    }

    /** @param check finds what is wrong with files */
    public static Mended of(PolicyFiles files, Function<PolicyFiles, List<Finding>> check) {
        Mending mending = new Mending(files, check);
        int round = 0;
        while (round < ROUNDS_MAX && mending.goesOn()) {
            round++;
        }
        return new Mended(mending.files, mending.mended);
    }

    private boolean goesOn() {
        int before = mended.size();
        Map<String, List<Finding>> certain = found.stream()
                .filter(finding -> !left.contains(finding.file()))
                .filter(finding -> files.file(finding.file())
                        .filter(file -> Edits.isCertain(finding, file.text()))
                        .isPresent())
                .distinct()
                .collect(Collectors.groupingBy(Finding::file, TreeMap::new, Collectors.toList()));
        certain.forEach(this::mend);
        return mended.size() > before;
    }

    private void mend(String path, List<Finding> findings) {
        PolicyFile file = files.file(path).orElseThrow();
        String text = Edits.made(
                file.text(),
                findings.stream().map(finding -> finding.fixes().getFirst()).toList());
        SortedMap<String, PolicyFile> edited = new TreeMap<>(files.readable());
        edited.put(path, PolicyFile.of(path, text));
        PolicyFiles tried = new PolicyFiles(edited, files.unreadable());
        List<Finding> after = check.apply(tried);
        if (errors(after) < errors(found)) {
            files = tried;
            found = after;
            mended.addAll(findings);
        } else {
            left.add(path);
        }
    }

    private static long errors(List<Finding> findings) {
        return findings.stream().filter(Finding::isError).distinct().count();
    }
}
