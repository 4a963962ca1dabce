package io.plimsoll.rules.straight;

import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.TableType;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the class of a stage. Every method takes the evaluation and what is bound so far, and returns true if nothing more is wanted. A method
 * is kept small enough for the virtual machine to compile it: what does not fit is written to a method of its own.
 */
final class StageWriter {

    /** The virtual machine compiles no method of more than 8,000 bytes. */
    private static final int WEIGHT_MAX = 300;

    private static final int CALL_WEIGHT = 4;
    private static final int BRANCHES_MAX = 60;
    private static final String NAME = Type.getInternalName(StageCode.class).replace("StageCode", "Rules");
    private static final String OBJECTS = "[Ljava/lang/Object;";
    private static final String BUCKET = Type.getDescriptor(Bucket.class);
    private static final String ROW = Type.getDescriptor(StraightRow.class);
    private static final String TALLY = Type.getInternalName(Tally.class);
    private static final String LADDER = Type.getInternalName(Ladder.class);
    private static final String CASES = Type.getInternalName(Cases.class);
    private static final String INDEX = Type.getInternalName(RowIndex.class);

    private final Map<String, TableType> tables;
    private final String global;
    private final CompileBudget budget;
    private final ClassWriter writer = new Frames();
    private final Code.Constants constants = new Code.Constants();
    private final List<Firing> firings = new ArrayList<>();
    private final Map<Node.Index, Integer> indexes = new HashMap<>();
    private final List<Node.Index> indexList = new ArrayList<>();
    private final List<String> visible = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int methods;

    private record Pending(String name, String descriptor, List<String> slots, Node node) {}

    /** @param firings by number, as {@code indexes} and {@code visible} tables */
    record Written(StageCode code, List<Firing> firings, List<Node.Index> indexes, List<String> visible) {}

    private StageWriter(Map<String, TableType> tables, String global, CompileBudget budget) {
        this.tables = tables;
        this.global = global;
        this.budget = budget;
    }

    /** @param global class of the stage's verbs */
    static Written write(Node node, Map<String, TableType> tables, String global, CompileBudget budget)
            throws NotStraight {
        return new StageWriter(tables, global, budget).write(node);
    }

    private Written write(Node node) throws NotStraight {
        String parent = Type.getInternalName(StageCode.class);
        writer.visit(Opcodes.V21, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, parent, null);
        writer.visitField(
                        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "CONSTANTS", OBJECTS, null, null)
                .visitEnd();
        writeConstructor(parent);
        writeConstants();
        MethodVisitor run = writer.visitMethod(0, "run", "(L" + Code.EVALUATION + ";)Z", null, null);
        write(run, List.of(), 1, node);
        while (!pending.isEmpty()) {
            budget.check();
            Pending next = pending.pop();
            MethodVisitor method = writer.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, next.name(), next.descriptor(), null, null);
            write(method, next.slots(), 0, next.node());
        }
        writer.visitEnd();
        return new Written(load(), firings, indexList, visible);
    }

    private StageCode load() throws NotStraight {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(writer.toByteArray(), constants.toArray(), true);
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

    private void writeConstants() {
        String handles = Type.getInternalName(MethodHandles.class);
        String lookup = Type.getDescriptor(MethodHandles.Lookup.class);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        method.visitCode();
        method.visitMethodInsn(Opcodes.INVOKESTATIC, handles, "lookup", "()" + lookup, false);
        method.visitLdcInsn("_");
        method.visitLdcInsn(Type.getType(OBJECTS));
        method.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                handles,
                "classData",
                "(" + lookup + "Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        method.visitTypeInsn(Opcodes.CHECKCAST, OBJECTS);
        method.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "CONSTANTS", OBJECTS);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** @param first local of the evaluation */
    private void write(MethodVisitor method, List<String> slots, int first, Node node) throws NotStraight {
        Code code = new Code(method, NAME, constants, tables, slots, first);
        if (node instanceof Node.Fire fire) {
            writeFiring(code, fire.firing());
        } else {
            write(code, node);
            method.visitInsn(Opcodes.ICONST_0);
            method.visitInsn(Opcodes.IRETURN);
            method.visitLabel(code.stop);
            method.visitInsn(Opcodes.ICONST_1);
            method.visitInsn(Opcodes.IRETURN);
        }
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void write(Code code, Node node) throws NotStraight {
        switch (node) {
            case Node.All it -> writeAll(code, it.nodes());
            case Node.Loop it -> writeLoop(code, it);
            case Node.Require it -> {
                Label no = new Label();
                code.jump(it.check(), false, no);
                code.weigh(Weight.of(it.check()));
                writeOrCall(code, it.then());
                code.method.visitLabel(no);
            }
            case Node.Switch it -> writeSwitch(code, it);
            case Node.Ladder it -> writeLadder(code, it);
            case Node.Ask it -> {
                Label no = new Label();
                call(code, it.question());
                code.method.visitJumpInsn(it.wanted() ? Opcodes.IFEQ : Opcodes.IFNE, no);
                writeOrCall(code, it.then());
                code.method.visitLabel(no);
            }
            case Node.Fold it -> writeFold(code, it);
            case Node.Fire it -> {
                call(code, it);
                code.method.visitJumpInsn(Opcodes.IFNE, code.stop);
            }
            case Node.Found it -> code.method.visitJumpInsn(Opcodes.GOTO, code.stop);
            case Node.Gather it -> writeGather(code, it);
        }
    }

    /** Here if there is room, else in a method of its own. */
    private void writeOrCall(Code code, Node node) throws NotStraight {
        if (code.weight() + Weight.of(node) <= WEIGHT_MAX) {
            write(code, node);
        } else {
            call(code, node);
            code.method.visitJumpInsn(Opcodes.IFNE, code.stop);
        }
    }

    /** Leaves on the stack whether nothing more is wanted. */
    private void call(Code code, Node node) {
        List<String> slots = code.slotTypes();
        String descriptor = "(L" + Code.EVALUATION + ";" + String.join("", slots) + ")Z";
        String name = "m" + methods++;
        pending.push(new Pending(name, descriptor, slots, node));
        code.pushEvaluation();
        for (int slot = 0; slot < slots.size(); slot++) {
            code.pushSlot(slot);
        }
        code.method.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, name, descriptor, false);
        code.weigh(CALL_WEIGHT);
    }

    private void writeAll(Code code, List<Node> nodes) throws NotStraight {
        if (nodes.size() <= BRANCHES_MAX) {
            for (Node node : nodes) {
                writeOrCall(code, node);
            }
        } else {
            for (List<Node> part : parts(nodes)) {
                call(code, new Node.All(part));
                code.method.visitJumpInsn(Opcodes.IFNE, code.stop);
            }
        }
    }

    /** Up to so many parts, each of as many. */
    private static <T> List<List<T>> parts(List<T> all) {
        int size = (all.size() + BRANCHES_MAX - 1) / BRANCHES_MAX;
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(from + size, all.size())))
                .toList();
    }

    private void writeLoop(Code code, Node.Loop loop) throws NotStraight {
        MethodVisitor method = code.method;
        int array = code.newLocal();
        int at = code.newLocal();
        int end = code.newLocal();
        String type = writeSource(code, loop.from(), array, at, end);
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
        writeOrCall(code, loop.then());
        code.unbind(loop.slot());
        method.visitJumpInsn(Opcodes.GOTO, begin);
        method.visitLabel(done);
    }

    /** Fills three locals: an array, where in it to begin and where to end. Tells the class of what is in it. */
    private String writeSource(Code code, Node.Source source, int array, int at, int end) {
        MethodVisitor method = code.method;
        switch (source) {
            case Node.Facts it -> {
                code.pushEvaluation();
                code.pushInt(Facts.place(it.type()));
                code.evaluation("facts", "(I)" + OBJECTS);
                writeWhole(method, array, at, end);
                return Facts.internalName(it.type());
            }
            case Node.VisibleRows it -> {
                if (!visible.contains(it.table())) {
                    visible.add(it.table());
                }
                code.pushEvaluation();
                code.pushInt(visible.indexOf(it.table()));
                code.evaluation("visible", "(I)[" + ROW);
                writeWhole(method, array, at, end);
            }
            case Node.Rows it -> {
                writeLookup(code, it);
                if (it.interval().isEmpty()) {
                    method.visitFieldInsn(Opcodes.GETFIELD, Type.getInternalName(Bucket.class), "rows", "[" + ROW);
                    writeWhole(method, array, at, end);
                } else {
                    writePart(code, it.interval().get(), array, at, end);
                }
            }
        }
        return Type.getInternalName(StraightRow.class);
    }

    private static void writeWhole(MethodVisitor method, int array, int at, int end) {
        method.visitInsn(Opcodes.DUP);
        method.visitVarInsn(Opcodes.ASTORE, array);
        method.visitInsn(Opcodes.ARRAYLENGTH);
        method.visitVarInsn(Opcodes.ISTORE, end);
        method.visitInsn(Opcodes.ICONST_0);
        method.visitVarInsn(Opcodes.ISTORE, at);
    }

    private static void writePart(Code code, Node.Interval interval, int array, int at, int end) {
        MethodVisitor method = code.method;
        String bucket = Type.getInternalName(Bucket.class);
        method.visitInsn(Opcodes.DUP);
        method.visitFieldInsn(Opcodes.GETFIELD, bucket, "rows", "[" + ROW);
        method.visitVarInsn(Opcodes.ASTORE, array);
        method.visitInsn(Opcodes.DUP);
        code.push(interval.aboveLower());
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, bucket, "to", "(Ljava/lang/Object;)I", false);
        method.visitVarInsn(Opcodes.ISTORE, end);
        code.push(interval.belowUpper());
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, bucket, "from", "(Ljava/lang/Object;)I", false);
        method.visitVarInsn(Opcodes.ISTORE, at);
    }

    /** Leaves the bucket on the stack. */
    private void writeLookup(Code code, Node.Rows rows) {
        MethodVisitor method = code.method;
        int number = indexes.computeIfAbsent(rows.index(), index -> {
            indexList.add(index);
            return indexList.size() - 1;
        });
        if (rows.index().guarded()) {
            code.pushEvaluation();
        }
        code.pushEvaluation();
        code.pushInt(number);
        code.evaluation("index", "(I)L" + INDEX + ";");
        List<Operand> keys = rows.keys();
        if (keys.size() <= 2) {
            keys.forEach(code::push);
            method.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    INDEX,
                    "find",
                    "(" + "Ljava/lang/Object;".repeat(keys.size()) + ")" + BUCKET,
                    false);
        } else {
            writeArray(code, keys);
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, INDEX, "find", "(" + OBJECTS + ")" + BUCKET, false);
        }
        if (rows.index().guarded()) {
            String key = Objects.requireNonNull(tables.get(rows.index().table()))
                    .key()
                    .orElseThrow();
            code.push(keys.get(rows.index().columns().indexOf(key)));
            code.evaluation("guarded", "(" + BUCKET + "Ljava/lang/Object;)" + BUCKET);
        }
    }

    private static void writeArray(Code code, List<Operand> values) {
        code.pushInt(values.size());
        code.method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < values.size(); i++) {
            code.method.visitInsn(Opcodes.DUP);
            code.pushInt(i);
            code.push(values.get(i));
            code.method.visitInsn(Opcodes.AASTORE);
        }
    }

    private void writeSwitch(Code code, Node.Switch of) throws NotStraight {
        List<Map.Entry<Object, Node>> cases = List.copyOf(of.cases().entrySet());
        List<List<Object>> groups = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        if (cases.size() <= BRANCHES_MAX) {
            cases.forEach(one -> {
                groups.add(List.of(one.getKey()));
                nodes.add(one.getValue());
            });
        } else {
            for (List<Map.Entry<Object, Node>> part : parts(cases)) {
                groups.add(part.stream().map(Map.Entry::getKey).toList());
                Map<Object, Node> inner = new HashMap<>();
                part.forEach(one -> inner.put(one.getKey(), one.getValue()));
                nodes.add(new Node.Switch(of.of(), inner));
            }
        }
        code.pushConstant(new Cases(groups), Cases.class);
        code.push(of.of());
        code.method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, CASES, "of", "(Ljava/lang/Object;)I", false);
        Label done = new Label();
        Label[] labels =
                IntStream.range(0, nodes.size()).mapToObj(i -> new Label()).toArray(Label[]::new);
        code.method.visitTableSwitchInsn(0, nodes.size() - 1, done, labels);
        code.weigh(2 + nodes.size());
        for (int i = 0; i < labels.length; i++) {
            code.method.visitLabel(labels[i]);
            writeOrCall(code, nodes.get(i));
            code.method.visitJumpInsn(Opcodes.GOTO, done);
        }
        code.method.visitLabel(done);
    }

    private void writeLadder(Code code, Node.Ladder ladder) throws NotStraight {
        List<Node.Rung> rungs = ladder.rungs();
        if (rungs.size() > BRANCHES_MAX) {
            rungs = parts(rungs).stream()
                    .map(part -> new Node.Rung(
                            part.getFirst().limit(), new Node.Ladder(ladder.of(), ladder.relation(), part)))
                    .toList();
        }
        List<BigDecimal> limits = rungs.stream().map(Node.Rung::limit).toList();
        int passed = code.newLocal();
        code.pushConstant(new Ladder(ladder.relation(), limits), Ladder.class);
        code.pushDecimal(ladder.of());
        code.method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, LADDER, "passed", "(" + Type.getDescriptor(BigDecimal.class) + ")I", false);
        code.method.visitVarInsn(Opcodes.ISTORE, passed);
        Label done = new Label();
        for (int i = 0; i < rungs.size(); i++) {
            code.method.visitVarInsn(Opcodes.ILOAD, passed);
            code.pushInt(i);
            code.method.visitJumpInsn(Opcodes.IF_ICMPLE, done);
            code.weigh(1);
            writeOrCall(code, rungs.get(i).then());
        }
        code.method.visitLabel(done);
    }

    private void writeFold(Code code, Node.Fold fold) throws NotStraight {
        MethodVisitor method = code.method;
        for (int i = 0; i < fold.results().size(); i++) {
            method.visitTypeInsn(Opcodes.NEW, TALLY);
            method.visitInsn(Opcodes.DUP);
            method.visitMethodInsn(Opcodes.INVOKESPECIAL, TALLY, "<init>", "()V", false);
            code.bind(fold.slot() + i, "L" + TALLY + ";");
        }
        call(code, fold.gathering());
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
        writeOrCall(code, fold.then());
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

    private static void writeGather(Code code, Node.Gather gather) {
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
            code.method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TALLY, name, descriptor, false);
            code.weigh(4);
        }
    }

    private void writeFiring(Code code, Firing firing) throws NotStraight {
        MethodVisitor method = code.method;
        Label begin = new Label();
        Label end = new Label();
        Label failed = new Label();
        Label done = new Label();
        method.visitTryCatchBlock(begin, end, failed, Type.getInternalName(ArithmeticException.class));
        code.pushEvaluation();
        code.pushInt(firings.size());
        firings.add(firing);
        code.evaluation("begins", "(I)Z");
        method.visitJumpInsn(Opcodes.IFEQ, code.stop);
        method.visitLabel(begin);
        for (Check check : firing.last()) {
            code.jump(check, false, done);
        }
        code.pushEvaluation();
        int slots = code.slotTypes().size();
        code.pushInt(slots);
        method.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int slot = 0; slot < slots; slot++) {
            method.visitInsn(Opcodes.DUP);
            code.pushInt(slot);
            code.pushSlot(slot);
            method.visitInsn(Opcodes.AASTORE);
        }
        code.evaluation("matches", "(" + OBJECTS + ")V");
        for (Firing.Call call : firing.calls()) {
            writeCall(code, call);
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

    private void writeCall(Code code, Firing.Call call) {
        code.pushEvaluation();
        code.evaluation("global", "()Ljava/lang/Object;");
        code.method.visitTypeInsn(Opcodes.CHECKCAST, global);
        for (int i = 0; i < call.arguments().size(); i++) {
            Operand argument = call.arguments().get(i);
            @Nullable FieldKind kind = call.verb().parameters().get(i).kind().orElse(null);
            if (kind == FieldKind.DECIMAL) {
                code.pushDecimal(argument);
            } else {
                code.push(argument);
            }
            code.method.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/util/Objects",
                    "requireNonNull",
                    "(Ljava/lang/Object;)Ljava/lang/Object;",
                    false);
            code.method.visitTypeInsn(
                    Opcodes.CHECKCAST, Type.getInternalName(call.verb().method().getParameterTypes()[i]));
        }
        code.method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                global,
                call.verb().name(),
                Type.getMethodDescriptor(call.verb().method()),
                false);
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
