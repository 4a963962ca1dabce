package io.plimsoll.rules.straight;

import java.util.List;

/** What is done one after another by templates: which template, and with which constants. */
final class Calls {

    static final Calls NONE = new Calls(List.of());

    /** Of each call; the places are the template's. */
    final Object[][] constants;

    /** Of each call, a place in the list of templates that the code knows. */
    final int[] templates;

    record Call(int template, Object[] constants) {}

    Calls(List<Call> calls) {
        this.constants = calls.stream().map(Call::constants).toArray(Object[][]::new);
        this.templates = calls.stream().mapToInt(Call::template).toArray();
    }
}
