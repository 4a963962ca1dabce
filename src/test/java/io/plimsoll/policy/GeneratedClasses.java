package io.plimsoll.policy;

import io.plimsoll.rules.CompiledRules;
import java.lang.reflect.Field;
import java.util.Map;

/** Looks into compiled rules for the class loader of what was generated for them; only a test of leaks needs it. */
final class GeneratedClasses {
    private GeneratedClasses() {}

    static ClassLoader loaderOf(CompiledRules compiled) throws ReflectiveOperationException {
        Field bases = CompiledRules.class.getDeclaredField("bases");
        bases.setAccessible(true);
        Object base = ((Map<?, ?>) bases.get(compiled)).values().iterator().next();
        ClassLoader loader =
                (ClassLoader) base.getClass().getMethod("getRootClassLoader").invoke(base);
        if (loader == CompiledRules.class.getClassLoader()) {
            throw new IllegalStateException("the generated classes have no loader of their own");
        }
        return loader;
    }
}
