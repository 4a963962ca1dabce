package io.plimsoll.decision;

import java.util.List;

/**
 * What a stage's rules proposed, in no particular order, and why the stage could not be carried through if it could not.
 *
 * @param failures empty if every rule ran; otherwise the decision is {@link Outcome#HOLD}
 */
public record Proposals(List<Proposed> all, List<HoldReason> failures) {
    public Proposals {
        all = List.copyOf(all);
        failures = List.copyOf(failures);
    }

    /** The proposals of one kind. */
    public <P extends Proposal> List<Of<P>> of(Class<P> kind) {
        return all.stream()
                .filter(proposed -> kind.isInstance(proposed.proposal()))
                .map(proposed -> new Of<>(proposed, kind.cast(proposed.proposal())))
                .toList();
    }

    /** A proposal of a known kind with its origin. */
    public record Of<P extends Proposal>(Proposed origin, P proposal) {}
}
