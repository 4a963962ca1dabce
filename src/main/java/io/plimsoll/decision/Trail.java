package io.plimsoll.decision;

import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.margin.MarginAccountId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers, while the stages run, what the decision will be explained with and what it must be held for. Belongs to one evaluation. */
final class Trail {

    private static final Comparator<Sorted> IN_ORDER = Comparator.comparing(
                    (Sorted of) -> of.line.proposed().proposal().stage())
            .thenComparing(
                    of -> of.line.marginAccount(), Comparator.nullsFirst(Comparator.<MarginAccountId>naturalOrder()))
            .thenComparing(of -> of.line.proposed().rule())
            .thenComparing(Sorted::proposal)
            .thenComparing(of -> of.line.proposed().facts().toString());

    private final boolean explains;
    private final List<Because> because = new ArrayList<>();
    private final List<HoldReason> holds = new ArrayList<>();
    private final List<Proposals.Of<HoldClosing>> closingHolds = new ArrayList<>();

    private Trail(boolean explains) {
        this.explains = explains;
    }

    /** Of a decision that will be explained. */
    static Trail explaining() {
        return new Trail(true);
    }

    /** Where nobody asks which rules spoke, only what holds the decision. */
    static Trail ofHolds() {
        return new Trail(false);
    }

    /** A set to gather the winners of a stage in, which takes everybody and keeps none where nobody asks. */
    Set<Proposed> winners() {
        return explains ? new HashSet<>() : Combine.UNNOTED;
    }

    /** Notes a stage's proposals, which of them the combining operator used, and what the stage failed at. */
    void note(Proposals proposals, Set<Proposed> won, @Nullable MarginAccountId marginAccount) {
        if (explains) {
            for (Proposed proposed : proposals.all()) {
                because.add(new Because(proposed, marginAccount, won.contains(proposed)));
            }
        }
        proposals.failures().forEach(this::hold);
    }

    /** Notes that rules forbid closing; whether anything is to be closed is known later. */
    void holdClosing(List<Proposals.Of<HoldClosing>> proposals) {
        closingHolds.addAll(proposals);
    }

    List<Proposals.Of<HoldClosing>> closingHolds() {
        return List.copyOf(closingHolds);
    }

    void hold(HoldReason reason) {
        if (!holds.contains(reason)) {
            holds.add(reason);
        }
    }

    void hold(HoldReason.Code code, String detail) {
        hold(new HoldReason(code, detail));
    }

    boolean isHeld() {
        return !holds.isEmpty();
    }

    /** Sorted, so that the order in which rules fired leaves no trace. */
    List<HoldReason> holds() {
        if (holds.size() <= 1) {
            return List.copyOf(holds);
        }
        return holds.stream()
                .sorted(Comparator.comparing(HoldReason::code).thenComparing(HoldReason::detail))
                .toList();
    }

    /** By stage, margin account, rule and what was proposed, so that the order in which rules fired leaves no trace. */
    List<Because> because() {
        return because.stream()
                .map(Sorted::new)
                .sorted(IN_ORDER)
                .map(Sorted::line)
                .toList();
    }

    /** A line while it is sorted: the text of what it proposes is made where it is compared, and once. */
    private static final class Sorted {
        private final Because line;
        private @Nullable String proposal;

        Sorted(Because line) {
            this.line = line;
        }

        Because line() {
            return line;
        }

        String proposal() {
            String known = proposal;
            if (known == null) {
                known = line.proposed().proposal().toString();
                proposal = known;
            }
            return known;
        }
    }
}
