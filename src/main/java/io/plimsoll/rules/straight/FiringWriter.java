package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import java.util.Optional;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes what happens where a rule's conditions hold. */
final class FiringWriter {

    private static final String FIRING = Type.getDescriptor(Firing.class);
    private static final String OBJECT = "Ljava/lang/Object;";

    private final Code code;
    private final MethodVisitor method;
    private final String global;

    private FiringWriter(Code code, String global) {
        this.code = code;
        this.method = code.method;
        this.global = global;
    }

    /** @param global class of the stage's verbs */
    static void write(Code code, Shape.Fire fire, String global) throws NotStraight {
        new FiringWriter(code, global).write(fire);
    }

    private void write(Shape.Fire fire) throws NotStraight {
        Label begin = new Label();
        Label end = new Label();
        Label failed = new Label();
        Label done = new Label();
        method.visitTryCatchBlock(begin, end, failed, Type.getInternalName(ArithmeticException.class));
        code.pushEvaluation();
        code.pushConstant(0, Firing.class);
        code.evaluation("begins", "(" + FIRING + ")Z");
        method.visitJumpInsn(Opcodes.IFEQ, code.stop);
        method.visitLabel(begin);
        for (Check check : fire.last()) {
            code.jump(check, false, done);
        }
        writeMatch();
        for (Firing.Call call : fire.calls()) {
            writeCall(call);
        }
        method.visitLabel(end);
        method.visitJumpInsn(Opcodes.GOTO, done);
        method.visitLabel(failed);
        int thrown = code.newLocal();
        method.visitVarInsn(Opcodes.ASTORE, thrown);
        code.pushEvaluation();
        method.visitVarInsn(Opcodes.ALOAD, thrown);
        code.evaluation("failed", "(Ljava/lang/ArithmeticException;)V");
        method.visitLabel(done);
        code.pushEvaluation();
        code.evaluation("ended", "()Z");
        method.visitInsn(Opcodes.IRETURN);
        method.visitLabel(code.stop);
        method.visitInsn(Opcodes.ICONST_1);
        method.visitInsn(Opcodes.IRETURN);
    }

    private void writeMatch() {
        int slots = code.slotTypes().size();
        code.pushEvaluation();
        if (slots == 1 || slots == 2) {
            for (int slot = 0; slot < slots; slot++) {
                code.pushSlot(slot);
            }
            code.evaluation("matches", "(" + OBJECT.repeat(slots) + ")V");
            return;
        }
        code.pushInt(slots);
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int slot = 0; slot < slots; slot++) {
            method.visitInsn(Opcodes.DUP);
            code.pushInt(slot);
            code.pushSlot(slot);
            method.visitInsn(Opcodes.AASTORE);
        }
        code.evaluation("matches", "([" + OBJECT + ")V");
    }

    private void writeCall(Firing.Call call) {
        code.pushEvaluation();
        code.evaluation("global", "()" + OBJECT);
        method.visitTypeInsn(Opcodes.CHECKCAST, global);
        for (int i = 0; i < call.arguments().size(); i++) {
            Operand argument = call.arguments().get(i);
            if (call.verb().parameters().get(i).kind().equals(Optional.of(FieldKind.DECIMAL))) {
                code.pushDecimal(argument);
            } else {
                code.push(argument);
            }
            method.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/util/Objects", "requireNonNull", "(" + OBJECT + ")" + OBJECT, false);
            method.visitTypeInsn(
                    Opcodes.CHECKCAST, Type.getInternalName(call.verb().method().getParameterTypes()[i]));
        }
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                global,
                call.verb().name(),
                Type.getMethodDescriptor(call.verb().method()),
                false);
    }
}
