package io.plimsoll.rules;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of facts, of the engine's rows and of rows that are kept as plain values. */
public final class FieldValues {

    /** By class, so that a class the engine generated can be unloaded with its rules. */
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return accessors(type);
        }
    };

    private FieldValues() {}

    /** A row that is no object of a declared type. */
    public interface Row {

        /** Name of the declared type. */
        String type();

        /** The value of every column. */
        Map<String, Object> values();
    }

    /** Name of the fact or declared type, as rules write it. */
    public static String typeOf(Object fact) {
        return fact instanceof Row row ? row.type() : fact.getClass().getSimpleName();
    }

    /** The value of a fact's field; null where it is absent. */
    public static @Nullable Object of(Object fact, String field) {
        if (fact instanceof Row row) {
            return row.values().get(field);
        }
        Method accessor = ACCESSORS.get(fact.getClass()).get(field);
        if (accessor == null) {
            throw new IllegalStateException("no field `" + field + "` in " + fact.getClass());
        }
        try {
            return accessor.invoke(fact);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read `" + field + "` of " + fact, e);
        }
    }

    /** Facts are records, the engine's rows have getters. */
    private static Map<String, Method> accessors(Class<?> type) {
        Map<String, Method> accessors = new HashMap<>();
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (method.getParameterCount() > 0) {
                continue;
            }
            if (type.isRecord()) {
                accessors.put(name, method);
            } else if (name.startsWith("get") && name.length() > 3) {
                accessors.put(Character.toLowerCase(name.charAt(3)) + name.substring(4), method);
            }
        }
        return accessors;
    }
}
