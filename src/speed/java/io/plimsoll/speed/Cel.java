package io.plimsoll.speed;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.plimsoll.margin.PricedPosition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CEL-Java: an expression for each rule, asked of each position; its numbers are binary, and it proposes nothing. */
final class Cel implements Contender {

    @Override
    public String name() {
        return "cel";
    }

    @Override
    public boolean takes(Workload load) {
        return !load.specs().isEmpty();
    }

    @Override
    public Evaluator load(Workload load) throws Exception {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("segment", SimpleType.STRING)
                .addVar("instrument", SimpleType.STRING)
                .addVar("side", SimpleType.STRING)
                .addVar("notional", SimpleType.DOUBLE)
                .addVar("rows", ListType.create(MapType.create(SimpleType.STRING, SimpleType.DYN)))
                .build();
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
        List<CelRuntime.Program> programs = new ArrayList<>();
        for (SyntheticRules.Spec spec : load.specs()) {
            CelAbstractSyntaxTree tree = compiler.compile(text(spec)).getAst();
            programs.add(runtime.createProgram(tree));
        }
        Map<String, List<Map<String, Object>>> rows = new HashMap<>();
        load.rows()
                .get("Limit")
                .forEach(row -> rows.computeIfAbsent((String) row.get("instrument"), any -> new ArrayList<>())
                        .add(Map.of("kind", row.get("kind"), "above", ((BigDecimal) row.get("above")).doubleValue())));
        return account -> count(programs, rows, account.getFirst());
    }

    private static String text(SyntheticRules.Spec spec) {
        return switch (spec.shape()) {
            case OF_POSITION ->
                "instrument == '%s' && side == '%s' && notional > %s.0"
                        .formatted(spec.instrument(), spec.side(), spec.limit());
            case OF_ROW -> "rows.exists(r, r.kind == '%s' && r.above < notional)".formatted(spec.kind());
            case OF_ACCOUNT ->
                "segment == '%s' && instrument == '%s' && notional > %s.0"
                        .formatted(spec.segment(), spec.instrument(), spec.limit());
        };
    }

    private static Integer count(
            List<CelRuntime.Program> programs, Map<String, List<Map<String, Object>>> rows, Workload.Question asked) {
        int hits = 0;
        try {
            for (PricedPosition position : asked.view().positions()) {
                String instrument = position.position().instrument();
                Map<String, Object> values = Map.of(
                        "segment",
                        asked.view().snapshot().segment(),
                        "instrument",
                        instrument,
                        "side",
                        position.position().side().name(),
                        "notional",
                        position.notional().doubleValue(),
                        "rows",
                        rows.getOrDefault(instrument, List.of()));
                for (CelRuntime.Program program : programs) {
                    hits += (Boolean) program.eval(values) ? 1 : 0;
                }
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
        return hits;
    }
}
