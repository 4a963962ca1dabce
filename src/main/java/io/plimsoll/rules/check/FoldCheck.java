package io.plimsoll.rules.check;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Understands one function of {@code accumulate}. */
final class FoldCheck {

    private static final List<String> FOLDS = Arrays.stream(Condition.Function.values())
            .map(Condition.Function::word)
            .toList();
    private static final Set<String> EXACT_FOLDS = Set.of("average", "count");

    /**
     * A function as it was understood.
     *
     * @param variable what its value is bound to
     * @param result what it says; empty where there is no such function
     */
    record Folded(Variable variable, Optional<Condition.Result> result) {}

    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;

    FoldCheck(FindingsOfFile findings, Vocabulary vocabulary) {
        this.findings = findings;
        this.vocabulary = vocabulary;
    }

    /** @param within what is bound in the pattern whose matches are folded */
    Folded fold(Tree.Fold fold, Scope within, int number) {
        String name = fold.variable().text();
        String function = fold.function().text();
        if (!FOLDS.contains(function)) {
            findings.error(
                    Code.FOLD,
                    fold.function().span(),
                    "there is no accumulate function `" + function + "`",
                    function.startsWith("av") || function.equals("mean")
                            ? "did you mean `average`?"
                            : Similar.hintOrList(function, FOLDS),
                    findings.respell(fold.function().span(), function, FOLDS));
            return new Folded(Variable.unknown(name, number), Optional.empty());
        }
        boolean count = function.equals("count");
        Optional<Token> argument = fold.argument();
        Optional<Value> of = Optional.empty();
        if (argument.isEmpty() && !count) {
            findings.error(
                    Code.FOLD,
                    fold.span(),
                    "`" + function + "` needs a variable",
                    "bind a field in the pattern: `$n : notional`");
        }
        if (argument.isPresent()) {
            ExpressionCheck expressions = new ExpressionCheck(findings, vocabulary, within, Optional.empty(), true);
            Term term = expressions.term(new Tree.Name(argument.get()));
            of = term.value();
            boolean decimal = term.isUnknown() || term.is(FieldKind.DECIMAL);
            if (!count && !decimal) {
                findings.error(
                        Code.FOLD,
                        argument.get().span(),
                        "`" + function + "` takes decimals, and this is " + term.inWords(),
                        null);
            } else if (!count && !term.isUnknown()) {
                expressions.requirePresent(term);
            }
        }
        Optional<Value> folded = of;
        Optional<Condition.Result> result = Condition.Function.of(function)
                .map(known -> new Condition.Result(name, known, folded, findings.range(fold.span())));
        return new Folded(Variable.ofValue(name, count ? FieldKind.INTEGER : FieldKind.DECIMAL, number), result);
    }

    /** The engine prefers functions of its own to imported ones of the same name. */
    static String engineName(String function) {
        return EXACT_FOLDS.contains(function) ? "exact_" + function : function;
    }
}
