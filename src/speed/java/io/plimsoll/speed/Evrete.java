package io.plimsoll.speed;

import io.plimsoll.margin.PricedPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.evrete.KnowledgeService;
import org.evrete.api.Knowledge;
import org.evrete.api.StatelessSession;
import org.evrete.api.builders.LhsBuilder;
import org.evrete.api.builders.RuleSetBuilder;

/** Evrete: a forward-chaining engine of its own; its rules are conditions in Java on facts with getters, and here they only count. */
final class Evrete implements Contender {

    /** Facts as Evrete reads them. */
    public record Held(String instrument, String side, BigDecimal notional) {
        public String getInstrument() {
            return instrument;
        }

        public String getSide() {
            return side;
        }

        public BigDecimal getNotional() {
            return notional;
        }
    }

    /** A row of the table. */
    public record Limit(String instrument, String kind, BigDecimal above) {
        public String getInstrument() {
            return instrument;
        }

        public String getKind() {
            return kind;
        }

        public BigDecimal getAbove() {
            return above;
        }
    }

    /** The account's segment. */
    public record Customer(String segment) {
        public String getSegment() {
            return segment;
        }
    }

    private int hits;

    @Override
    public String name() {
        return "evrete";
    }

    @Override
    public boolean takes(Workload load) {
        return !load.specs().isEmpty();
    }

    @Override
    public Evaluator load(Workload load) {
        Knowledge knowledge = new KnowledgeService().newKnowledge();
        RuleSetBuilder<Knowledge> rules = knowledge.builder();
        for (SyntheticRules.Spec spec : load.specs()) {
            add(rules, spec);
        }
        rules.build();
        List<Limit> rows = new ArrayList<>();
        for (Map<String, Object> row : load.rows().get("Limit")) {
            rows.add(
                    new Limit((String) row.get("instrument"), (String) row.get("kind"), (BigDecimal) row.get("above")));
        }
        return account -> {
            Workload.Question asked = account.getFirst();
            List<Object> facts = new ArrayList<>();
            facts.add(new Customer(asked.view().snapshot().segment()));
            List<String> instruments = new ArrayList<>();
            for (PricedPosition position : asked.view().positions()) {
                instruments.add(position.position().instrument());
                facts.add(new Held(
                        position.position().instrument(),
                        position.position().side().name(),
                        position.notional()));
            }
            rows.stream().filter(row -> instruments.contains(row.instrument())).forEach(facts::add);
            StatelessSession session = knowledge.newStatelessSession();
            session.insertAndFire(facts);
            return hits;
        };
    }

    private void add(RuleSetBuilder<Knowledge> rules, SyntheticRules.Spec spec) {
        BigDecimal limit = spec.limit();
        LhsBuilder<Knowledge> when = switch (spec.shape()) {
            case OF_POSITION ->
                rules.newRule(spec.id())
                        .forEach("$p", Held.class)
                        .where((Object[] values) -> spec.instrument().equals(values[0]), "$p.instrument")
                        .where((Object[] values) -> spec.side().name().equals(values[0]), "$p.side")
                        .where((Object[] values) -> ((BigDecimal) values[0]).compareTo(limit) > 0, "$p.notional");
            case OF_ROW ->
                rules.newRule(spec.id())
                        .forEach("$p", Held.class, "$r", Limit.class)
                        .where((Object[] values) -> spec.kind().equals(values[0]), "$r.kind")
                        .where("$p.instrument.equals($r.instrument)")
                        .where(
                                (Object[] values) -> ((BigDecimal) values[0]).compareTo((BigDecimal) values[1]) < 0,
                                "$r.above",
                                "$p.notional");
            case OF_ACCOUNT ->
                rules.newRule(spec.id())
                        .forEach("$a", Customer.class, "$p", Held.class)
                        .where((Object[] values) -> spec.segment().equals(values[0]), "$a.segment")
                        .where((Object[] values) -> spec.instrument().equals(values[0]), "$p.instrument")
                        .where((Object[] values) -> ((BigDecimal) values[0]).compareTo(limit) > 0, "$p.notional");
        };
        when.execute(fired -> hits++);
    }
}
