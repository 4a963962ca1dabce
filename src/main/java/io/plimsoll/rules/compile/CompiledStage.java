package io.plimsoll.rules.compile;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.drools.model.DSL;
import org.drools.model.EntryPoint;
import org.drools.model.Global;
import org.drools.model.Model;
import org.drools.model.Query;
import org.drools.model.Rule;
import org.drools.model.TypeMetaData;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.internal.conf.ShareBetaNodesOption;

/** The rules of one stage as one network. It holds the compiled rules, which are gone once nothing else holds them. */
public final class CompiledStage {

    private final KieBase base;
    private final Map<String, RowClass> rows;
    private final List<RuleUnit> units;

    CompiledStage(Stage stage, List<RuleUnit> units, Map<String, RowClass> rows) {
        this.base = KieBaseBuilder.createKieBaseFromModel(new Rules(stage, units), unshared());
        this.units = List.copyOf(units);
        this.rows = Map.copyOf(rows);
    }

    public KieBase base() {
        return base;
    }

    /** The classes of the types that the stage's files declare, by table. */
    public Map<String, RowClass> rows() {
        return rows;
    }

    List<RuleUnit> units() {
        return units;
    }

    /** The class loader of a rule; a test asks whether it can be unloaded. */
    public Optional<ClassLoader> loaderOf(String rule) {
        return units.stream()
                .filter(unit -> unit.rule().getName().equals(rule))
                .<ClassLoader>map(RuleUnit::classes)
                .findFirst();
    }

    /**
     * Joins are not shared between rules: where one rule accumulates over a group of patterns and another asks whether the group exists, the
     * engine confuses the memories of the shared node, and two rules that are fine each by itself fail together.
     */
    private static KieBaseConfiguration unshared() {
        KieBaseConfiguration configuration =
                KieServices.get().newKieBaseConfiguration(null, CompiledStage.class.getClassLoader());
        configuration.setOption(ShareBetaNodesOption.NO);
        return configuration;
    }

    /** Rules that were compiled at different times, as if they had been compiled together. */
    private record Rules(Stage stage, List<RuleUnit> units) implements Model {

        @Override
        public String getName() {
            return RowClass.packageOf(stage);
        }

        @Override
        public List<Global> getGlobals() {
            VerbModel.Global global = VerbModel.of(stage);
            Class<?> type = VerbModel.bind(stage, proposal -> {}).getClass();
            return List.of(DSL.globalOf(Objects.requireNonNull(type), getName(), global.name()));
        }

        @Override
        public List<Rule> getRules() {
            return units.stream().map(RuleUnit::rule).toList();
        }

        @Override
        public List<Query> getQueries() {
            return List.of();
        }

        @Override
        public List<TypeMetaData> getTypeMetaDatas() {
            return List.of();
        }

        @Override
        public List<EntryPoint> getEntryPoints() {
            return List.of();
        }
    }
}
