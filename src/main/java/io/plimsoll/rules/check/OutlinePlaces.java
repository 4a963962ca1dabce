package io.plimsoll.rules.check;

import io.plimsoll.rules.check.OutlineReader.Frame;
import io.plimsoll.rules.check.OutlineReader.Kind;
import io.plimsoll.rules.check.OutlineReader.Open;
import io.plimsoll.rules.check.RuleOutline.Place;
import java.util.Optional;
import java.util.Set;

/** Says what may be written behind a word of a rule file. */
final class OutlinePlaces {

    private static final Set<String> BETWEEN_CONDITIONS = Set.of("not", "exists", "and", "or");
    private static final Set<String> BEFORE_A_CONSTRAINT = Set.of("&&", "||", "!");
    private static final Set<String> BEFORE_A_VALUE =
            Set.of("==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "contains", "matches");

    private OutlinePlaces() {}

    /**
     * What may follow.
     *
     * @param sameLine true if the statement began on the line of the place
     * @param typeBefore the fact that the word before the last is bound to; empty if it is no such variable
     * @param global what stands before the last verb
     */
    static Place after(Open open, Token last, Token beforeLast, boolean sameLine, String typeBefore, String global) {
        return switch (open.section) {
            case TOP -> new RuleOutline.StatementStart();
            case HEADING -> sameLine ? new RuleOutline.Heading(open.heading) : new RuleOutline.StatementStart();
            case DECLARATION ->
                last.is("declare")
                        ? new RuleOutline.TableName()
                        : last.is(":") ? new RuleOutline.ColumnType() : new RuleOutline.Nowhere();
            case HEAD -> last.is("rule") ? new RuleOutline.Nowhere() : new RuleOutline.RuleHead();
            case WHEN -> condition(open, last, beforeLast, typeBefore);
            case THEN -> consequence(open, last, beforeLast, typeBefore, global);
        };
    }

    private static Place condition(Open open, Token last, Token beforeLast, String typeBefore) {
        Frame frame = open.frames.peek();
        if (frame == null || frame.kind == Kind.GROUP || frame.kind == Kind.FOLD_SOURCE) {
            boolean begins =
                    last.is("when") || last.is(")") || last.is("(") || BETWEEN_CONDITIONS.contains(last.text());
            return last.is(":")
                    ? new RuleOutline.TypeName()
                    : begins ? new RuleOutline.ConditionStart() : new RuleOutline.Nowhere();
        }
        if (frame.kind == Kind.FOLD) {
            return last.is(":") ? new RuleOutline.FoldFunction() : new RuleOutline.Value("", "");
        }
        if (last.is(".")) {
            return new RuleOutline.Property(typeBefore);
        }
        if (last.is(":")) {
            return new RuleOutline.BoundField(frame.of);
        }
        boolean inList = last.is(",") || (last.is("(") && beforeLast.is("in"));
        boolean value = BEFORE_A_VALUE.contains(last.text()) || (frame.kind == Kind.VALUES && inList);
        if (value && last.kind() != Token.Kind.TEXT) {
            return new RuleOutline.Value(frame.of, frame.field);
        }
        boolean begins = last.is("(") || last.is(",") || BEFORE_A_CONSTRAINT.contains(last.text());
        return begins ? new RuleOutline.ConstraintStart(frame.of) : new RuleOutline.Operator();
    }

    private static Place consequence(Open open, Token last, Token beforeLast, String typeBefore, String global) {
        Optional<Frame> call =
                open.frames.stream().filter(frame -> frame.kind == Kind.CALL).findFirst();
        if (call.isPresent()) {
            return last.is(".")
                    ? new RuleOutline.Property(typeBefore)
                    : new RuleOutline.Argument(global, call.get().of, call.get().index);
        }
        if (last.is(".")) {
            return new RuleOutline.VerbName(beforeLast.text());
        }
        return last.is("then") || last.is(";") ? new RuleOutline.CallStart() : new RuleOutline.Nowhere();
    }
}
