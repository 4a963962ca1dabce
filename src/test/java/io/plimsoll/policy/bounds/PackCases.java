package io.plimsoll.policy.bounds;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The cases of a shipped pack, and others like them: more or less money, other prices. */
record PackCases(List<PackCase> all) {

    /** A case with the policy that decides it. */
    record PackCase(String name, Case given, Policy policy, VaryingRules rules) {

        OutcomeBounds bounds() {
            return OutcomeBounds.of(given, DecisionService.outcomeAlone(given, policy), policy, rules);
        }

        PackCase with(AccountSnapshot snapshot) {
            return new PackCase(
                    name,
                    new Case(
                            snapshot,
                            given.snapshotDigest(),
                            given.openCalls(),
                            given.lastDecisions(),
                            given.fills(),
                            Trigger.WHAT_IF,
                            given.evaluatedAt()),
                    policy,
                    rules);
        }
    }

    static PackCases of(String pack) throws IOException {
        Candidate candidate = ShippedPacks.candidate(pack);
        PlainRules plain = PlainRules.of(candidate.rules());
        List<PackCase> cases = new ArrayList<>();
        for (Suite suite : candidate.suites()) {
            Map<String, List<TableRow>> tables = candidate.tablesWith(suite.tables());
            Policy policy = candidate.scenarioPolicy(plain.observedBy(Observer.NONE), tables);
            Map<String, List<Map<String, Object>>> rows = new HashMap<>();
            tables.forEach((type, of) -> rows.put(type, TableRow.values(of)));
            VaryingRules rules = VaryingRules.of(plain, rows);
            suite.scenarios()
                    .forEach(scenario -> cases.add(
                            new PackCase(suite.name() + ": " + scenario.name(), scenario.given(), policy, rules)));
        }
        return new PackCases(cases);
    }

    /** A case like one of these. */
    PackCase anyOf(Random random) {
        PackCase like = all.get(random.nextInt(all.size()));
        AccountSnapshot snapshot = like.given().snapshot();
        if (random.nextInt(3) > 0) {
            BigDecimal factor = factor(random, random.nextBoolean() ? 5.0 : 0.5);
            List<Collateral> collateral = snapshot.collateral().stream()
                    .map(held -> held.withMore(held.quantity().multiply(factor).subtract(held.quantity())))
                    .toList();
            snapshot = snapshot.withCollateral(collateral);
        }
        if (random.nextInt(3) > 0) {
            snapshot = atOtherPrices(snapshot, random);
        }
        return like.with(snapshot);
    }

    /** The same within a tenth of its prices. */
    AccountSnapshot atOtherPrices(AccountSnapshot given, Random random) {
        AccountSnapshot snapshot = given;
        for (Position position : List.copyOf(snapshot.positions())) {
            Mark mark = snapshot.positions().stream()
                    .filter(held -> held.instrument().equals(position.instrument()))
                    .findFirst()
                    .orElseThrow()
                    .mark();
            BigDecimal price = mark.price().multiply(factor(random, 0.1)).round(new MathContext(8));
            snapshot = random.nextBoolean()
                    ? snapshot.atPrice(position.instrument(), price)
                    : snapshot.withMark(position.instrument(), new Mark(price, mark.indexPrice(), mark.time()));
        }
        return snapshot;
    }

    private static BigDecimal factor(Random random, double most) {
        return BigDecimal.valueOf(Math.exp((random.nextDouble() * 2 - 1) * Math.log1p(most)))
                .round(new MathContext(6));
    }
}
