package io.plimsoll.policy.analysis;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.policy.analysis.Weakness.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Something that rules say below a value and above it, and not between. */
final class Silences {
    /** Windows of time that are no further apart touch one another. */
    private static final BigDecimal TOUCHING_SECONDS = BigDecimal.valueOf(60);

    private final Along along;

    Silences(Along along) {
        this.along = along;
    }

    /** Something is said below and above, and not between. Beyond the largest value that tables reach nothing need be said. */
    void judge() {
        List<Reading> bySize = along.worsening(reading -> true, shrinks());
        Set<Spoken> all = new TreeSet<>();
        bySize.forEach(reading -> all.addAll(Spoken.in(reading)));
        for (Spoken spoken : all) {
            Reading before = null;
            Reading silent = null;
            for (Reading reading : bySize) {
                if (!Spoken.in(reading).contains(spoken)) {
                    silent = silent == null ? reading : silent;
                    continue;
                }
                if (silent != null && (before != null || spoken.isNeeded() && isPossible(silent, spoken))) {
                    silent(spoken, before == null ? reading : before, silent, reading);
                }
                silent = null;
                before = reading;
            }
        }
    }

    /** True where the positions are worth less the further the driver goes, as an inverse contract is at a higher mark. */
    private boolean shrinks() {
        return !along.track().readings().isEmpty()
                && worth(along.track().readings().getFirst())
                                .compareTo(worth(along.track().readings().getLast()))
                        > 0;
    }

    private static BigDecimal worth(Reading reading) {
        return reading.given().snapshot().positions().stream()
                .map(of -> of.contract()
                        .valueOf(
                                of.quantity().abs().multiply(of.multiplier()),
                                of.mark().price()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Nothing need be said of what is not there. */
    private static boolean isPossible(Reading silent, Spoken spoken) {
        AccountSnapshot of = silent.given().snapshot();
        return of.positions().stream().anyMatch(held -> held.id().toString().equals(spoken.about()))
                || of.openOrders().stream().anyMatch(order -> order.orderId().equals(spoken.about()))
                || of.collateral().stream()
                        .anyMatch(held -> held.asset().equals(spoken.about())
                                && held.quantity().signum() > 0);
    }

    private void silent(Spoken spoken, Reading before, Reading silent, Reading after) {
        Reading last = lastBefore(after);
        if (isOfOtherTimes(before, after, spoken)) {
            return;
        }
        String at = Along.isSame(before, after)
                ? (shrinks() ? "above " : "below ") + along.at(after)
                : silent.at().compareTo(last.at()) == 0
                        ? "at " + along.at(silent)
                        : "from " + along.at(silent) + " to " + Along.plain(last);
        Set<String> rules = new TreeSet<>(spoken.rules(before));
        rules.addAll(spoken.rules(after));
        List<Place> concerned = Along.both(
                along.places().between(silent, before, Set.of(spoken.stage())),
                along.places().between(last, after, Set.of(spoken.stage())));
        along.found()
                .add(
                        Kind.GAP,
                        "silent " + spoken.verb() + rules,
                        along.at(silent),
                        "no rule says " + words(spoken.verb()) + " of `" + spoken.about() + "` " + at + ", "
                                + String.join(" and ", rules)
                                + (Along.isSame(before, after) ? " does beyond" : " does on both sides"),
                        concerned,
                        Along.isSame(before, after)
                                ? List.of(along.shown(silent), along.shown(after))
                                : List.of(along.shown(before), along.shown(silent), along.shown(after)));
    }

    /** Two windows of time may lie years apart; only where they nearly touch is something between them forgotten. */
    private boolean isOfOtherTimes(Reading before, Reading after, Spoken spoken) {
        boolean ofTime = along.track().driver().meaning() == Meaning.CLOCK
                || spoken.verb().equals("ExtendCall");
        return ofTime && after.at().subtract(before.at()).compareTo(TOUCHING_SECONDS) > 0;
    }

    private Reading lastBefore(Reading reading) {
        int index = along.track().readings().indexOf(reading);
        return along.track().readings().get(Math.max(0, index - 1));
    }

    private static String words(String verb) {
        return switch (verb) {
            case "Haircut" -> "the haircut";
            case "ValueCap" -> "the cap";
            case "Initial" -> "the initial margin";
            case "Maintenance" -> "the maintenance margin";
            case "OrderInitial" -> "the margin";
            case "ClosingCost" -> "the closing cost";
            case "Multiply" -> "the factor";
            case "AddOn" -> "the add-on";
            case "Accept" -> "the step";
            case "ExtendCall" -> "the time to cure";
            default -> "`" + verb + "`";
        };
    }
}
