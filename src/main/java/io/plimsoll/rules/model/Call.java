package io.plimsoll.rules.model;

import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.List;

/**
 * A proposal: a verb of the stage's global with its arguments.
 *
 * @param arguments one for each parameter of the verb
 */
public record Call(Verb verb, List<Value> arguments, Range range) {
    public Call {
        arguments = List.copyOf(arguments);
    }
}
