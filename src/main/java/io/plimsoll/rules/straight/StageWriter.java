package io.plimsoll.rules.straight;

import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.model.TableType;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class of a stage: a method for each template, and more where one would be too large for the virtual machine to compile. Every method takes
 * the evaluation, its constants and what is bound so far, and returns true if nothing more is wanted.
 */
final class StageWriter {

    private static final String NAME = Type.getInternalName(StageCode.class).replace("StageCode", "Rules");
    private static final String OBJECTS = "[Ljava/lang/Object;";

    private final Map<String, TableType> tables;
    private final Map<Integer, Shape> templates;
    private final String global;
    private final CompileBudget budget;
    private final ClassWriter writer = new Frames();
    private final Map<Node.Index, Integer> indexes = new HashMap<>();
    private final List<Node.Index> indexList = new ArrayList<>();
    private final List<String> visible = new ArrayList<>();
    private final Map<Template, Method> methods = new HashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int count;

    /** @param slots descriptors of what is bound before it */
    private record Template(int number, List<String> slots) {}

    /** A method of the class that is written. */
    record Method(String name, String descriptor) {}

    private record Pending(Method method, List<String> slots, Shape shape) {}

    /**
     * What was written.
     *
     * @param indexes by the number that the code knows each by
     * @param visible tables that the code reads by the snapshot's keys, by number
     */
    record Written(StageCode code, List<Node.Index> indexes, List<String> visible) {}

    private StageWriter(
            Map<String, TableType> tables, Map<Integer, Shape> templates, String global, CompileBudget budget) {
        this.tables = tables;
        this.templates = templates;
        this.global = global;
        this.budget = budget;
    }

    /** @param global class of the stage's verbs */
    static Written write(Shapes.Shaped shaped, Map<String, TableType> tables, String global, CompileBudget budget)
            throws NotStraight {
        CodeInUse.Key key = new CodeInUse.Key(shaped.root(), shaped.templates(), tables, global);
        Written written = CodeInUse.find(key);
        if (written == null) {
            written = new StageWriter(tables, shaped.templates(), global, budget).write(shaped.root());
            CodeInUse.add(key, written);
        }
        return written;
    }

    private Written write(Shape root) throws NotStraight {
        String parent = Type.getInternalName(StageCode.class);
        writer.visit(Opcodes.V21, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, parent, null);
        writeConstructor(parent);
        writeRun(method(root, List.of()));
        while (!pending.isEmpty()) {
            budget.check();
            write(pending.pop());
        }
        writer.visitEnd();
        return new Written(load(), indexList, visible);
    }

    /** The method of a shape that has its constants in common with its caller. */
    Method method(Shape shape, List<String> slots) {
        String descriptor = "(L" + Code.EVALUATION + ";" + OBJECTS + String.join("", slots) + ")Z";
        Method method = new Method("m" + count++, descriptor);
        pending.push(new Pending(method, slots, shape));
        return method;
    }

    /** The method of a template, the same for all who call it with the same slots. */
    Method method(int template, List<String> slots) {
        return methods.computeIfAbsent(
                new Template(template, slots), any -> method(Objects.requireNonNull(templates.get(template)), slots));
    }

    /** The number that the code knows an index by. */
    int index(Node.Index index) {
        return indexes.computeIfAbsent(index, any -> {
            indexList.add(index);
            return indexList.size() - 1;
        });
    }

    /** The number that the code knows a table by of which it reads the rows that a snapshot sees. */
    int visible(String table) {
        if (!visible.contains(table)) {
            visible.add(table);
        }
        return visible.indexOf(table);
    }

    TableType table(String name) {
        return Objects.requireNonNull(tables.get(name));
    }

    String global() {
        return global;
    }

    static void call(MethodVisitor method, Method called) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, called.name(), called.descriptor(), false);
    }

    private void write(Pending next) throws NotStraight {
        Method method = next.method();
        MethodVisitor visitor = writer.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, method.name(), method.descriptor(), null, null);
        Code code = new Code(visitor, tables, next.slots());
        if (next.shape() instanceof Shape.Fire fire) {
            FiringWriter.write(code, fire, global);
        } else {
            new BodyWriter(this, code).write(next.shape());
        }
        visitor.visitMaxs(0, 0);
        visitor.visitEnd();
    }

    private void writeRun(Method root) {
        MethodVisitor run = writer.visitMethod(0, "run", root.descriptor(), null, null);
        run.visitCode();
        run.visitVarInsn(Opcodes.ALOAD, 1);
        run.visitVarInsn(Opcodes.ALOAD, 2);
        call(run, root);
        run.visitInsn(Opcodes.IRETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
    }

    private StageCode load() throws NotStraight {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(writer.toByteArray(), true);
            return (StageCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ClassTooLargeException | MethodTooLargeException e) {
            throw new NotStraight("the code of the rules is too large: " + e.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the code of the rules cannot be loaded", e);
        }
    }

    private void writeConstructor(String parent) {
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
    }

    /** No two paths of the code leave different classes in one place, so that no class needs to be looked up. */
    private static final class Frames extends ClassWriter {
        Frames() {
            super(COMPUTE_FRAMES);
        }

        @Override
        protected String getCommonSuperClass(String one, String other) {
            return "java/lang/Object";
        }
    }
}
