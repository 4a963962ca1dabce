package io.plimsoll.rules.straight;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes where a loop's facts and rows come from. */
final class SourceWriter {

    private static final String OBJECTS = "[Ljava/lang/Object;";
    private static final String BUCKET = Type.getInternalName(Bucket.class);
    private static final String ROWS = "[" + Type.getDescriptor(StraightRow.class);
    private static final String INDEX = Type.getInternalName(RowIndex.class);

    private final StageWriter stage;
    private final Code code;
    private final MethodVisitor method;

    SourceWriter(StageWriter stage, Code code) {
        this.stage = stage;
        this.code = code;
        this.method = code.method;
    }

    /** Fills three locals: an array, where in it to begin and where to end. Tells the class of what is in it. */
    String write(Node.Source source, int array, int at, int end) {
        switch (source) {
            case Node.Facts it -> {
                code.pushEvaluation();
                code.pushInt(Facts.place(it.type()));
                code.evaluation("facts", "(I)" + OBJECTS);
                whole(array, at, end);
                return Facts.internalName(it.type());
            }
            case Node.VisibleRows it -> {
                code.pushEvaluation();
                code.pushInt(stage.visible(it.table()));
                code.evaluation("visible", "(I)" + ROWS);
                whole(array, at, end);
            }
            case Node.Rows it -> {
                lookup(it);
                if (it.interval().isEmpty()) {
                    method.visitFieldInsn(Opcodes.GETFIELD, BUCKET, "rows", ROWS);
                    whole(array, at, end);
                } else {
                    part(it.interval().get(), array, at, end);
                }
            }
        }
        return Type.getInternalName(StraightRow.class);
    }

    private void whole(int array, int at, int end) {
        method.visitInsn(Opcodes.DUP);
        method.visitVarInsn(Opcodes.ASTORE, array);
        method.visitInsn(Opcodes.ARRAYLENGTH);
        method.visitVarInsn(Opcodes.ISTORE, end);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, at);
    }

    private void part(Node.Interval interval, int array, int at, int end) {
        method.visitInsn(Opcodes.DUP);
        method.visitFieldInsn(Opcodes.GETFIELD, BUCKET, "rows", ROWS);
        method.visitVarInsn(Opcodes.ASTORE, array);
        method.visitInsn(Opcodes.DUP);
        code.push(interval.aboveLower());
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUCKET, "to", "(Ljava/lang/Object;)I", false);
        method.visitVarInsn(Opcodes.ISTORE, end);
        code.push(interval.belowUpper());
        method.visitVarInsn(Opcodes.ILOAD, end);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUCKET, "from", "(Ljava/lang/Object;I)I", false);
        method.visitVarInsn(Opcodes.ISTORE, at);
    }

    /** Leaves the bucket on the stack. */
    private void lookup(Node.Rows rows) {
        Node.Index index = rows.index();
        if (index.guarded()) {
            code.pushEvaluation();
        }
        code.pushEvaluation();
        code.pushInt(stage.index(index));
        code.evaluation("index", "(I)L" + INDEX + ";");
        List<Operand> keys = rows.keys();
        String descriptor = OBJECTS;
        if (keys.size() <= 2) {
            keys.forEach(code::push);
            descriptor = "Ljava/lang/Object;".repeat(keys.size());
        } else {
            array(keys);
        }
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INDEX, "find", "(" + descriptor + ")L" + BUCKET + ";", false);
        if (index.guarded()) {
            String key = stage.table(index.table()).key().orElseThrow();
            code.push(keys.get(index.columns().indexOf(key)));
            code.evaluation("guarded", "(L" + BUCKET + ";Ljava/lang/Object;)L" + BUCKET + ";");
        }
    }

    private void array(List<Operand> values) {
        code.pushInt(values.size());
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < values.size(); i++) {
            method.visitInsn(Opcodes.DUP);
            code.pushInt(i);
            code.push(values.get(i));
            method.visitInsn(Opcodes.AASTORE);
        }
    }
}
