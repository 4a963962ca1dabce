package io.plimsoll.rules.compile;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.drools.model.Model;

/** The classes of rules that were compiled together. They are gone once none of the rules is used any more. */
final class UnitClasses extends ClassLoader {

    /** What is not defined yet. */
    private final Map<String, byte[]> bytes;

    private final Map<String, RowClass> rows;
    private final int rules;

    /**
     * @param bytes by class name
     * @param rules how many rules were compiled together
     */
    UnitClasses(Map<String, byte[]> bytes, List<RowClass> rows, int rules) {
        super(UnitClasses.class.getClassLoader());
        this.bytes = new ConcurrentHashMap<>(bytes);
        this.rows = rows.stream().collect(Collectors.toMap(RowClass::className, Function.identity()));
        this.rules = rules;
    }

    int rules() {
        return rules;
    }

    Model model(String className) {
        try {
            return (Model) loadClass(className).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the generated class " + className, e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        RowClass row = rows.get(name);
        if (row != null) {
            return row.type();
        }
        byte[] generated = bytes.remove(name);
        if (generated == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, generated, 0, generated.length);
    }
}
