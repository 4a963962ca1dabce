package io.plimsoll.rules.compile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_NATIVE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import io.plimsoll.rules.compile.Trouble.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes made by hand, each with one thing that no generated class has. */
class ClassVerifierTest {

    private static final String NAME = "plimsoll/margin/P0A/LambdaConsequence00112233445566778899AABBCCDDEEFF";
    private static final String OTHER = "plimsoll/margin/P0B/LambdaPredicate00112233445566778899AABBCCDDEEFF";
    private static final String MARGIN = "io/plimsoll/rules/verbs/Margin";

    /** What is in the method {@code execute}, and what is said of it. */
    private static final Map<String, Consumer<MethodVisitor>> CODE = new LinkedHashMap<>();

    static {
        CODE.put("has a loop", code -> {
            Label start = new Label();
            code.visitLabel(start);
            code.visitJumpInsn(GOTO, start);
        });
        CODE.put("has a loop by a switch", code -> {
            Label start = new Label();
            code.visitLabel(start);
            code.visitInsn(ICONST_1);
            code.visitTableSwitchInsn(0, 0, start, start);
        });
        CODE.put("calls itself", code -> code.visitMethodInsn(INVOKESTATIC, NAME, "execute", "()V", false));
        CODE.put(
                "calls `plimsoll.margin.P0A.LambdaConsequence00112233445566778899AABBCCDDEEFF.nowhere()V`",
                code -> code.visitMethodInsn(INVOKESTATIC, NAME, "nowhere", "()V", false));
        CODE.put("calls `java.lang.Object.wait`", code -> {
            code.visitVarInsn(ALOAD, 0);
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "wait", "()V", false);
        });
        CODE.put(
                "calls `java.lang.System.arraycopy`",
                code -> code.visitMethodInsn(
                        INVOKESTATIC,
                        "java/lang/System",
                        "arraycopy",
                        "(Ljava/lang/Object;ILjava/lang/Object;II)V",
                        false));
        CODE.put("calls `io.plimsoll.rules.verbs.Margin.toString`", code -> {
            code.visitVarInsn(ALOAD, 0);
            code.visitMethodInsn(INVOKEVIRTUAL, MARGIN, "toString", "()Ljava/lang/String;", false);
        });
        CODE.put("calls `java.lang.Object.finalize` directly", code -> {
            code.visitVarInsn(ALOAD, 0);
            code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "finalize", "()V", false);
        });
        CODE.put("makes a `java.math.BigDecimal`", code -> {
            code.visitTypeInsn(Opcodes.NEW, "java/math/BigDecimal");
            code.visitMethodInsn(INVOKESPECIAL, "java/math/BigDecimal", "<init>", "(D)V", false);
        });
        CODE.put("locks something", code -> {
            code.visitVarInsn(ALOAD, 0);
            code.visitInsn(DUP);
            code.visitInsn(MONITORENTER);
            code.visitInsn(MONITOREXIT);
        });
        CODE.put(
                "changes `plimsoll.margin.P0A.LambdaConsequence00112233445566778899AABBCCDDEEFF.INSTANCE`",
                code -> code.visitFieldInsn(PUTSTATIC, NAME, "INSTANCE", "L" + NAME + ";"));
        CODE.put(
                "reads `java.lang.System.out`",
                code -> code.visitFieldInsn(GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;"));
        CODE.put("uses `java.lang.Runtime`", code -> code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Runtime"));
        CODE.put("uses `java.lang.Thread`", code -> code.visitTypeInsn(Opcodes.CHECKCAST, "[[Ljava/lang/Thread;"));
        CODE.put("makes an array of any length", code -> {
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        });
        CODE.put("makes an array of any length, though listed", code -> {
            code.visitLdcInsn(2_000_000_000);
            code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        });
        CODE.put("makes an array of numbers", code -> code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG));
        CODE.put("makes an array of arrays", code -> code.visitMultiANewArrayInsn("[[Ljava/lang/Object;", 2));
        CODE.put("catches exceptions", code -> {
            Label start = new Label();
            Label end = new Label();
            code.visitTryCatchBlock(start, end, end, null);
            code.visitLabel(start);
            code.visitInsn(Opcodes.NOP);
            code.visitLabel(end);
            code.visitInsn(POP);
        });
        CODE.put("throws something", code -> {
            code.visitVarInsn(ALOAD, 0);
            code.visitInsn(Opcodes.ATHROW);
        });
        CODE.put(
                "has a lambda",
                code -> code.visitInvokeDynamicInsn(
                        "run",
                        "()Ljava/lang/Runnable;",
                        new Handle(
                                Opcodes.H_INVOKESTATIC,
                                "java/lang/invoke/LambdaMetafactory",
                                "metafactory",
                                "()V",
                                false)));
        CODE.put(
                "uses the constant",
                code -> code.visitLdcInsn(
                        new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "exit", "(I)V", false)));
        CODE.put(
                "uses the constant, made up",
                code -> code.visitLdcInsn(new ConstantDynamic(
                        "x",
                        "Ljava/lang/Object;",
                        new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "exit", "(I)V", false))));
        CODE.put(
                "uses the constant `Ljava/lang/Runtime;`",
                code -> code.visitLdcInsn(org.objectweb.asm.Type.getType("Ljava/lang/Runtime;")));
    }

    @TestFactory
    Stream<DynamicTest> noMethodDoesAnythingElse() {
        return CODE.entrySet().stream()
                .map(of -> DynamicTest.dynamicTest(
                        of.getKey(),
                        () -> assertRefused(of.getKey().split(",")[0].split(" by ")[0], aClass(of.getValue()))));
    }

    @Test
    void whatTheGeneratorWritesPasses() {
        assertDoesNotThrow(() -> verify(Map.of(NAME, aClass(code -> {
            Label end = new Label();
            code.visitVarInsn(ALOAD, 0);
            code.visitJumpInsn(Opcodes.IFNULL, end);
            code.visitVarInsn(ALOAD, 0);
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitMethodInsn(
                    INVOKEVIRTUAL,
                    MARGIN,
                    "order",
                    "(Lio/plimsoll/rules/facts/OpenOrder;Ljava/math/BigDecimal;)V",
                    false);
            code.visitLabel(end);
        }))));
    }

    @Test
    void twoClassesThatCallEachOtherAreACircle() {
        // Given
        byte[] one = aClass(NAME, code -> code.visitMethodInsn(INVOKESTATIC, OTHER, "execute", "()V", false));
        byte[] two = aClass(OTHER, code -> code.visitMethodInsn(INVOKESTATIC, NAME, "execute", "()V", false));

        // When
        Refused refused = assertThrows(Refused.class, () -> verify(Map.of(NAME, one, OTHER, two)));

        // Then
        assertEquals("calls itself", refused.troubles().getFirst().message());
    }

    @Test
    void noClassIsOfAnotherShape() {
        assertRefused("extends or implements", bytes(NAME, "java/lang/Thread", writer -> {}));
        assertRefused("extends or implements", bytes(NAME, "java/lang/ClassLoader", writer -> {}));
        assertRefused("is a class", bytes("plimsoll/margin/Helper", "java/lang/Object", writer -> {}));
        assertRefused("is no class file", new byte[] {1, 2, 3});
        assertRefused("has a method `finalize`", withMethod(ACC_PUBLIC, "finalize"));
        assertRefused("has a method `lambda$0`", withMethod(ACC_STATIC, "lambda$0"));
        assertRefused("has a method `execute`", withMethod(ACC_PUBLIC | ACC_NATIVE, "execute"));
        assertRefused("has a method `execute`", withMethod(ACC_PUBLIC | ACC_SYNCHRONIZED, "execute"));
        assertRefused("keeps something", withField(ACC_STATIC, "Ljava/lang/String;"));
        assertRefused("keeps something", withField(ACC_STATIC | ACC_FINAL, "Ljava/util/Map;"));
        assertRefused("keeps something", withField(ACC_PUBLIC, "Ljava/lang/Object;"));
    }

    private static void assertRefused(String message, byte[] bytes) {
        Refused refused = assertThrows(Refused.class, () -> verify(Map.of(NAME, bytes)));
        assertTrue(
                refused.troubles().stream()
                        .anyMatch(trouble -> trouble.message().startsWith(message)),
                () -> refused.troubles().toString());
    }

    private static void verify(Map<String, byte[]> classes) throws Refused {
        Map<String, byte[]> byName = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> byName.put(name.replace('/', '.'), bytes));
        ClassVerifier.verify(byName, List.of());
    }

    private static byte[] withMethod(int access, String name) {
        return bytes(
                NAME,
                "java/lang/Object",
                writer -> writer.visitMethod(access, name, "()V", null, null).visitEnd());
    }

    private static byte[] withField(int access, String descriptor) {
        return bytes(
                NAME,
                "java/lang/Object",
                writer -> writer.visitField(access, "state", descriptor, null, null)
                        .visitEnd());
    }

    private static byte[] aClass(Consumer<MethodVisitor> code) {
        return aClass(NAME, code);
    }

    private static byte[] aClass(String name, Consumer<MethodVisitor> code) {
        return bytes(name, "java/lang/Object", writer -> {
            MethodVisitor method = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "execute", "()V", null, null);
            method.visitCode();
            code.accept(method);
            method.visitInsn(RETURN);
            method.visitMaxs(9, 9);
            method.visitEnd();
        });
    }

    private static byte[] bytes(String name, String superclass, Consumer<ClassWriter> members) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(V17, ACC_PUBLIC | ACC_SUPER, name, null, superclass, null);
        members.accept(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }
}
