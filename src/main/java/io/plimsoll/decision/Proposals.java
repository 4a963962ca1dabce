package io.plimsoll.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        return of(kind, proposal -> true);
    }

    /** Those of one kind that are wanted. */
    <P extends Proposal> List<Of<P>> of(Class<P> kind, Predicate<P> wanted) {
        List<Of<P>> found = List.of();
        for (Proposed proposed : all) {
            if (kind.isInstance(proposed.proposal()) && wanted.test(kind.cast(proposed.proposal()))) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                found.add(new Of<>(proposed, kind.cast(proposed.proposal())));
            }
        }
        return found;
    }

    /** Those of one kind, and all others from proposals that were made later. */
    Proposals keeping(Class<? extends Proposal> kind, Proposals later) {
        List<Proposed> kept = new ArrayList<>();
        all.stream().filter(proposed -> kind.isInstance(proposed.proposal())).forEach(kept::add);
        later.all().stream()
                .filter(proposed -> !kind.isInstance(proposed.proposal()))
                .forEach(kept::add);
        return new Proposals(
                kept,
                Stream.concat(failures.stream(), later.failures().stream())
                        .distinct()
                        .toList());
    }

    /** A proposal of a known kind with its origin. */
    public record Of<P extends Proposal>(Proposed origin, P proposal) {}
}
