package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Variable.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The variables that are bound at a point of a rule, and which fields are known to be present there. */
final class Scope {

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, String> gone = new HashMap<>();
    private final Set<Place> present = new HashSet<>();

    /** A scope that begins with what is known here; what it learns stays in it. */
    Scope inner() {
        Scope inner = new Scope();
        inner.variables.putAll(variables);
        inner.gone.putAll(gone);
        inner.present.addAll(present);
        return inner;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    Optional<Variable> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    void bind(Variable variable) {
        variables.put(variable.name(), variable);
        gone.remove(variable.name());
    }

    /** Why a variable that is bound somewhere is not bound here. */
    Optional<String> whyGone(String name) {
        return Optional.ofNullable(gone.get(name));
    }

    /** Remembers the variables of an inner scope that end with it. */
    void forget(Scope inner, String why) {
        for (String name : inner.variables.keySet()) {
            if (!variables.containsKey(name)) {
                gone.put(name, why);
            }
        }
    }

    boolean isPresent(Place place) {
        return present.contains(place);
    }

    Set<Place> present() {
        return present;
    }

    void learn(Set<Place> places) {
        present.addAll(places);
    }

    /** A scope that also knows these fields to be present. */
    Scope knowing(Set<Place> places) {
        Scope inner = inner();
        inner.learn(places);
        return inner;
    }
}
