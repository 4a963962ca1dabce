package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the body of one method: what values are, and where to go on if a check holds or not. */
final class Code {

    static final String EVALUATION = Type.getInternalName(StraightEvaluation.class);
    private static final String CALCULATING = Type.getInternalName(Calculating.class);
    private static final String ROW = Type.getInternalName(StraightRow.class);
    private static final String DECIMAL = Type.getDescriptor(BigDecimal.class);
    private static final String DECIMALS = "(" + DECIMAL + DECIMAL + ")" + DECIMAL;
    private static final String RELATION = Type.getDescriptor(Relation.class);

    private static final int EVALUATION_LOCAL = 0;
    private static final int CONSTANTS_LOCAL = 1;
    private static final int FIRST_SLOT = 2;

    final MethodVisitor method;
    final Label stop = new Label();
    private final Map<String, TableType> tables;
    private final List<String> slotTypes;
    private final List<Integer> slotLocals = new ArrayList<>();
    private int locals;
    private int weight;

    /** @param slotTypes descriptors of the slots that are bound when the method begins; they are its parameters after the evaluation and the constants */
    Code(MethodVisitor method, Map<String, TableType> tables, List<String> slotTypes) {
        this.method = method;
        this.tables = tables;
        this.slotTypes = new ArrayList<>(slotTypes);
        for (int i = 0; i < slotTypes.size(); i++) {
            slotLocals.add(FIRST_SLOT + i);
        }
        this.locals = FIRST_SLOT + slotTypes.size();
        method.visitCode();
    }

    List<String> slotTypes() {
        return List.copyOf(slotTypes);
    }

    /** How much has been written, in units of some ten bytes. */
    int weight() {
        return weight;
    }

    void weigh(int more) {
        weight += more;
    }

    int newLocal() {
        return locals++;
    }

    /** Binds the value on the stack to the next slot. */
    void bind(int slot, String descriptor) {
        if (slot != slotTypes.size()) {
            throw new IllegalStateException("slot " + slot + " is bound behind " + slotTypes.size() + " others");
        }
        int local = newLocal();
        method.visitVarInsn(Opcodes.ASTORE, local);
        slotTypes.add(descriptor);
        slotLocals.add(local);
    }

    /** Forgets the slots from one on. */
    void unbind(int slot) {
        slotTypes.subList(slot, slotTypes.size()).clear();
        slotLocals.subList(slot, slotLocals.size()).clear();
    }

    void pushEvaluation() {
        method.visitVarInsn(Opcodes.ALOAD, EVALUATION_LOCAL);
    }

    void pushConstants() {
        method.visitVarInsn(Opcodes.ALOAD, CONSTANTS_LOCAL);
    }

    void pushSlot(int slot) {
        method.visitVarInsn(Opcodes.ALOAD, slotLocals.get(slot));
    }

    void pushInt(int value) {
        if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            method.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            method.visitLdcInsn(value);
        }
    }

    void pushConstant(int place, Class<?> type) {
        pushConstants();
        pushInt(place);
        method.visitInsn(Opcodes.AALOAD);
        method.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type));
    }

    /** A call on the evaluation, whose arguments stand on the stack. */
    void evaluation(String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, EVALUATION, name, descriptor, false);
    }

    /** The value as an object of its kind's class. */
    void push(Operand operand) {
        switch (operand) {
            case Operand.Const it -> throw new IllegalStateException("a constant has no place: " + it);
            case Operand.Place it -> pushConstant(it.place(), it.type());
            case Operand.Field it -> pushField(it);
            case Operand.Result it -> pushSlot(it.slot());
            case Operand.Fact it -> pushSlot(it.slot());
            case Operand.Arithmetic it -> {
                pushDecimal(it.left());
                pushDecimal(it.right());
                calculate(
                        switch (it.operator()) {
                            case PLUS -> "plus";
                            case MINUS -> "minus";
                            case TIMES -> "times";
                            case DIVIDED -> "divided";
                        },
                        DECIMALS);
            }
            case Operand.Minus it -> {
                pushDecimal(it.of());
                calculate("negative", "(" + DECIMAL + ")" + DECIMAL);
            }
            case Operand.Applied it -> {
                pushDecimal(it.to().getFirst());
                if (it.function().isOfSeveral()) {
                    for (Operand other : it.to().subList(1, it.to().size())) {
                        pushDecimal(other);
                        calculate(it.function().word(), DECIMALS);
                    }
                } else {
                    calculate(it.function().word(), "(" + DECIMAL + ")" + DECIMAL);
                }
            }
        }
    }

    /** The value of a number, of whichever kind it is. */
    void pushDecimal(Operand operand) {
        push(operand);
        if (operand.kind() == FieldKind.INTEGER) {
            calculate("decimal", "(Ljava/lang/Integer;)" + DECIMAL);
        }
    }

    private void pushField(Operand.Field field) {
        pushSlot(field.slot());
        if (field.table()) {
            method.visitFieldInsn(Opcodes.GETFIELD, ROW, "cells", "[Ljava/lang/Object;");
            pushInt(StraightRow.place(Objects.requireNonNull(tables.get(field.type())), field.name()));
            method.visitInsn(Opcodes.AALOAD);
            method.visitTypeInsn(
                    Opcodes.CHECKCAST, Type.getInternalName(field.kind().javaType()));
        } else {
            method.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    Facts.internalName(field.type()),
                    field.name(),
                    "()" + Type.getDescriptor(field.kind().javaType()),
                    false);
        }
    }

    /** Goes to a place if a check holds, or if it does not; goes on otherwise. */
    void jump(Check check, boolean when, Label to) throws NotStraight {
        switch (check) {
            case Check.Both it -> jump(it.left(), it.right(), false, when, to);
            case Check.Either it -> jump(it.left(), it.right(), true, when, to);
            case Check.Not it -> jump(it.of(), !when, to);
            case Check.Present it -> {
                push(it.of());
                method.visitJumpInsn(it.wanted() == when ? Opcodes.IFNONNULL : Opcodes.IFNULL, to);
            }
            case Check.Among it -> throw new IllegalStateException("constants without places: " + it);
            case Check.AmongConstants it -> {
                push(it.of());
                pushConstant(it.place(), Set.class);
                calculate("isAmong", "(Ljava/lang/Object;Ljava/util/Set;)Z");
                method.visitJumpInsn(it.wanted() == when ? Opcodes.IFNE : Opcodes.IFEQ, to);
            }
            case Check.Compared it -> {
                boolean turned = compare(it);
                method.visitJumpInsn(turned == when ? Opcodes.IFEQ : Opcodes.IFNE, to);
            }
        }
    }

    /** @param enough what the left side must be for the right one not to be asked */
    private void jump(Check left, Check right, boolean enough, boolean when, Label to) throws NotStraight {
        if (when == enough) {
            jump(left, enough, to);
            jump(right, when, to);
        } else {
            Label known = new Label();
            jump(left, enough, known);
            jump(right, when, to);
            method.visitLabel(known);
        }
    }

    /** Leaves on the stack whether it holds; true if what it leaves is the opposite. */
    private boolean compare(Check.Compared it) throws NotStraight {
        boolean asDecimals = it.isOfDecimals();
        switch (it.relation()) {
            case EQUAL, NOT_EQUAL -> {
                pushBoth(it, asDecimals);
                calculate(
                        asDecimals ? "equalNumbers" : "equal",
                        asDecimals ? "(" + DECIMAL + DECIMAL + ")Z" : "(Ljava/lang/Object;Ljava/lang/Object;)Z");
                return it.relation() == Relation.NOT_EQUAL;
            }
            case LESS, AT_MOST, MORE, AT_LEAST -> {
                pushBoth(it, asDecimals);
                method.visitFieldInsn(
                        Opcodes.GETSTATIC,
                        Type.getInternalName(Relation.class),
                        it.relation().name(),
                        RELATION);
                String type = asDecimals
                        ? DECIMAL
                        : Type.getDescriptor(it.left().kind().javaType());
                calculate("ordered", "(" + type + type + RELATION + ")Z");
            }
            case CONTAINS, NOT_CONTAINS -> {
                requireTexts(it);
                pushBoth(it, false);
                calculate(
                        it.relation() == Relation.CONTAINS ? "contains" : "lacks",
                        "(Ljava/lang/String;Ljava/lang/String;)Z");
            }
            case MATCHES, NOT_MATCHES -> {
                requireTexts(it);
                push(it.left());
                push(it.right());
                calculate(
                        it.relation() == Relation.MATCHES ? "matches" : "differs",
                        "(Ljava/lang/String;" + Type.getDescriptor(Pattern.class) + ")Z");
            }
        }
        return false;
    }

    private static void requireTexts(Check.Compared it) throws NotStraight {
        if (it.left().kind() != FieldKind.STRING || it.right().kind() != FieldKind.STRING) {
            throw new NotStraight("`" + it.relation().sign() + "` is asked of what is no text");
        }
    }

    private void pushBoth(Check.Compared it, boolean asDecimals) {
        if (asDecimals) {
            pushDecimal(it.left());
            pushDecimal(it.right());
        } else {
            push(it.left());
            push(it.right());
        }
    }

    private void calculate(String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, CALCULATING, name, descriptor, false);
    }
}
