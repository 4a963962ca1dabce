package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Accumulate;
import io.plimsoll.rules.check.Tree.And;
import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Bind;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Constraint;
import io.plimsoll.rules.check.Tree.Exists;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Fold;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Not;
import io.plimsoll.rules.check.Tree.Or;
import io.plimsoll.rules.check.Tree.Pattern;
import io.plimsoll.rules.check.Tree.Test;
import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Understands the left side of one rule, and tells the engine what it says. */
final class ConditionCheck {

    private static final java.util.regex.Pattern VARIABLE = java.util.regex.Pattern.compile("\\$[A-Za-z][A-Za-z0-9]*");
    private static final List<String> FOLDS = List.of("sum", "min", "max", "average", "count");
    private static final Set<String> EXACT_FOLDS = Set.of("average", "count");

    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;
    private final Readings readings = new Readings();
    private final List<EngineText.Join> joins = new ArrayList<>();
    private int patterns;
    private int constraints;

    ConditionCheck(FindingsOfFile findings, Vocabulary vocabulary) {
        this.findings = findings;
        this.vocabulary = vocabulary;
    }

    /** What the engine is told; what the condition binds is then bound in the scope. */
    String condition(Condition condition, Scope scope) {
        return switch (condition) {
            case Pattern pattern -> pattern(pattern, scope, true);
            case Not not -> quantified("not", not.inner(), scope);
            case Exists exists -> quantified("exists", exists.inner(), scope);
            case And and -> and(and, scope);
            case Or or -> or(or, scope);
            case Accumulate accumulate -> accumulate(accumulate, scope);
        };
    }

    List<EngineText.Join> joins() {
        return joins;
    }

    List<EngineText.Reading> readings() {
        return readings.all();
    }

    /** Patterns, bindings and comparisons so far. */
    int constraints() {
        return constraints;
    }

    private String and(And and, Scope scope) {
        List<String> parts = new ArrayList<>();
        for (Condition part : and.all()) {
            if (part instanceof Accumulate) {
                findings.error(
                        Code.CONDITION,
                        part.span(),
                        "`accumulate` cannot stand in a group",
                        "write it on a line of its own");
            }
            parts.add(condition(part, scope));
        }
        return "( " + String.join(" and ", parts) + " )";
    }

    private String or(Or or, Scope scope) {
        List<Scope> branches = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (Condition branch : or.branches()) {
            if (branch instanceof Accumulate) {
                findings.error(
                        Code.CONDITION, branch.span(), "`accumulate` cannot stand in a group", "write two rules");
            }
            Scope inner = scope.inner();
            parts.add(condition(branch, inner));
            branches.add(inner);
        }
        for (Scope branch : branches) {
            scope.forget(branch, "bound in only one branch of `or`");
        }
        Set<Place> presentInAll = new HashSet<>(branches.getFirst().present());
        branches.forEach(branch -> presentInAll.retainAll(branch.present()));
        scope.learn(presentInAll);
        List.copyOf(branches.getFirst().variables().values()).forEach(variable -> merge(variable, branches, scope));
        return "( " + String.join(" or ", parts) + " )";
    }

    /** A variable that every branch binds to the same kind of thing is bound behind the {@code or}. */
    private void merge(Variable variable, List<Scope> branches, Scope scope) {
        List<Optional<Variable>> found = branches.stream()
                .map(branch -> branch.variable(variable.name()))
                .toList();
        boolean mergeable = scope.variable(variable.name()).isEmpty()
                && found.stream().allMatch(other -> other.map(variable::isLike).orElse(false));
        if (!mergeable) {
            return;
        }
        int merged = ++patterns;
        boolean nullable = found.stream().anyMatch(other -> other.orElseThrow().nullable());
        Place place = new Place(merged, variable.place().field());
        scope.bind(new Variable(variable.name(), variable.fact(), variable.kind(), variable.values(), nullable, place));
        List<String> fields = variable.fact()
                .map(type -> type.fields().stream().map(FactModel.Field::name).toList())
                .orElse(List.of(variable.place().field()));
        for (String field : fields) {
            boolean present = true;
            for (int i = 0; i < branches.size(); i++) {
                Place inBranch = new Place(found.get(i).orElseThrow().place().pattern(), field);
                present = present && branches.get(i).isPresent(inBranch);
            }
            if (present) {
                scope.learn(Set.of(new Place(merged, field)));
            }
        }
    }

    private String quantified(String word, Condition inner, Scope scope) {
        Scope within = scope.inner();
        refuseWithin(word, inner);
        String engine = within(inner, within);
        scope.forget(within, "bound within `" + word + "` and ends with it");
        return word + " " + (inner instanceof Pattern ? engine : "( " + engine + " )");
    }

    private void refuseWithin(String word, Condition inner) {
        boolean allowed = inner instanceof Pattern || inner instanceof And;
        if (!allowed) {
            findings.error(
                    Code.CONDITION,
                    inner.span(),
                    "within `" + word + "` there can be a pattern, or patterns with `and`",
                    "say it without the inner `not`, `or` or `accumulate`");
        } else if (inner instanceof And and) {
            for (Condition part : and.all()) {
                boolean plain = part instanceof Pattern || (part instanceof Not not && not.inner() instanceof Pattern);
                if (!plain) {
                    findings.error(
                            Code.CONDITION,
                            part.span(),
                            "within `" + word + "` this is too much",
                            "write two rules, or two conditions");
                }
            }
        }
    }

    /** Patterns whose values are gone when the rule fires. */
    private String within(Condition inner, Scope scope) {
        return switch (inner) {
            case Pattern pattern -> pattern(pattern, scope, false);
            case And and ->
                String.join(
                        " and ",
                        and.all().stream().map(part -> within(part, scope)).toList());
            case Not not when not.inner() instanceof Pattern pattern -> "not " + pattern(pattern, scope.inner(), false);
            default -> "";
        };
    }

    private String pattern(Pattern pattern, Scope scope, boolean fires) {
        int number = ++patterns;
        constraints++;
        joins.add(new EngineText.Join(pattern.type().text(), joinField(pattern)));
        Optional<FactModel.Type> type = type(pattern.type());
        String variable = pattern.variable().map(Token::text).orElse(fires ? "$_" + number : "");
        if (fires) {
            readings.fact(variable, pattern.type().text());
        }
        Map<String, Variable> bound = new LinkedHashMap<>();
        pattern.variable()
                .filter(name -> mayBind(name, scope))
                .ifPresent(name -> bound.put(name.text(), Variable.ofFact(name.text(), type, number)));
        Optional<ExpressionCheck.Own> own = type.map(known -> new ExpressionCheck.Own(known, number, bound));
        List<String> engine = new ArrayList<>();
        for (Constraint constraint : pattern.constraints()) {
            constraints++;
            switch (constraint) {
                case Bind bind -> engine.add(bind(bind, own, scope, bound));
                case Test test -> engine.add(test(test.expression(), own, scope));
            }
            readings.expression(expressionOf(constraint), variable);
        }
        bound.values().forEach(scope::bind);
        String head = variable.isEmpty() ? "" : variable + " : ";
        return head + type.map(vocabulary::engineName).orElse("") + "( " + String.join(", ", engine) + " )";
    }

    /** The first field of the pattern that must equal a variable; empty where none must. */
    private static String joinField(Pattern pattern) {
        for (Constraint constraint : pattern.constraints()) {
            if (constraint instanceof Test test
                    && test.expression() instanceof Binary equality
                    && equality.operator().equals("==")
                    && equality.left() instanceof Name field
                    && equality.right() instanceof Name value
                    && !field.token().text().startsWith("$")
                    && value.token().text().startsWith("$")) {
                return field.token().text();
            }
        }
        return "";
    }

    private static Expression expressionOf(Constraint constraint) {
        return switch (constraint) {
            case Bind bind -> new Tree.Name(bind.field());
            case Test test -> test.expression();
        };
    }

    private Optional<FactModel.Type> type(Token name) {
        Optional<FactModel.Type> type = vocabulary.type(name.text());
        if (type.isEmpty()) {
            findings.error(
                    Code.FACT,
                    name.span(),
                    "there is no fact or table `" + name.text() + "`",
                    Similar.hintOrList(name.text(), vocabulary.names()));
        } else if (type.get().from().compareTo(vocabulary.stage()) > 0) {
            findings.error(
                    Code.FACT_STAGE,
                    name.span(),
                    "`" + name.text() + "` is known only from the "
                            + type.get().from().topic() + " stage on",
                    "this is a " + vocabulary.stage().topic() + " rule");
            return Optional.empty();
        }
        return type;
    }

    private boolean mayBind(Token name, Scope scope) {
        if (!VARIABLE.matcher(name.text()).matches()) {
            findings.error(
                    Code.BINDING,
                    name.span(),
                    "`" + name.text() + "` is not a variable's name",
                    "a variable is `$` and letters or digits, such as `$"
                            + name.text().replaceAll("[^A-Za-z0-9]", "") + "`");
            return false;
        }
        if (scope.variable(name.text()).isPresent()) {
            findings.error(Code.BINDING, name.span(), "`" + name.text() + "` is bound already", "give it another name");
            return false;
        }
        return true;
    }

    private String bind(Bind bind, Optional<ExpressionCheck.Own> own, Scope scope, Map<String, Variable> bound) {
        String name = bind.variable().text();
        if (bound.containsKey(name)) {
            findings.error(
                    Code.BINDING, bind.variable().span(), "`" + name + "` is bound already", "give it another name");
        } else if (mayBind(bind.variable(), scope)) {
            Optional<FactModel.Field> field =
                    own.flatMap(fact -> expressions(scope, own).knownField(fact.type(), bind.field()));
            int pattern = own.map(ExpressionCheck.Own::pattern).orElse(0);
            bound.put(
                    name,
                    field.map(known -> Variable.ofField(name, known, pattern))
                            .orElseGet(() -> Variable.unknown(name, pattern)));
        }
        return name + " : " + bind.field().text();
    }

    private ExpressionCheck expressions(Scope scope, Optional<ExpressionCheck.Own> own) {
        return new ExpressionCheck(findings, vocabulary, scope, own, true);
    }

    /** Within an unknown fact nothing can be said about fields. */
    private String test(Expression expression, Optional<ExpressionCheck.Own> own, Scope scope) {
        if (own.isEmpty()) {
            return "";
        }
        constraints += comparisonsIn(expression) - 1;
        Optional<Truth> truth = new ComparisonCheck(findings, expressions(scope, own)).truth(expression);
        truth.ifPresent(known -> scope.learn(known.whenTrue()));
        return truth.map(Truth::engine).orElse("");
    }

    private static int comparisonsIn(Expression expression) {
        return switch (expression) {
            case Tree.Binary binary
            when binary.operator().equals("&&") || binary.operator().equals("||") ->
                comparisonsIn(binary.left()) + comparisonsIn(binary.right());
            case Tree.Negated negated -> comparisonsIn(negated.inner());
            case Tree.In in -> in.values().size();
            default -> 1;
        };
    }

    private String accumulate(Accumulate accumulate, Scope scope) {
        Scope within = scope.inner();
        refuseWithin("accumulate", accumulate.of());
        String of = within(accumulate.of(), within);
        List<String> folds = new ArrayList<>();
        List<Variable> results = new ArrayList<>();
        for (Fold fold : accumulate.folds()) {
            constraints++;
            if (mayBind(fold.variable(), scope)) {
                results.add(fold(fold, within));
                readings.value(fold.variable().text());
            }
            folds.add(
                    fold.variable().text() + " : " + engineName(fold.function().text()) + "("
                            + fold.argument().map(Token::text).orElse("") + ")");
        }
        scope.forget(within, "bound within `accumulate` and ends with it");
        results.forEach(scope::bind);
        StringBuilder engine = new StringBuilder("accumulate( ( " + of + " ); " + String.join(", ", folds) + " )");
        for (Expression test : accumulate.tests()) {
            constraints += comparisonsIn(test);
            ComparisonCheck comparison = new ComparisonCheck(findings, expressions(scope, Optional.empty()));
            Optional<Truth> truth = comparison.truth(test);
            // A test within accumulate is compiled against a value of no known type; behind it, it is not.
            engine.append(" eval( ").append(truth.map(Truth::engine).orElse("")).append(" )");
        }
        return engine.toString();
    }

    /** The engine prefers functions of its own to imported ones of the same name. */
    private static String engineName(String function) {
        return EXACT_FOLDS.contains(function) ? "exact_" + function : function;
    }

    private Variable fold(Fold fold, Scope within) {
        String name = fold.variable().text();
        int number = ++patterns;
        String function = fold.function().text();
        if (!FOLDS.contains(function)) {
            findings.error(
                    Code.FOLD,
                    fold.function().span(),
                    "there is no accumulate function `" + function + "`",
                    Similar.hintOrList(function, FOLDS));
            return Variable.unknown(name, number);
        }
        boolean count = function.equals("count");
        Optional<Token> argument = fold.argument();
        if (argument.isEmpty() && !count) {
            findings.error(
                    Code.FOLD,
                    fold.span(),
                    "`" + function + "` needs a variable",
                    "bind a field in the pattern: `$n : notional`");
        }
        if (argument.isPresent()) {
            Term term = expressions(within, Optional.empty()).term(new Tree.Name(argument.get()));
            boolean decimal = term.isUnknown() || term.is(FieldKind.DECIMAL);
            if (!count && !decimal) {
                findings.error(
                        Code.FOLD,
                        argument.get().span(),
                        "`" + function + "` takes decimals, and this is " + term.inWords(),
                        null);
            } else if (!count && !term.isUnknown()) {
                expressions(within, Optional.empty()).requirePresent(term);
            }
        }
        return Variable.ofValue(name, count ? FieldKind.INTEGER : FieldKind.DECIMAL, number);
    }
}
