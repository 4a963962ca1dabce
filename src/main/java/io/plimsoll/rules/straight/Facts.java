package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FactModel;
import java.util.List;

/** The facts' places in the model and their classes, by the names that rules know them by. */
final class Facts {

    private static final List<String> NAMES =
            FactModel.types().stream().map(FactModel.Type::name).toList();

    private static final String PACKAGE = FactModel.class.getPackageName().replace('.', '/');

    private Facts() {}

    static int place(String type) {
        return NAMES.indexOf(type);
    }

    static String internalName(String type) {
        return PACKAGE + "/" + type;
    }
}
