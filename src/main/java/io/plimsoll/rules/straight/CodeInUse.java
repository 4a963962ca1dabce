package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.TableType;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code of stages that some rules in memory run on. Rules of which nothing but constants has changed run on it too, and on what the virtual machine
 * has made of it by now. Code that no rules use any more is let go.
 */
final class CodeInUse {

    private static final Map<Key, WeakReference<StageWriter.Written>> IN_USE = new HashMap<>();

    private CodeInUse() {}

    /** All that code depends on. */
    record Key(Shape root, Map<Integer, Shape> templates, Map<String, TableType> tables, String global) {}

    /** Null where there is none. */
    static synchronized StageWriter.@Nullable Written find(Key key) {
        IN_USE.values().removeIf(code -> code.get() == null);
        WeakReference<StageWriter.Written> found = IN_USE.get(key);
        return found == null ? null : found.get();
    }

    static synchronized void add(Key key, StageWriter.Written code) {
        IN_USE.put(key, new WeakReference<>(code));
    }
}
