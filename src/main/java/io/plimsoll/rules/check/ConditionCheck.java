package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Test;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Understands the left side of one rule, and tells the engine and the model what it says. */
final class ConditionCheck {

    private static final java.util.regex.Pattern VARIABLE =
            java.util.regex.Pattern.compile("\\$[A-Za-z][A-Za-z0-9]{0,63}");
    /**
     * A condition as it was understood.
     *
     * @param engine what the engine is told
     * @param model what it says; empty where something was reported
     */
    record Understood(String engine, Optional<Condition> model) {}

    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;
    private final DivisionCheck divisions;
    private final FoldCheck folds;
    private final Readings readings = new Readings();
    private final List<EngineText.Join> joins = new ArrayList<>();
    private int patterns;
    private int constraints;
    private int branches;

    ConditionCheck(FindingsOfFile findings, Vocabulary vocabulary) {
        this.findings = findings;
        this.vocabulary = vocabulary;
        this.divisions = new DivisionCheck(findings);
        this.folds = new FoldCheck(findings, vocabulary);
    }

    /** Understands a condition; what it binds is then bound in the scope. */
    Understood condition(Tree.Condition condition, Scope scope) {
        return switch (condition) {
            case Tree.Pattern pattern -> pattern(pattern, scope, true);
            case Tree.Not not -> quantified("not", not.inner(), not.span(), scope);
            case Tree.Exists exists -> quantified("exists", exists.inner(), exists.span(), scope);
            case Tree.And and -> and(and, scope);
            case Tree.Or or -> or(or, scope);
            case Tree.Accumulate accumulate -> accumulate(accumulate, scope);
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

    private Understood and(Tree.And and, Scope scope) {
        List<Understood> parts = new ArrayList<>();
        for (Tree.Condition part : and.all()) {
            if (part instanceof Tree.Accumulate) {
                findings.error(
                        Code.CONDITION,
                        part.span(),
                        "`accumulate` cannot stand in a group",
                        "write it on a line of its own");
            }
            parts.add(condition(part, scope));
        }
        return new Understood(
                "( " + engine(parts, " and ") + " )",
                model(parts).map(all -> new Condition.All(all, findings.range(and.span()))));
    }

    private static String engine(List<Understood> parts, String between) {
        return String.join(between, parts.stream().map(Understood::engine).toList());
    }

    /** Empty if one part was not understood. */
    private static Optional<List<Condition>> model(List<Understood> parts) {
        List<Condition> model =
                parts.stream().flatMap(part -> part.model().stream()).toList();
        return model.size() == parts.size() ? Optional.of(model) : Optional.empty();
    }

    private Understood or(Tree.Or or, Scope scope) {
        List<Scope> branches = new ArrayList<>();
        List<Understood> parts = new ArrayList<>();
        for (Tree.Condition branch : or.branches()) {
            if (branch instanceof Tree.Accumulate) {
                findings.error(
                        Code.CONDITION, branch.span(), "`accumulate` cannot stand in a group", "write two rules");
            }
            Scope inner = scope.inner();
            this.branches++;
            parts.add(condition(branch, inner));
            this.branches--;
            branches.add(inner);
        }
        for (Scope branch : branches) {
            scope.forget(branch, "bound in only one branch of `or`");
        }
        Set<Place> presentInAll = new HashSet<>(branches.getFirst().present());
        branches.forEach(branch -> presentInAll.retainAll(branch.present()));
        scope.learn(presentInAll);
        List.copyOf(branches.getFirst().variables().values()).forEach(variable -> merge(variable, branches, scope));
        return new Understood(
                "( " + engine(parts, " or ") + " )",
                model(parts).map(any -> new Condition.Any(any, findings.range(or.span()))));
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

    private Understood quantified(String word, Tree.Condition inner, Span span, Scope scope) {
        Scope within = scope.inner();
        refuseWithin(word, inner);
        Understood of = within(inner, within);
        scope.forget(within, "bound within `" + word + "` and ends with it");
        String engine = word + " " + (inner instanceof Tree.Pattern ? of.engine() : "( " + of.engine() + " )");
        Range range = findings.range(span);
        return new Understood(
                engine,
                of.model()
                        .map(model -> word.equals("not")
                                ? new Condition.Absence(model, range)
                                : new Condition.Existence(model, range)));
    }

    private void refuseWithin(String word, Tree.Condition inner) {
        boolean allowed = inner instanceof Tree.Pattern || inner instanceof Tree.And;
        if (!allowed) {
            findings.error(
                    Code.CONDITION,
                    inner.span(),
                    "within `" + word + "` there can be a pattern, or patterns with `and`",
                    "say it without the inner `not`, `or` or `accumulate`");
        } else if (inner instanceof Tree.And and) {
            for (Tree.Condition part : and.all()) {
                boolean plain = part instanceof Tree.Pattern
                        || (part instanceof Tree.Not not && not.inner() instanceof Tree.Pattern);
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
    private Understood within(Tree.Condition inner, Scope scope) {
        return switch (inner) {
            case Tree.Pattern pattern -> pattern(pattern, scope, false);
            case Tree.And and -> {
                List<Understood> parts =
                        and.all().stream().map(part -> within(part, scope)).toList();
                yield new Understood(
                        engine(parts, " and "),
                        model(parts).map(all -> new Condition.All(all, findings.range(and.span()))));
            }
            case Tree.Not not
            when not.inner() instanceof Tree.Pattern pattern -> {
                Understood of = pattern(pattern, scope.inner(), false);
                yield new Understood(
                        "not " + of.engine(),
                        of.model().map(model -> new Condition.Absence(model, findings.range(not.span()))));
            }
            default -> new Understood("", Optional.empty());
        };
    }

    private Understood pattern(Tree.Pattern pattern, Scope scope, boolean fires) {
        int number = ++patterns;
        constraints++;
        joins.add(new EngineText.Join(pattern.type().text(), joinField(pattern)));
        Optional<FactModel.Type> type = type(pattern.type());
        String name = pattern.variable().map(Token::text).orElse("$_" + number);
        String variable = pattern.variable().isPresent() || fires ? name : "";
        if (fires) {
            readings.fact(variable, pattern.type().text());
        }
        Map<String, Variable> bound = new LinkedHashMap<>();
        pattern.variable()
                .filter(token -> mayBind(token, scope))
                .ifPresent(token -> bound.put(token.text(), Variable.ofFact(token.text(), type, number)));
        Optional<ExpressionCheck.Own> own = type.map(known -> new ExpressionCheck.Own(known, number, name, bound));
        List<String> engine = new ArrayList<>();
        List<Constraint> model = new ArrayList<>();
        for (Tree.Constraint constraint : pattern.constraints()) {
            constraints++;
            switch (constraint) {
                case Tree.Bind bind -> engine.add(bind(bind, own, scope, bound, model));
                case Tree.Test test -> {
                    divisions.refuseUnseen(test.expression(), fires && branches == 0);
                    engine.add(test(test.expression(), own, scope, model));
                }
            }
            readings.expression(expressionOf(constraint), variable);
        }
        bound.values().forEach(scope::bind);
        String head = variable.isEmpty() ? "" : variable + " : ";
        String told =
                head + type.map(vocabulary::engineName).orElse("") + "( " + String.join(", ", told(engine)) + " )";
        boolean understood = model.size() == pattern.constraints().size();
        return new Understood(
                told,
                type.filter(known -> understood)
                        .map(known -> new Condition.Pattern(
                                name, known.name(), vocabulary.isTable(known), model, findings.range(pattern.span()))));
    }

    /** The first field of the pattern that must equal a variable bound before it; empty where none must. */
    private static String joinField(Tree.Pattern pattern) {
        Set<String> own = new HashSet<>();
        pattern.variable().map(Token::text).ifPresent(own::add);
        for (Tree.Constraint constraint : pattern.constraints()) {
            if (constraint instanceof Tree.Bind bind) {
                own.add(bind.variable().text());
            }
            if (constraint instanceof Tree.Test test
                    && test.expression() instanceof Tree.Binary equality
                    && equality.operator().equals("==")
                    && equality.left() instanceof Tree.Name field
                    && equality.right() instanceof Tree.Name value
                    && !field.token().text().startsWith("$")
                    && value.token().text().startsWith("$")
                    && !own.contains(value.token().text())) {
                return field.token().text();
            }
        }
        return "";
    }

    private static Tree.Expression expressionOf(Tree.Constraint constraint) {
        return switch (constraint) {
            case Tree.Bind bind -> new Tree.Name(bind.field());
            case Tree.Test test -> test.expression();
        };
    }

    private Optional<FactModel.Type> type(Token name) {
        Optional<FactModel.Type> type = vocabulary.type(name.text());
        if (type.isEmpty()) {
            Suggestions.Suggestion suggestion = new Suggestions(findings, vocabulary).fact(name);
            findings.error(
                    Code.FACT,
                    name.span(),
                    "there is no fact or table `" + name.text() + "`",
                    suggestion.hint(),
                    suggestion.fixes());
        } else if (type.get().from().compareTo(vocabulary.stage()) > 0) {
            findings.error(
                    Code.FACT_STAGE,
                    name.span(),
                    "`" + name.text() + "` is known only from the "
                            + type.get().from().topic() + " stage on",
                    vocabulary.ruleOfThisStage());
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

    private String bind(
            Tree.Bind bind,
            Optional<ExpressionCheck.Own> own,
            Scope scope,
            Map<String, Variable> bound,
            List<Constraint> model) {
        String name = bind.variable().text();
        if (bound.containsKey(name)) {
            findings.error(
                    Code.BINDING, bind.variable().span(), "`" + name + "` is bound already", "give it another name");
        } else if (mayBind(bind.variable(), scope)) {
            Optional<FactModel.Field> field =
                    own.flatMap(fact -> expressions(scope, own).knownField(fact.type(), bind.field()));
            Span whole = bind.variable().span().to(bind.field().span());
            field.ifPresent(known ->
                    model.add(new Constraint.Binding(name, known.name(), known.kind(), findings.range(whole))));
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
    private String test(
            Tree.Expression expression, Optional<ExpressionCheck.Own> own, Scope scope, List<? super Test> model) {
        if (own.isEmpty()) {
            return "";
        }
        constraints += comparisonsIn(expression) - 1;
        Optional<Truth> truth = new ComparisonCheck(findings, expressions(scope, own)).truth(expression);
        truth.ifPresent(known -> scope.learn(known.whenTrue()));
        truth.ifPresent(known -> model.add(known.test()));
        return truth.map(Truth::engine).orElse("");
    }

    /** What the pattern itself is told: what is asked last stands in the consequence. */
    private static List<String> told(List<String> constraints) {
        return constraints.stream().filter(constraint -> !constraint.isEmpty()).toList();
    }

    private static int comparisonsIn(Tree.Expression expression) {
        return switch (expression) {
            case Tree.Binary binary
            when binary.operator().equals("&&") || binary.operator().equals("||") ->
                comparisonsIn(binary.left()) + comparisonsIn(binary.right());
            case Tree.Negated negated -> comparisonsIn(negated.inner());
            case Tree.In in -> in.values().size();
            default -> 1;
        };
    }

    private Understood accumulate(Tree.Accumulate accumulate, Scope scope) {
        Scope within = scope.inner();
        refuseWithin("accumulate", accumulate.of());
        Understood of = within(accumulate.of(), within);
        List<String> engineFolds = new ArrayList<>();
        List<Variable> results = new ArrayList<>();
        List<Condition.Result> model = new ArrayList<>();
        for (Tree.Fold fold : accumulate.folds()) {
            constraints++;
            if (mayBind(fold.variable(), scope)) {
                FoldCheck.Folded folded = folds.fold(fold, within, ++patterns);
                results.add(folded.variable());
                folded.result().ifPresent(model::add);
                readings.value(fold.variable().text());
            }
            engineFolds.add(fold.variable().text() + " : "
                    + FoldCheck.engineName(fold.function().text()) + "("
                    + fold.argument().map(Token::text).orElse("") + ")");
        }
        scope.forget(within, "bound within `accumulate` and ends with it");
        results.forEach(scope::bind);
        StringBuilder engine =
                new StringBuilder("accumulate( ( " + of.engine() + " ); " + String.join(", ", engineFolds) + " )");
        // The engine lets a fold without a value pass if it stands beside another.
        if (model.size() > 1) {
            model.stream()
                    .filter(result -> !result.function().isOfNothing())
                    .forEach(result ->
                            engine.append(" eval( ").append(result.variable()).append(" != null )"));
        }
        List<Test> tests = new ArrayList<>();
        for (Tree.Expression test : accumulate.tests()) {
            constraints += comparisonsIn(test);
            divisions.refuseUnseen(test, branches == 0);
            ComparisonCheck comparison = new ComparisonCheck(findings, expressions(scope, Optional.empty()));
            Optional<Truth> truth = comparison.truth(test);
            truth.ifPresent(known -> tests.add(known.test()));
            // A test within accumulate is compiled against a value of no known type; behind it, it is not.
            truth.map(Truth::engine)
                    .filter(known -> !known.isEmpty())
                    .ifPresent(known -> engine.append(" eval( ").append(known).append(" )"));
        }
        boolean understood = model.size() == accumulate.folds().size()
                && tests.size() == accumulate.tests().size();
        return new Understood(
                engine.toString(),
                of.model()
                        .filter(known -> understood)
                        .map(known -> new Condition.Fold(known, model, tests, findings.range(accumulate.span()))));
    }
}
