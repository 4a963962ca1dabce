package io.plimsoll.rules.compile;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class of a declared type: a bean that cannot be changed, made from nothing but the names and kinds of its columns.
 *
 * <p>It has a class loader of its own, so that rules which are compiled at different times see the same class.
 */
public final class RowClass {

    private final Key key;
    private final byte[] bytes;
    private final Constructor<?> constructor;

    /** What a row class is made of; two stages that declare the same type have two classes, each in its stage's package. */
    record Key(Stage stage, TableType table) {
        String className() {
            return packageOf(stage) + "." + table.name();
        }
    }

    /** @throws IndexOutOfBoundsException if the type has more columns than a class can hold */
    RowClass(Key key) {
        this.key = key;
        this.bytes = bytes(key);
        try {
            Class<?> type = new Loader(key.className(), bytes).loadClass(key.className());
            this.constructor = type.getConstructor(Object[].class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the declared type `" + key.className() + "`", e);
        }
    }

    /** The package of a stage's rules and of the types they declare. */
    static String packageOf(Stage stage) {
        return "plimsoll." + stage.topic();
    }

    public TableType table() {
        return key.table();
    }

    public Class<?> type() {
        return constructor.getDeclaringClass();
    }

    /** A row, from the values of its columns in their order, each of the column's kind. */
    public Object row(List<Object> values) {
        try {
            return constructor.newInstance((Object) values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a row of the declared type `" + key.className() + "`", e);
        }
    }

    String className() {
        return key.className();
    }

    byte[] bytes() {
        return bytes;
    }

    private static byte[] bytes(Key key) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String name = key.className().replace('.', '/');
        String object = Type.getInternalName(Object.class);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, object, null);
        MethodVisitor constructor =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "([Ljava/lang/Object;)V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, object, "<init>", "()V", false);
        List<Column> columns = key.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Type type = Type.getType(column.kind().javaType());
            writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, column.name(), type.getDescriptor(), null, null)
                    .visitEnd();
            constructor.visitVarInsn(Opcodes.ALOAD, 0);
            constructor.visitVarInsn(Opcodes.ALOAD, 1);
            constructor.visitLdcInsn(i);
            constructor.visitInsn(Opcodes.AALOAD);
            constructor.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
            constructor.visitFieldInsn(Opcodes.PUTFIELD, name, column.name(), type.getDescriptor());
            getter(writer, name, column, type);
        }
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Names of the getters, one for each column. */
    Set<String> getters() {
        return table().columns().stream().map(RowClass::getter).collect(Collectors.toSet());
    }

    private static String getter(Column column) {
        return "get" + Character.toUpperCase(column.name().charAt(0))
                + column.name().substring(1);
    }

    private static void getter(ClassWriter writer, String owner, Column column, Type type) {
        MethodVisitor getter =
                writer.visitMethod(Opcodes.ACC_PUBLIC, getter(column), "()" + type.getDescriptor(), null, null);
        getter.visitCode();
        getter.visitVarInsn(Opcodes.ALOAD, 0);
        getter.visitFieldInsn(Opcodes.GETFIELD, owner, column.name(), type.getDescriptor());
        getter.visitInsn(Opcodes.ARETURN);
        getter.visitMaxs(0, 0);
        getter.visitEnd();
    }

    private static final class Loader extends ClassLoader {
        private final String name;
        private final byte[] bytes;

        Loader(String name, byte[] bytes) {
            super(RowClass.class.getClassLoader());
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            if (!wanted.equals(name)) {
                throw new ClassNotFoundException(wanted);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
