package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.margin.MarginAccount;
import java.util.List;

/** Forbids closing by force at prices that guard rules do not trust enough for it; warnings, calls and the block of new risk go on. */
final class ClosingHolds {

    private ClosingHolds() {}

    /** Holds the decision if positions of a margin account are to be closed while a rule forbids it for one of its instruments, or for all. */
    static void apply(List<Judgement> judgements, Trail trail) {
        for (Judgement judgement : judgements) {
            if (judgement.outcome().closesPositions()) {
                trail.closingHolds().stream()
                        .filter(hold -> concerns(hold.proposal(), judgement.account()))
                        .forEach(hold -> trail.hold(
                                HoldReason.Code.GUARD_CLOSING,
                                hold.origin().withFacts(hold.proposal().reason())));
            }
        }
    }

    private static boolean concerns(HoldClosing hold, MarginAccount account) {
        return hold.instrument() == null
                || account.positions().stream()
                        .map(position -> position.id())
                        .map(PositionId::instrument)
                        .anyMatch(hold.instrument()::equals);
    }
}
