package io.plimsoll.speed;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.rules.straight.StraightRules;
import java.util.List;

/** What is compared for speed must answer alike: rule by rule and proposal by proposal, whatever the order. */
final class SameAnswers {

    private SameAnswers() {}

    /** @throws IllegalStateException with the first question that is answered differently */
    static void require(Workload load) {
        RuleBook straight = StraightRules.of(load.rules()).with(load.rows(), Contender.LIMITS);
        RuleBook plain = PlainRules.of(load.rules()).observedBy(Observer.NONE).with(load.rows(), Contender.LIMITS);
        int proposals = 0;
        for (List<Workload.Question> account : load.accounts()) {
            for (Workload.Question question : account) {
                Proposals expected = plain.propose(question.stage(), question.view());
                proposals += expected.all().size();
                require(expected, straight.propose(question.stage(), question.view()), "straight", question);
                require(expected, load.byHand().propose(question.stage(), question.view()), "by hand", question);
            }
        }
        if (proposals < load.accounts().size()) {
            throw new IllegalStateException("only " + proposals + " proposals for "
                    + load.accounts().size() + " accounts: nothing is measured");
        }
    }

    private static void require(Proposals expected, Proposals actual, String name, Workload.Question question) {
        if (!said(expected).equals(said(actual)) || !expected.failures().equals(actual.failures())) {
            throw new IllegalStateException(
                    question.stage() + "\nexpected " + said(expected) + "\n" + name + " " + said(actual));
        }
    }

    /** Without what the rules looked at, which the class written by hand does not tell. */
    private static List<String> said(Proposals proposals) {
        return proposals.all().stream()
                .map(proposed -> proposed.rule() + " " + proposed.proposal())
                .sorted()
                .toList();
    }
}
