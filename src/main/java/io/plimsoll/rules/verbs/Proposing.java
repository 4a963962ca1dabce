package io.plimsoll.rules.verbs;

import io.plimsoll.decision.Proposal;
import java.util.function.Supplier;

/** Takes what the rule that is firing proposes. */
@FunctionalInterface
public interface Proposing {

    /**
     * @param proposal throws where what the rule proposes makes no sense; taken as a supplier so that the failure is known as this rule's
     *     and every other rule still proposes
     */
    void propose(Supplier<Proposal> proposal);
}
