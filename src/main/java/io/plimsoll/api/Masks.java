package io.plimsoll.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an export is withheld: {@code account} for everything that tells whose it is, {@code amounts} for everything that may hold one, or fields by name.
 * A field by name is withheld alone: what it says may follow from others.
 */
final class Masks {

    private static final Pattern FIELD =
            Pattern.compile("(?:decision|snapshot)\\.[A-Za-z]{1,64}|previous|revision|openCalls");

    /** Ids of decisions, calls and fills are made from the account's, so whoever has them could try all accounts. */
    private static final Set<String> ACCOUNT = Set.of(
            "decision.accountId",
            "decision.decisionId",
            "decision.marginCall",
            "decision.marginCalls",
            "decision.fills",
            "snapshot.accountId",
            "snapshot.attributes",
            "snapshot.openOrders",
            "openCalls",
            "previous",
            "revision");

    /** All else may hold an amount, also what later versions add. */
    private static final Set<String> WITHOUT_AMOUNTS = Set.of(
            "decision.decisionId",
            "decision.accountId",
            "decision.snapshotSequence",
            "decision.asOf",
            "decision.evaluatedAt",
            "decision.decidedAt",
            "decision.trigger",
            "decision.policy",
            "decision.outcome",
            "decision.withheld",
            "snapshot.accountId",
            "snapshot.sequence",
            "snapshot.asOf",
            "snapshot.segment",
            "snapshot.settlementCurrency",
            "previous",
            "revision");

    private Masks() {}

    static Predicate<String> of(@Nullable String list) {
        if (list == null) {
            return field -> false;
        }
        Set<String> words = new HashSet<>(List.of(list.split(",", -1)));
        for (String word : words) {
            if (!word.equals("account")
                    && !word.equals("amounts")
                    && !FIELD.matcher(word).matches()) {
                throw Query.refused(
                        "mask", "expected `account`, `amounts`, or fields such as `decision.figures`, between commas");
            }
        }
        return field -> words.contains(field)
                || words.contains("account") && ACCOUNT.contains(field)
                || words.contains("amounts") && !WITHOUT_AMOUNTS.contains(field);
    }
}
