package io.plimsoll.policy;

import io.plimsoll.decision.Stage;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rule files wherever they stand, such as drafts: checked together, as if one pack named them all. */
public final class LooseRules {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+plimsoll\\.([a-z]{1,20})");

    private LooseRules() {}

    /** Everything that is wrong with the files, with their own paths. */
    public static List<Finding> check(List<PolicyFile> files) {
        Map<String, String> paths = new HashMap<>();
        List<RuleSource> sources = new ArrayList<>();
        for (PolicyFile file : files) {
            String path = inFolderOfStage(file);
            paths.put(path, file.path());
            sources.add(new RuleSource(path, file.text()));
        }
        return RuleChecker.check(sources).findings().stream()
                .map(finding -> finding.inFile(paths.getOrDefault(finding.file(), finding.file())))
                .toList();
    }

    /** A file in no folder of a stage is taken for one of the stage that its package names. */
    private static String inFolderOfStage(PolicyFile file) {
        String path = file.path();
        int name = path.lastIndexOf('/') + 1;
        String folder = path.substring(path.lastIndexOf('/', name - 2) + 1, Math.max(0, name - 1));
        Matcher declared = PACKAGE.matcher(file.text());
        Optional<String> stage = declared.find() ? Optional.of(declared.group(1)) : Optional.empty();
        boolean atHome = isStage(folder) || stage.filter(LooseRules::isStage).isEmpty();
        return atHome ? path : path.substring(0, name) + stage.get() + "/" + path.substring(name);
    }

    private static boolean isStage(String name) {
        return Arrays.stream(Stage.values()).anyMatch(stage -> stage.topic().equals(name));
    }
}
