package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the body of a method: its shape, as far as it fits. What does not fit is written to a method of its own. */
final class BodyWriter {

    /** The virtual machine compiles no method of more than 8,000 bytes. */
    private static final int WEIGHT_MAX = 300;

    private static final int BRANCHES_MAX = 60;
    private static final String OBJECTS = "[Ljava/lang/Object;";
    private static final String TALLY = Type.getInternalName(Tally.class);
    private static final String LADDER = Type.getInternalName(Ladder.class);
    private static final String CASES = Type.getInternalName(Cases.class);
    private static final String CALLS = Type.getInternalName(Calls.class);

    private final StageWriter stage;
    private final Code code;
    private final MethodVisitor method;

    BodyWriter(StageWriter stage, Code code) {
        this.stage = stage;
        this.code = code;
        this.method = code.method;
    }

    void write(Shape shape) throws NotStraight {
        here(shape);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitInsn(Opcodes.IRETURN);
        method.visitLabel(code.stop);
        method.visitInsn(Opcodes.ICONST_1);
        method.visitInsn(Opcodes.IRETURN);
    }

    private void here(Shape shape) throws NotStraight {
        switch (shape) {
            case Shape.All it -> all(it.shapes());
            case Shape.Loop it -> loop(it);
            case Shape.Require it -> {
                Label no = new Label();
                code.jump(it.check(), false, no);
                code.weigh(Weight.of(it.check()));
                hereOrCalled(it.then());
                method.visitLabel(no);
            }
            case Shape.Ask it -> {
                Label no = new Label();
                call(it.question());
                method.visitJumpInsn(it.wanted() ? Opcodes.IFEQ : Opcodes.IFNE, no);
                hereOrCalled(it.then());
                method.visitLabel(no);
            }
            case Shape.Fold it -> fold(it);
            case Shape.One it -> {
                code.pushEvaluation();
                code.pushConstant(it.place(), Object[].class);
                call(stage.method(it.template(), code.slotTypes()));
                method.visitJumpInsn(Opcodes.IFNE, code.stop);
            }
            case Shape.Several it -> several(it);
            case Shape.Fire it -> throw new IllegalStateException("a firing is a template: " + it);
            case Shape.Found it -> method.visitJumpInsn(Opcodes.GOTO, code.stop);
            case Shape.Gather it -> gather(it);
        }
    }

    /** Here if there is room, else in a method of its own. */
    private void hereOrCalled(Shape shape) throws NotStraight {
        if (code.weight() + Weight.of(shape) <= WEIGHT_MAX) {
            here(shape);
        } else {
            call(shape);
            method.visitJumpInsn(Opcodes.IFNE, code.stop);
        }
    }

    /** Leaves on the stack whether nothing more is wanted. */
    private void call(Shape shape) {
        code.pushEvaluation();
        code.pushConstants();
        call(stage.method(shape, code.slotTypes()));
    }

    /** The evaluation and the constants stand on the stack. */
    private void call(StageWriter.Method called) {
        for (int slot = 0; slot < code.slotTypes().size(); slot++) {
            code.pushSlot(slot);
        }
        StageWriter.call(method, called);
        code.weigh(Weight.OF_CALL);
    }

    private void all(List<Shape> shapes) throws NotStraight {
        if (shapes.size() <= BRANCHES_MAX) {
            for (Shape shape : shapes) {
                hereOrCalled(shape);
            }
        } else {
            int size = (shapes.size() + BRANCHES_MAX - 1) / BRANCHES_MAX;
            for (int from = 0; from < shapes.size(); from += size) {
                call(new Shape.All(shapes.subList(from, Math.min(from + size, shapes.size()))));
                method.visitJumpInsn(Opcodes.IFNE, code.stop);
            }
        }
    }

    private void loop(Shape.Loop loop) throws NotStraight {
        int array = code.newLocal();
        int at = code.newLocal();
        int end = code.newLocal();
        String type = new SourceWriter(stage, code).write(loop.from(), array, at, end);
        Label begin = new Label();
        Label done = new Label();
        method.visitLabel(begin);
        method.visitVarInsn(Opcodes.ILOAD, at);
        method.visitVarInsn(Opcodes.ILOAD, end);
        method.visitJumpInsn(Opcodes.IF_ICMPGE, done);
        code.pushEvaluation();
        code.evaluation("isExhausted", "()Z");
        method.visitJumpInsn(Opcodes.IFNE, code.stop);
        method.visitVarInsn(Opcodes.ALOAD, array);
        method.visitVarInsn(Opcodes.ILOAD, at);
        method.visitInsn(Opcodes.AALOAD);
        method.visitTypeInsn(Opcodes.CHECKCAST, type);
        method.visitIincInsn(at, 1);
        code.bind(loop.slot(), "L" + type + ";");
        code.weigh(8);
        hereOrCalled(loop.then());
        code.unbind(loop.slot());
        method.visitJumpInsn(Opcodes.GOTO, begin);
        method.visitLabel(done);
    }

    private void several(Shape.Several several) {
        int calls = code.newLocal();
        int end = code.newLocal();
        calls(several, calls, end);
        int at = code.newLocal();
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, at);
        Label begin = new Label();
        Label next = new Label();
        Label done = new Label();
        method.visitLabel(begin);
        method.visitVarInsn(Opcodes.ILOAD, at);
        method.visitVarInsn(Opcodes.ILOAD, end);
        method.visitJumpInsn(Opcodes.IF_ICMPGE, done);
        List<Integer> templates = several.templates();
        if (templates.size() == 1) {
            called(templates.getFirst(), calls, at);
        } else {
            method.visitVarInsn(Opcodes.ALOAD, calls);
            method.visitFieldInsn(Opcodes.GETFIELD, CALLS, "templates", "[I");
            method.visitVarInsn(Opcodes.ILOAD, at);
            method.visitInsn(Opcodes.IALOAD);
            Label[] labels = IntStream.range(0, templates.size())
                    .mapToObj(i -> new Label())
                    .toArray(Label[]::new);
            method.visitTableSwitchInsn(0, templates.size() - 1, next, labels);
            for (int i = 0; i < labels.length; i++) {
                method.visitLabel(labels[i]);
                called(templates.get(i), calls, at);
                method.visitJumpInsn(Opcodes.GOTO, next);
            }
        }
        method.visitLabel(next);
        method.visitIincInsn(at, 1);
        method.visitJumpInsn(Opcodes.GOTO, begin);
        method.visitLabel(done);
        code.weigh(8 + templates.size());
    }

    /** Fills two locals: the calls, and how many of them are made. */
    private void calls(Shape.Several several, int calls, int end) {
        switch (several.which()) {
            case Shape.Every it -> code.pushConstant(several.place(), Calls.class);
            case Shape.Equal it -> {
                code.pushConstant(several.place(), Cases.class);
                code.push(it.of());
                method.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, CASES, "of", "(Ljava/lang/Object;)L" + CALLS + ";", false);
            }
            case Shape.Beyond it -> {
                code.pushConstant(several.place(), Ladder.class);
                method.visitInsn(Opcodes.DUP);
                method.visitFieldInsn(Opcodes.GETFIELD, LADDER, "calls", "L" + CALLS + ";");
                method.visitVarInsn(Opcodes.ASTORE, calls);
                code.pushDecimal(it.of());
                method.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        LADDER,
                        "passed",
                        "(" + Type.getDescriptor(BigDecimal.class) + ")I",
                        false);
                method.visitVarInsn(Opcodes.ISTORE, end);
                return;
            }
        }
        method.visitInsn(Opcodes.DUP);
        method.visitVarInsn(Opcodes.ASTORE, calls);
        method.visitFieldInsn(Opcodes.GETFIELD, CALLS, "constants", "[" + OBJECTS);
        method.visitInsn(Opcodes.ARRAYLENGTH);
        method.visitVarInsn(Opcodes.ISTORE, end);
    }

    private void called(int template, int calls, int at) {
        code.pushEvaluation();
        method.visitVarInsn(Opcodes.ALOAD, calls);
        method.visitFieldInsn(Opcodes.GETFIELD, CALLS, "constants", "[" + OBJECTS);
        method.visitVarInsn(Opcodes.ILOAD, at);
        method.visitInsn(Opcodes.AALOAD);
        call(stage.method(template, code.slotTypes()));
        method.visitJumpInsn(Opcodes.IFNE, code.stop);
    }

    private void fold(Shape.Fold fold) throws NotStraight {
        for (int i = 0; i < fold.results().size(); i++) {
            method.visitTypeInsn(Opcodes.NEW, TALLY);
            method.visitInsn(Opcodes.DUP);
            method.visitMethodInsn(Opcodes.INVOKESPECIAL, TALLY, "<init>", "()V", false);
            code.bind(fold.slot() + i, "L" + TALLY + ";");
        }
        call(fold.gathering());
        method.visitJumpInsn(Opcodes.IFNE, code.stop);
        List<Integer> tallies = new ArrayList<>();
        for (int i = 0; i < fold.results().size(); i++) {
            int tally = code.newLocal();
            code.pushSlot(fold.slot() + i);
            method.visitVarInsn(Opcodes.ASTORE, tally);
            tallies.add(tally);
        }
        code.unbind(fold.slot());
        Label none = new Label();
        for (int i = 0; i < fold.results().size(); i++) {
            Step.Result result = fold.results().get(i);
            String type = Type.getDescriptor(result.kind().javaType());
            method.visitVarInsn(Opcodes.ALOAD, tallies.get(i));
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TALLY, resultOf(result.function()), "()" + type, false);
            code.bind(fold.slot() + i, type);
            if (!result.function().isOfNothing()) {
                code.pushSlot(fold.slot() + i);
                method.visitJumpInsn(Opcodes.IFNULL, none);
            }
            code.weigh(4);
        }
        hereOrCalled(fold.then());
        method.visitLabel(none);
        code.unbind(fold.slot());
    }

    private static String resultOf(Condition.Function function) {
        return switch (function) {
            case SUM -> "summed";
            case MIN -> "least";
            case MAX -> "most";
            case AVERAGE -> "average";
            case COUNT -> "counted";
        };
    }

    private void gather(Shape.Gather gather) {
        for (int i = 0; i < gather.functions().size(); i++) {
            code.pushSlot(gather.slot() + i);
            String name = gather.functions().get(i) == Condition.Function.AVERAGE
                    ? "sum"
                    : gather.functions().get(i).word();
            String descriptor = "()V";
            if (gather.values().get(i).isPresent()) {
                code.pushDecimal(gather.values().get(i).get());
                descriptor = "(" + Type.getDescriptor(BigDecimal.class) + ")V";
            }
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TALLY, name, descriptor, false);
            code.weigh(4);
        }
    }
}
