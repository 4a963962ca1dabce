package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.Range;
import java.util.List;
import java.util.function.Function;

/**
 * Something that is wrong with what a pack means.
 *
 * @param message one sentence in lower case
 * @param places the comparisons, rules and rows concerned, the likeliest first; never empty
 * @param accounts that show it, worse off last; empty only where no account can
 * @param times at how many limits the same was found; the accounts show the first
 */
public record Weakness(Kind kind, String message, List<Place> places, List<Shown> accounts, int times) {
    private static final String RULE = "rule ";

    public Weakness {
        places = List.copyOf(places);
        accounts = List.copyOf(accounts);
    }

    /** The same with its accounts decided anew. */
    Weakness decidedBy(Function<Case, Decision> decide) {
        return new Weakness(
                kind,
                message,
                places,
                accounts.stream()
                        .map(shown -> new Shown(shown.at(), shown.given(), decide.apply(shown.given())))
                        .toList(),
                times);
    }

    /** As a finding at its first place. */
    public Finding finding() {
        Place first = places.getFirst();
        String rule = first.what().startsWith(RULE) ? first.what().substring(RULE.length()) : null;
        String more = times == 1 ? "" : "; the same at %d other limits".formatted(times - 1);
        return new Finding(kind.severity(), kind.id(), message + more, first.file(), first.range(), rule, "", null);
    }

    /**
     * A comparison, a rule or a row.
     *
     * @param file its path from the home folder
     * @param what such as {@code rule THR-020} or {@code row of Bracket}
     */
    public record Place(String file, Range range, String what) {}

    /**
     * An account and what was decided about it.
     *
     * @param at where it stands, such as {@code quantity of USDT 499.99}
     */
    public record Shown(String at, Case given, Decision decision) {}
}
