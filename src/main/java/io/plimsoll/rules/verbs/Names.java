package io.plimsoll.rules.verbs;

import java.util.Arrays;

/** Enum constants by the name a rule or a table gives. */
final class Names {

    private Names() {}

    /** @throws IllegalArgumentException listing the names there are, since the name may come from a table's cell */
    static <E extends Enum<E>> E of(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "`" + name + "` is none of " + Arrays.toString(type.getEnumConstants())));
    }
}
