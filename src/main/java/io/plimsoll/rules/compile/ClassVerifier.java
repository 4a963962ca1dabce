package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.compile.Trouble.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Looks through every generated class before one of them is defined. The check of the rules' text lets nothing dangerous through; this holds
 * even if it did, or if the engine's generator made something else of a text than the check understood.
 *
 * <p>What passes can neither reach anything but facts, verbs and what {@link Allowed} lists, nor keep anything, nor run for ever: no method
 * jumps backwards or catches anything, and the calls among the generated methods form no circle.
 */
final class ClassVerifier {

    private final Map<String, Set<String>> methods = new HashMap<>();
    private final Map<String, Set<String>> calls = new HashMap<>();
    private final Map<String, Set<String>> rowGetters;
    private final Set<String> generated;
    private final List<Trouble> troubles = new ArrayList<>();

    private ClassVerifier(Set<String> generated, Map<String, Set<String>> rowGetters) {
        this.generated = generated;
        this.rowGetters = rowGetters;
    }

    /**
     * @param classes class files by class name
     * @param rows the row classes that the rules may read
     * @throws Refused with everything that is wrong
     */
    static void verify(Map<String, byte[]> classes, List<RowClass> rows) throws Refused {
        Set<String> names =
                classes.keySet().stream().map(name -> name.replace('.', '/')).collect(Collectors.toSet());
        Map<String, Set<String>> getters =
                rows.stream().collect(Collectors.toMap(row -> row.className().replace('.', '/'), RowClass::getters));
        ClassVerifier verifier = new ClassVerifier(names, getters);
        classes.forEach((name, bytes) -> verifier.read(name.replace('.', '/'), bytes));
        verifier.checkCalls();
        if (!verifier.troubles.isEmpty()) {
            throw new Refused(verifier.troubles.stream().distinct().toList());
        }
    }

    private void read(String name, byte[] bytes) {
        try {
            new ClassReader(bytes).accept(new ClassCheck(name), ClassReader.SKIP_FRAMES);
        } catch (RuntimeException e) {
            refuse("is no class file that can be read (" + e + ")", "");
        }
    }

    void refuse(String what, String offending) {
        troubles.add(new Trouble(Code.GENERATED, what, 0, offending, false));
    }

    /** True if a generated class, a row class or a listed one. */
    boolean knows(String type) {
        return generated.contains(type) || rowGetters.containsKey(type) || Allowed.type(type);
    }

    boolean isGenerated(String owner) {
        return generated.contains(owner);
    }

    /** @param from the calling method, as {@link #method} names it */
    void call(String from, String owner, String name, String descriptor) {
        String simple = simpleName(owner);
        if (generated.contains(owner)) {
            calls.computeIfAbsent(from, any -> new HashSet<>()).add(method(owner, name, descriptor));
        } else if (rowGetters.containsKey(owner)) {
            if (!rowGetters.getOrDefault(owner, Set.of()).contains(name)) {
                refuse("calls `" + simple + "." + name + "`", simple + "." + name);
            }
        } else if (!Allowed.call(owner, name, descriptor, from.substring(from.indexOf('.') + 1, from.indexOf('(')))) {
            boolean made = name.equals("<init>");
            refuse(
                    (made ? "makes a `" + dotted(owner) : "calls `" + dotted(owner) + "." + name) + "`",
                    made ? simple : simple + "." + name);
        }
    }

    static String method(String owner, String name, String descriptor) {
        return owner + "." + name + descriptor;
    }

    static String dotted(String name) {
        return name.replace('/', '.');
    }

    static String simpleName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }

    /** Generated methods call generated methods that are there, and never in a circle. */
    private void checkCalls() {
        Set<String> declared = methods.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        calls.values().stream()
                .flatMap(Set::stream)
                .filter(target -> !declared.contains(target))
                .forEach(target -> refuse("calls `" + dotted(target) + "`", ""));
        Set<String> done = new HashSet<>();
        for (String method : declared) {
            if (isInCircle(method, new HashSet<>(), done)) {
                refuse("calls itself", "");
                return;
            }
        }
    }

    /** The depth is that of the generator's own few layers; anything deeper is a circle. */
    private boolean isInCircle(String method, Set<String> above, Set<String> done) {
        if (done.contains(method)) {
            return false;
        }
        if (!above.add(method)) {
            return true;
        }
        boolean circle = calls.getOrDefault(method, Set.of()).stream().anyMatch(next -> isInCircle(next, above, done));
        above.remove(method);
        done.add(method);
        return circle;
    }

    private final class ClassCheck extends ClassVisitor {
        private final String className;

        ClassCheck(String className) {
            super(Opcodes.ASM9);
            this.className = className;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superclass,
                String @Nullable [] interfaces) {
            if (!name.equals(className) || !Allowed.className(name)) {
                refuse("is a class `" + dotted(name) + "`, which the generator does not make", simpleName(name));
            }
            if (!Allowed.supertypes(
                    superclass == null ? "" : superclass, interfaces == null ? List.of() : List.of(interfaces))) {
                refuse("extends or implements what the generator does not", "");
            }
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            if (!Allowed.field(access, descriptor)) {
                refuse("keeps something in a field `" + name + "`", name);
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (!Allowed.method(access, name)) {
                refuse("has a method `" + name + "`, which the generator does not make", name);
            }
            methods.computeIfAbsent(className, any -> new HashSet<>()).add(method(className, name, descriptor));
            return new MethodVerifier(ClassVerifier.this, className, name, descriptor);
        }
    }
}
