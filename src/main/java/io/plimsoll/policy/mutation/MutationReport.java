package io.plimsoll.policy.mutation;

import io.plimsoll.rules.model.Range;
import java.time.Duration;
import java.util.List;

/**
 * Which changes of a pack its scenarios notice.
 *
 * @param verdicts one for each change, in the order of the rules
 */
public record MutationReport(String pack, List<Verdict> verdicts, Duration took) {
    public MutationReport {
        verdicts = List.copyOf(verdicts);
    }

    /** What became of a change. */
    public enum Fate {
        /** A case failed on it. */
        KILLED,
        /** Cases come to the place, and none notices. */
        SURVIVED,
        /** No case comes to the place. */
        UNCOVERED
    }

    /**
     * One change.
     *
     * @param rule id of the rule
     * @param file the rule's, from the home folder
     * @param range what was changed
     * @param original the author's text there
     * @param words the change, as it ends "no case notices ..."
     * @param by the case that noticed; empty unless killed
     */
    public record Verdict(String rule, String file, Range range, String original, String words, Fate fate, String by) {

        /** The survivor in one sentence with its place. */
        public String sentence() {
            String place = file + ":" + range + " " + rule + " ";
            String change = words.contains("`" + original) ? words : words + ": `" + original + "`";
            return switch (fate) {
                case KILLED -> place + "`" + by + "` notices " + change;
                case SURVIVED -> place + "no case notices " + change;
                case UNCOVERED -> place + "no case comes here to notice " + change;
            };
        }
    }

    public long count(Fate fate) {
        return verdicts.stream().filter(verdict -> verdict.fate() == fate).count();
    }

    /** Killed of all, whole percent rounded down; 100 where nothing could be changed. */
    public int killedPercent() {
        return verdicts.isEmpty() ? 100 : (int) (100 * count(Fate.KILLED) / verdicts.size());
    }
}
