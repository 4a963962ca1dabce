package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Domain;
import io.plimsoll.rules.interval.Node;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Reckoning;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.interval.VaryingRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An account under a policy version in formulas of its marks and the instant: the stages of {@link DecisionService#evaluate} with questions in the
 * place of conditions. At every place where all of them have an answer, the decision is the one that these answers make.
 */
final class AccountFormulas {

    /** Positions that rules which look at several at once may be asked about: their questions cannot reach the limit that holds a decision. */
    private static final int ACROSS_MAX = 5;

    private final Case given;
    private final Policy policy;
    private final VaryingRules rules;
    private final Sheet sheet = new Sheet();
    private final Holds holds = new Holds();
    private final Holds ofMargin = new Holds();
    private final Variables variables;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<CalendarTimes> calendars;
    private final Reckoning reckoning;
    private @Nullable MarginFormulas anySize;

    /**
     * @param outcomes of the margin accounts as they are now
     * @throws CannotBound if the rules ask for what is not followed
     */
    AccountFormulas(Case given, Policy policy, VaryingRules rules, Map<MarginAccountId, Outcome> outcomes)
            throws CannotBound {
        if (!policy.rounding().neverFavoursTheAccount()) {
            throw new CannotBound("the pack does not round requirements up and values down");
        }
        this.given = given;
        this.policy = policy;
        this.rules = rules;
        this.variables = new Variables(given.snapshot(), sheet);
        this.calendars = policy.calendars().stream()
                .map(calendar -> calendar.at(given.evaluatedAt()))
                .toList();
        build(outcomes);
        this.reckoning = new Reckoning(sheet, wanted());
        requireMarginRulesNeverFail();
    }

    Variables variables() {
        return variables;
    }

    Sheet sheet() {
        return sheet;
    }

    Reckoning reckoning() {
        return reckoning;
    }

    private void build(Map<MarginAccountId, Outcome> outcomes) throws CannotBound {
        AccountSnapshot snapshot = given.snapshot();
        VaryingFacts facts = new VaryingFacts(sheet, variables, snapshot.markets());
        Map<String, List<Object>> rows = rules.rows(FactsOf.keys(snapshot));
        GuardFormulas guard = new GuardFormulas(sheet, variables, snapshot, holds);
        List<PricedPosition> atMark = atMark();
        View view = view(atMark, null);
        Suggestions guards = ask(
                Stage.GUARD, facts.of(Stage.GUARD, rules.types(Stage.GUARD), view, guard.atMarks(), null), rows, holds);
        List<Valued> valued = guard.valued(guards);
        var collateral = new CollateralFormulas(sheet, snapshot, holds);
        collateral.check(
                ask(
                        Stage.COLLATERAL,
                        facts.of(Stage.COLLATERAL, rules.types(Stage.COLLATERAL), view, valued, null),
                        rows,
                        holds),
                valued);
        MarginFormulas margin = new MarginFormulas(
                sheet, ofMargin, valued, policy.rules().traits().saysInitialMargin());
        margin.read(ask(
                Stage.MARGIN, facts.of(Stage.MARGIN, rules.types(Stage.MARGIN), view, valued, null), rows, ofMargin));
        requireFewPositionsAcross();
        for (MarginAccount account : DecisionService.marginAccounts(given, policy)) {
            Outcome outcome = outcomes.getOrDefault(account.id(), Outcome.HEALTHY);
            Margined margined = margin.margined(
                    account,
                    haircut(account, collateral, valued),
                    breachedFor(account.id(), facts),
                    isRestUntold(account, margin));
            View judging =
                    view(margined.positions().stream().map(own -> priced(own)).toList(), account);
            Suggestions due = ask(
                    Stage.THRESHOLD,
                    facts.of(Stage.THRESHOLD, rules.types(Stage.THRESHOLD), judging, margined.positions(), margined),
                    rows,
                    holds);
            verdicts.add(Verdict.of(margined, due, judging.openCall(), variables, sheet, holds));
            if (outcome.closesPositions() || outcome == Outcome.REDUCE_ONLY) {
                View closing = closing(judging, outcome);
                Suggestions asked = ask(
                        Stage.LIQUIDATION,
                        facts.of(
                                Stage.LIQUIDATION,
                                rules.types(Stage.LIQUIDATION),
                                closing,
                                margined.positions(),
                                margined),
                        rows,
                        holds);
                new ClosingFormulas(sheet, holds, margined, () -> anySize(facts, view, valued, rows))
                        .check(outcome, asked, snapshot);
                if (outcome.closesPositions()) {
                    guard.holdClosings(account);
                }
            }
        }
    }

    /** What margin rules say of positions of any size; where rules look at several at once, they are asked about all of them together. */
    private MarginFormulas anySize(VaryingFacts facts, View view, List<Valued> valued, Map<String, List<Object>> rows)
            throws CannotBound {
        if (policy.rules().traits().looksAcrossPositions()) {
            throw new CannotBound("parts of positions are closed, and margin rules look at several positions at once");
        }
        if (anySize == null) {
            anySize = new MarginFormulas(sheet, ofMargin, valued, false);
            anySize.read(ask(Stage.MARGIN, facts.ofAnySize(rules.types(Stage.MARGIN), view, valued), rows, ofMargin));
        }
        return anySize;
    }

    private Suggestions ask(Stage stage, List<Object> facts, Map<String, List<Object>> rows, Holds into)
            throws CannotBound {
        Suggestions suggestions = rules.of(stage, facts, rows, sheet);
        into.failures(suggestions);
        return suggestions;
    }

    private List<PricedPosition> atMark() {
        AccountSnapshot snapshot = given.snapshot();
        return snapshot.positions().stream()
                .map(position -> new PricedPosition(
                        position,
                        position.mark().price(),
                        PriceSource.MARK,
                        snapshot.conversionOf(position.instrument())))
                .toList();
    }

    private static PricedPosition priced(Valued valued) {
        return new PricedPosition(
                valued.position(), valued.position().mark().price(), PriceSource.MARK, valued.conversion());
    }

    private View view(List<PricedPosition> positions, @Nullable MarginAccount account) {
        OpenCall call = account == null ? null : given.openCall(account.id()).orElse(null);
        LastDecision last =
                account == null ? null : given.lastDecision(account.id()).orElse(null);
        return new View(
                given.snapshot(), given.evaluatedAt(), positions, account, Map.of(), call, last, null, calendars);
    }

    /** Orders and debts are those of the cross margin account. */
    private boolean isRestUntold(MarginAccount account, MarginFormulas margin) {
        AccountSnapshot snapshot = given.snapshot();
        return account.id().equals(MarginAccountId.CROSS)
                && (snapshot.openOrders().stream()
                                .anyMatch(order -> !order.reduceOnly() && !margin.binds(order.orderId()))
                        || account.balances().holdings().stream().anyMatch(held -> margin.lacks(held, snapshot)));
    }

    private void requireFewPositionsAcross() throws CannotBound {
        boolean asks = policy.maintenanceConvention() == MaintenanceConvention.MOVES_WITH_PRICE
                && policy.rules().traits().looksAcrossPositions();
        if (asks && given.snapshot().positions().size() > ACROSS_MAX) {
            throw new CannotBound("margin rules look at several of more than " + ACROSS_MAX + " positions at once");
        }
    }

    private Amount haircut(MarginAccount account, CollateralFormulas collateral, List<Valued> valued)
            throws CannotBound {
        if (!account.conversions().joined().isEmpty()) {
            throw new CannotBound("profits join the balances of "
                    + String.join(", ", new TreeSet<>(account.conversions().joined())));
        }
        List<Amount> haircuts = new ArrayList<>();
        account.conversions()
                .rates()
                .forEach((currency, rate) -> haircuts.add(sheet.product(
                        sheet.largest(collateral.profit(currency, valued), sheet.given(Decimals.ZERO)), rate)));
        return sheet.sum(haircuts);
    }

    private Object breachedFor(MarginAccountId account, VaryingFacts facts) {
        Instant since =
                given.lastDecision(account).map(LastDecision::breachedSince).orElse(null);
        return since == null ? VaryingFacts.noTime() : facts.since(since, true);
    }

    private View closing(View judging, Outcome outcome) {
        return new View(
                judging.snapshot(),
                judging.evaluatedAt(),
                judging.positions(),
                judging.marginAccount(),
                judging.prices(),
                judging.openCall(),
                judging.lastDecision(),
                outcome,
                calendars);
    }

    private List<Node> wanted() {
        List<Node> wanted = new ArrayList<>();
        verdicts.forEach(verdict -> verdict.questions().forEach(wanted::add));
        for (Holds some : List.of(holds, ofMargin)) {
            some.holds().forEach(reason -> wanted.add(reason.when()));
            some.failures().forEach(reason -> wanted.add(reason.when()));
        }
        return wanted;
    }

    /** The search for liquidation prices asks margin rules at any price; one that failed there would hold the decision. */
    private void requireMarginRulesNeverFail() throws CannotBound {
        if (ofMargin.failures().isEmpty()) {
            return;
        }
        reckoning.in(Domain.everywhere(sheet.lines(), sheet.frees(), sheet.times()));
        for (Holds.Reason failure : ofMargin.failures()) {
            if (reckoning.of(failure.when()) != Truth.FALSE) {
                throw new CannotBound(failure.because());
            }
        }
    }

    /** What is known in a domain: the answer of every margin account and whether the decision is held; or what is not. */
    Standing in(Domain domain) {
        reckoning.in(domain);
        return standing();
    }

    /** The same, where only variables of one kind have moved since the last time. */
    Standing in(Domain domain, Domain.Kind moved) {
        reckoning.in(domain, moved);
        return standing();
    }

    private Standing standing() {
        for (Holds some : List.of(holds, ofMargin)) {
            for (Holds.Reason failure : some.failures()) {
                if (reckoning.of(failure.when()) != Truth.FALSE) {
                    return new Standing.Open(failure.when(), failure.because());
                }
            }
        }
        List<Verdict.Answer.Known> answers = new ArrayList<>();
        boolean held = false;
        for (Verdict verdict : verdicts) {
            switch (verdict.answer(reckoning)) {
                case Verdict.Answer.Open open -> {
                    return new Standing.Open(open.about(), open.because());
                }
                case Verdict.Answer.Known known -> {
                    answers.add(known);
                    held |= known.held();
                }
            }
        }
        Holds.Reason open = null;
        for (Holds some : List.of(holds, ofMargin)) {
            for (Holds.Reason hold : some.holds()) {
                Truth truth = reckoning.of(hold.when());
                held |= truth == Truth.TRUE;
                open = truth == Truth.UNKNOWN ? hold : open;
            }
        }
        return open != null && !held
                ? new Standing.Open(open.when(), open.because())
                : new Standing.Known(answers, held);
    }

    /** What is known of the account in a domain. */
    sealed interface Standing {

        /** Everything that matters is the same everywhere in it. */
        record Known(List<Verdict.Answer.Known> answers, boolean held) implements Standing {}

        /** Something may not be, because a question has no answer, or not the one that it must have. */
        record Open(Question about, String because) implements Standing {}
    }

    /** The margin accounts that answers are about, in their order. */
    List<MarginAccountId> accounts() {
        return verdicts.stream().map(Verdict::account).toList();
    }
}
