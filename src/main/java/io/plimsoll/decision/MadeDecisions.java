package io.plimsoll.decision;

/** Sees decisions after they have become durable, such as to make some of them again. On the path of requests: it must not wait, and never throws. */
@FunctionalInterface
public interface MadeDecisions {

    MadeDecisions UNSEEN = (given, decision) -> {};

    /** @param given everything that the decision depended on besides its policy, which it names */
    void made(Case given, Decision decision);
}
