package io.plimsoll.policy;

import io.plimsoll.rules.CompiledRules;
import java.lang.reflect.Method;

/** Looks into compiled rules for the class loader of what was generated for them; only a test of leaks needs it. */
final class GeneratedClasses {
    private GeneratedClasses() {}

    static ClassLoader loaderOf(CompiledRules compiled, String rule) throws ReflectiveOperationException {
        Method loader = CompiledRules.class.getDeclaredMethod("loaderOf", String.class);
        loader.setAccessible(true);
        return (ClassLoader) loader.invoke(compiled, rule);
    }
}
