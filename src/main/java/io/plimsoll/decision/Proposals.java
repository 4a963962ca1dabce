package io.plimsoll.decision;

import java.util.ArrayList;
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
        List<Of<P>> found = List.of();
        for (Proposed proposed : all) {
            if (kind.isInstance(proposed.proposal())) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(new Of<>(proposed, kind.cast(proposed.proposal())));
            }
        }
        return found;
    }

    /** A proposal of a known kind with its origin. */
    public record Of<P extends Proposal>(Proposed origin, P proposal) {}
}
