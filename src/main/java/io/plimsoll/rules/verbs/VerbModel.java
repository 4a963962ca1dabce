package io.plimsoll.rules.verbs;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.facts.OneOf;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rules may say: for each stage its global with its verbs, read from the classes of this package. */
public final class VerbModel {

    private static final Map<Stage, Global> GLOBALS = Map.of(
            Stage.GUARD, globalOf("guard", Guard.class),
            Stage.COLLATERAL, globalOf("collateral", Collateral.class),
            Stage.MARGIN, globalOf("margin", Margin.class),
            Stage.THRESHOLD, globalOf("decide", Threshold.class),
            Stage.LIQUIDATION, globalOf("closure", Liquidation.class));

    private VerbModel() {}

    /**
     * A stage's global.
     *
     * @param name the variable's name in every rule file of the stage
     * @param className full name of its class, as a rule file declares it
     */
    public record Global(String name, String className, List<Verb> verbs) {}

    /**
     * A verb; several verbs may share a name.
     *
     * @param method how it is called on the object that the stage's global is bound to
     */
    public record Verb(String name, List<Parameter> parameters, String about, Method method) {}

    /**
     * A parameter of a verb.
     *
     * @param kind kind of its value; empty if it is a fact
     * @param type name of the fact, or of the class a value of the kind has
     * @param values the only values a text may have; empty if it may have any
     */
    public record Parameter(String name, Optional<FieldKind> kind, String type, List<String> values) {}

    /** The global of a stage. */
    public static Global of(Stage stage) {
        return Optional.ofNullable(GLOBALS.get(stage)).orElseThrow();
    }

    /** The object that a stage's global is bound to. */
    public static Object bind(Stage stage, Proposing proposing) {
        return switch (stage) {
            case GUARD -> new Guard(proposing);
            case COLLATERAL -> new Collateral(proposing);
            case MARGIN -> new Margin(proposing);
            case THRESHOLD -> new Threshold(proposing);
            case LIQUIDATION -> new Liquidation(proposing);
        };
    }

    private static Global globalOf(String name, Class<?> type) {
        List<Verb> verbs = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(About.class))
                .map(VerbModel::verbOf)
                .sorted(Comparator.comparing(Verb::name).thenComparing(Verb::about))
                .toList();
        return new Global(name, type.getName(), verbs);
    }

    private static Verb verbOf(Method method) {
        List<Parameter> parameters = Arrays.stream(method.getParameters())
                .map(parameter -> new Parameter(
                        parameter.getName(),
                        FieldKind.of(parameter.getType()),
                        parameter.getType().getSimpleName(),
                        FactModel.valuesOf(Optional.ofNullable(parameter.getAnnotation(OneOf.class)))))
                .toList();
        return new Verb(
                method.getName(), parameters, method.getAnnotation(About.class).value(), method);
    }
}
