package io.plimsoll.rules.compile;

import io.plimsoll.rules.model.TableType;
import java.util.Set;
import org.drools.model.Rule;

/**
 * A compiled rule.
 *
 * @param classes what was generated for it, and for the rules that were compiled at the same time
 */
record RuleUnit(Key key, Rule rule, UnitClasses classes) {

    /**
     * What a compiled rule depends on, and nothing else: neither the line it stands on nor the other rules.
     *
     * @param heading package, imports and global
     * @param tables the declared types that the text may refer to
     */
    record Key(String heading, String text, Set<TableType> tables) {
        Key {
            tables = Set.copyOf(tables);
        }
    }
}
