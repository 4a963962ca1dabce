package io.plimsoll.speed;

import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.on;
import static org.drools.model.Index.ConstraintType.EQUAL;
import static org.drools.model.PatternDSL.alphaIndexedBy;
import static org.drools.model.PatternDSL.betaIndexedBy;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.reactOn;

import io.plimsoll.margin.PricedPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.drools.model.PatternDSL;
import org.drools.model.Rule;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;

/**
 * Drools without anything of ours: its executable model with its indexes, facts of its own, and all accounts of a batch in one session, whose facts
 * carry their account. Like {@link Evrete} it only counts.
 */
final class DroolsBatch implements Contender {

    /** A position with its account. */
    public record Held(String account, String instrument, String side, BigDecimal notional) {}

    /** A row of the table. */
    public record Limit(String instrument, String kind, BigDecimal above) {}

    /** An account. */
    public record Customer(String account, String segment) {}

    private final int size;
    private int hits;

    /** @param size accounts in one session */
    DroolsBatch(int size) {
        this.size = size;
    }

    @Override
    public String name() {
        return "drools/" + size;
    }

    @Override
    public boolean takes(Workload load) {
        return !load.specs().isEmpty();
    }

    @Override
    public Evaluator load(Workload load) {
        ModelImpl model = new ModelImpl();
        load.specs().forEach(spec -> model.addRule(rule(spec)));
        KieBase base = KieBaseBuilder.createKieBaseFromModel(model);
        List<Limit> rows = new ArrayList<>();
        for (Map<String, Object> row : load.rows().get("Limit")) {
            rows.add(
                    new Limit((String) row.get("instrument"), (String) row.get("kind"), (BigDecimal) row.get("above")));
        }
        requireAllMatches(base, rows, load);
        List<List<Workload.Question>> batch = new ArrayList<>();
        return account -> {
            batch.add(account);
            if (batch.size() == size) {
                run(base, rows, batch);
                batch.clear();
            }
            return hits;
        };
    }

    private void run(KieBase base, List<Limit> rows, List<List<Workload.Question>> accounts) {
        KieSession session = base.newKieSession();
        rows.forEach(session::insert);
        for (List<Workload.Question> account : accounts) {
            var view = account.getFirst().view();
            String id = view.snapshot().accountId();
            session.insert(new Customer(id, view.snapshot().segment()));
            for (PricedPosition position : view.positions()) {
                session.insert(new Held(
                        id,
                        position.position().instrument(),
                        position.position().side().name(),
                        position.notional()));
            }
        }
        session.fireAllRules();
        session.dispose();
    }

    private void requireAllMatches(KieBase base, List<Limit> rows, Workload load) {
        int before = hits;
        run(base, rows, load.accounts());
        int wanted = load.accounts().stream()
                .map(List::getFirst)
                .mapToInt(asked ->
                        load.byHand().propose(asked.stage(), asked.view()).all().size())
                .sum();
        if (hits - before != wanted) {
            throw new IllegalStateException("Drools found " + (hits - before) + " matches of " + wanted);
        }
    }

    private Rule rule(SyntheticRules.Spec spec) {
        BigDecimal limit = spec.limit();
        Variable<Held> held = declarationOf(Held.class);
        return switch (spec.shape()) {
            case OF_POSITION -> {
                String side = spec.side().name();
                yield PatternDSL.rule(spec.id())
                        .build(
                                pattern(held)
                                        .expr(
                                                "instrument" + spec.instrument(),
                                                one -> one.instrument().equals(spec.instrument()),
                                                alphaIndexedBy(
                                                        String.class, EQUAL, 0, Held::instrument, spec.instrument()),
                                                reactOn("instrument"))
                                        .expr("side" + side, one -> one.side().equals(side), reactOn("side"))
                                        .expr(
                                                "notional" + limit,
                                                one -> one.notional().compareTo(limit) > 0,
                                                reactOn("notional")),
                                on(held).execute(one -> hits++));
            }
            case OF_ROW -> {
                Variable<Limit> row = declarationOf(Limit.class);
                yield PatternDSL.rule(spec.id())
                        .build(
                                pattern(held),
                                pattern(row)
                                        .expr(
                                                "kind" + spec.kind(),
                                                one -> one.kind().equals(spec.kind()),
                                                alphaIndexedBy(String.class, EQUAL, 0, Limit::kind, spec.kind()),
                                                reactOn("kind"))
                                        .expr(
                                                "same instrument",
                                                held,
                                                (one, of) -> one.instrument().equals(of.instrument()),
                                                betaIndexedBy(
                                                        String.class, EQUAL, 0, Limit::instrument, Held::instrument),
                                                reactOn("instrument"))
                                        .expr(
                                                "above",
                                                held,
                                                (one, of) -> one.above().compareTo(of.notional()) < 0,
                                                reactOn("above")),
                                on(held, row).execute((one, other) -> hits++));
            }
            case OF_ACCOUNT -> {
                Variable<Customer> customer = declarationOf(Customer.class);
                yield PatternDSL.rule(spec.id())
                        .build(
                                pattern(customer)
                                        .expr(
                                                "segment" + spec.segment(),
                                                one -> one.segment().equals(spec.segment()),
                                                alphaIndexedBy(
                                                        String.class, EQUAL, 0, Customer::segment, spec.segment()),
                                                reactOn("segment")),
                                pattern(held)
                                        .expr(
                                                "instrument" + spec.instrument(),
                                                one -> one.instrument().equals(spec.instrument()),
                                                alphaIndexedBy(
                                                        String.class, EQUAL, 0, Held::instrument, spec.instrument()),
                                                reactOn("instrument"))
                                        .expr(
                                                "notional" + limit,
                                                one -> one.notional().compareTo(limit) > 0,
                                                reactOn("notional"))
                                        .expr(
                                                "same account",
                                                customer,
                                                (one, of) -> one.account().equals(of.account()),
                                                betaIndexedBy(String.class, EQUAL, 1, Held::account, Customer::account),
                                                reactOn("account")),
                                on(customer, held).execute((one, other) -> hits++));
            }
        };
    }
}
