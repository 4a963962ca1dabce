package io.plimsoll.rules.compile;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Opcodes;

/**
 * What generated classes may use of the program: the fields of facts, the verbs, and what the engine's generator itself writes. Everything
 * is listed by owner and member; what is not listed is refused, whatever it does.
 */
final class Allowed {

    /** By owner its methods, a constructor with its descriptor. */
    private static final Map<String, Set<String>> CALLS = calls();

    /** By owner its constants. */
    private static final Map<String, Set<String>> CONSTANTS = Map.of(
            "java/util/Locale", Set.of("ENGLISH"),
            "org/drools/model/Index$ConstraintType",
                    Set.of(
                            "EQUAL",
                            "NOT_EQUAL",
                            "GREATER_THAN",
                            "GREATER_OR_EQUAL",
                            "LESS_THAN",
                            "LESS_OR_EQUAL",
                            "RANGE"),
            "org/drools/model/operators/ContainsOperator", Set.of("INSTANCE"),
            "org/drools/model/operators/InOperator", Set.of("INSTANCE"));

    private static final Pattern SUPERTYPES = Pattern.compile("java/lang/(Object|Enum)"
            + "|org/drools/model/(Model|RulesSupplier|DomainClassMetadata)"
            + "|org/drools/model/functions/(HashedExpression|(Function|Predicate|Block)([0-9]+|N))");

    private static final Pattern CLASSES =
            Pattern.compile("plimsoll/[a-z]+/(Rules[0-9a-f]{32}(RuleMethods[0-9]+|Rules[0-9]+)?"
                    + "|DomainClassesMetadata[0-9a-f]{32}(\\$[A-Za-z0-9_]+_Metadata)?"
                    + "|P[0-9A-F]{2}/Lambda(Consequence|Predicate|Extractor)[0-9A-F]{32})");

    private static final Pattern METHODS = Pattern.compile("<init>|<clinit>|values|valueOf|rule_[A-Za-z0-9_]+"
            + "|apply|test|execute|getExpressionHash|predicateInformation"
            + "|get(Name|Globals|TypeMetaDatas|Rules|RulesList|Queries|EntryPoints)"
            + "|getDomainClass|getPropertiesSize|getPropertyIndex[0-9]*");

    private static final Pattern STATIC_FIELDS = Pattern.compile("Ljava/lang/String;|Ljava/util/regex/Pattern;"
            + "|Ljava/time/format/DateTimeFormatter;|Lorg/drools/model/(Global|DomainClassMetadata);"
            + "|\\[?Lplimsoll/[a-z]+/P[0-9A-F]{2}/Lambda[A-Za-z]+[0-9A-F]{32};");

    /** Classes that may be cast to or named; their members are listed above. */
    private static final Pattern TYPES = Pattern.compile(
            "java/lang/(Object|String|Integer|Boolean|Long|Number|Comparable)"
                    + "|java/math/BigDecimal|java/time/(Duration|Instant)|java/util/List"
                    + "|org/drools/model/(Rule|RuleItemBuilder|view/ViewItemBuilder|view/ViewItem|functions/accumulate/AccumulateFunction)");

    private static final Pattern CONSEQUENCES =
            Pattern.compile("org/drools/model/consequences/ConsequenceBuilder\\$_([0-9]+|N)");

    /** What {@code accumulate} may compute. */
    private static final Set<String> FOLDS = Set.of(
            "io/plimsoll/rules/folds/Average",
            "io/plimsoll/rules/folds/Count",
            "org/drools/core/base/accumulators/BigDecimalSumAccumulateFunction",
            "org/drools/core/base/accumulators/BigDecimalMaxAccumulateFunction",
            "org/drools/core/base/accumulators/BigDecimalMinAccumulateFunction");

    private Allowed() {}

    private static Map<String, Set<String>> calls() {
        Map<String, Set<String>> calls = new HashMap<>();
        FactModel.types()
                .forEach(type -> type.fields()
                        .forEach(field -> add(calls, "io/plimsoll/rules/facts/" + type.name(), field.name())));
        add(calls, "io/plimsoll/rules/facts/Position", "getIsolatedMargin");
        for (Stage stage : Stage.values()) {
            VerbModel.Global global = VerbModel.of(stage);
            global.verbs().forEach(verb -> add(calls, global.className().replace('.', '/'), verb.name()));
        }
        add(calls, "io/plimsoll/money/Decimals", "quotientRoundedDown", "rootRoundedDown");
        add(calls, "java/lang/Object", "<init>()V");
        add(calls, "java/lang/Boolean", "valueOf", "booleanValue");
        add(calls, "java/lang/Integer", "valueOf", "intValue");
        add(calls, "java/lang/String", "equals", "hashCode");
        add(calls, "java/lang/RuntimeException", "<init>(Ljava/lang/String;)V");
        // Not pow, setScale and the like: one call of those can take all memory.
        add(
                calls,
                "java/math/BigDecimal",
                "<init>(Ljava/lang/String;)V",
                "valueOf",
                "add",
                "subtract",
                "multiply",
                "negate",
                "abs",
                "max",
                "min",
                "compareTo");
        add(
                calls,
                "java/time/format/DateTimeFormatterBuilder",
                "<init>()V",
                "appendPattern",
                "parseCaseInsensitive",
                "toFormatter");
        add(calls, "java/util/ArrayList", "<init>()V");
        add(calls, "java/util/Arrays", "asList");
        add(calls, "java/util/Collections", "emptyList");
        add(calls, "java/util/List", "add");
        add(calls, "java/util/regex/Pattern", "compile", "matcher");
        add(calls, "java/util/regex/Matcher", "matches");
        add(calls, "org/drools/model/DomainClassMetadata", "getPropertyIndex");
        add(calls, "org/drools/model/PatternDSL$PatternDef", "bind", "expr", "watch");
        add(
                calls,
                "org/drools/model/functions/PredicateInformation",
                "<init>(Ljava/lang/String;[Ljava/lang/String;)V",
                "addRuleNames");
        add(calls, "org/drools/model/functions/accumulate/AccumulateFunction", "as");
        add(calls, "org/drools/model/impl/RuleBuilder", "build");
        add(
                calls,
                "org/drools/modelcompiler/dsl/pattern/D",
                "accFunction",
                "accumulate",
                "alphaIndexedBy",
                "and",
                "betaIndexedBy",
                "declarationOf",
                "eval",
                "exists",
                "expr",
                "globalOf",
                "not",
                "on",
                "or",
                "pattern",
                "reactOn",
                "rule");
        add(
                calls,
                "org/drools/modelcompiler/util/EvaluationUtil",
                "areNullSafeEquals",
                "areNumbersNullSafeEquals",
                "equals",
                "notEquals",
                "greaterThan",
                "greaterOrEqual",
                "lessThan",
                "lessOrEqual",
                "greaterThanNumbers",
                "greaterOrEqualNumbers",
                "lessThanNumbers",
                "lessOrEqualNumbers",
                "toBigDecimal");
        add(calls, "org/drools/util/DateUtils", "getDateFormatMask");
        return Map.copyOf(calls);
    }

    private static void add(Map<String, Set<String>> calls, String owner, String... members) {
        calls.computeIfAbsent(owner, any -> new HashSet<>()).addAll(Arrays.asList(members));
    }

    /** @param inMethod the method that calls; what is dangerous by itself is allowed only where the compiler writes it for every enum */
    static boolean call(String owner, String name, String descriptor, String inMethod) {
        if (owner.equals("java/lang/System")) {
            return name.equals("arraycopy") && inMethod.equals("values");
        }
        if (owner.equals("java/lang/Enum")) {
            return name.equals("<init>") && inMethod.equals("<init>")
                    || name.equals("valueOf") && inMethod.equals("valueOf");
        }
        if (CONSEQUENCES.matcher(owner).matches()) {
            return name.equals("execute");
        }
        Set<String> members = CALLS.getOrDefault(owner, Set.of());
        return members.contains(name.equals("<init>") ? name + descriptor : name);
    }

    static boolean constant(String owner, String name) {
        return CONSTANTS.getOrDefault(owner, Set.of()).contains(name);
    }

    static boolean type(String name) {
        return CALLS.containsKey(name) || TYPES.matcher(name).matches();
    }

    static boolean fold(String owner) {
        return FOLDS.contains(owner);
    }

    static boolean supertypes(String superclass, List<String> interfaces) {
        return SUPERTYPES.matcher(superclass).matches()
                && interfaces.stream().allMatch(of -> SUPERTYPES.matcher(of).matches());
    }

    static boolean className(String name) {
        return CLASSES.matcher(name).matches();
    }

    static boolean method(int access, String name) {
        return METHODS.matcher(name).matches() && (access & (Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) == 0;
    }

    /** Static fields are constants; the lists of a model are filled by its constructor. */
    static boolean field(int access, String descriptor) {
        return (access & Opcodes.ACC_STATIC) == 0
                ? descriptor.equals("Ljava/util/List;")
                : (access & Opcodes.ACC_FINAL) != 0
                        && STATIC_FIELDS.matcher(descriptor).matches();
    }
}
