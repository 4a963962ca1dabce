package io.plimsoll.policy;

import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.PackFolder;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is wrong with a draft, found without compiling anything. Nothing of it is put in force.
 *
 * @param packs the packs that the draft touches
 * @param findings of those packs, and of rule files of the draft that no pack names; in the order of packs, files and places
 */
public record DraftCheck(SortedSet<String> packs, List<Finding> findings) {
    public DraftCheck {
        findings = List.copyOf(findings);
    }

    /**
     * Checks files laid over others.
     *
     * @param changes text by path from the home folder; an empty one takes the file away
     */
    public static DraftCheck of(PolicyFiles installed, Map<String, Optional<String>> changes) {
        PolicyFiles files = laidOver(installed, changes);
        SortedSet<String> packs = new TreeSet<>();
        Set<Finding> findings = new LinkedHashSet<>();
        for (String pack : files.packs()) {
            Set<String> inputs = PackFolder.read(files, pack).inputs();
            boolean touched = changes.keySet().stream()
                    .anyMatch(path -> inputs.contains(path) || path.startsWith(PolicyFiles.POLICIES + pack + "/"));
            if (touched) {
                packs.add(pack);
                findings.addAll(findings(files, pack));
            }
        }
        PackCheck.ofUnused(files).stream()
                .filter(finding -> changes.containsKey(finding.file()))
                .forEach(findings::add);
        return new DraftCheck(packs, List.copyOf(findings));
    }

    private static PolicyFiles laidOver(PolicyFiles installed, Map<String, Optional<String>> changes) {
        SortedMap<String, PolicyFile> readable = new TreeMap<>(installed.readable());
        SortedMap<String, Finding> unreadable = new TreeMap<>(installed.unreadable());
        changes.forEach((path, text) -> {
            unreadable.remove(path);
            readable.remove(path);
            text.ifPresent(given -> readable.put(path, PolicyFile.of(path, given)));
        });
        return new PolicyFiles(readable, unreadable);
    }

    /** A fault of the check itself must not look like a sound draft. */
    private static List<Finding> findings(PolicyFiles files, String pack) {
        try {
            return PackCheck.of(files, pack).findings();
        } catch (RuntimeException e) {
            return List.of(Findings.ofFailure(pack, e));
        }
    }
}
