package io.plimsoll.rules.straight;

import io.plimsoll.rules.Because;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.List;
import java.util.Map;

/**
 * What happens where a rule's conditions hold.
 *
 * @param rule how its firings are explained
 * @param last comparisons that may fail, asked when all else holds
 * @param bound what each variable of the rule stands for on this way
 */
record Firing(Because.OfRule rule, List<Check> last, List<Call> calls, Map<String, Operand> bound) {

    /** A verb with what it is given, an operand for each parameter. */
    record Call(Verb verb, List<Operand> arguments) {}
}
