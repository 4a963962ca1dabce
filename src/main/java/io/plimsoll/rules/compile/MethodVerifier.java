package io.plimsoll.rules.compile;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Looks through one generated method: what it uses, and that it comes to an end. */
final class MethodVerifier extends MethodVisitor {

    /** Elements of an array that the generator writes, such as the rules of a model. */
    private static final int ARRAY_MAX = 10_000;

    private final ClassVerifier verifier;
    private final String owner;
    private final String name;
    private final String method;
    private final Set<Label> behind = new HashSet<>();

    /** The number that the last instruction pushed; negative if it pushed none. */
    private int pushed = -1;

    MethodVerifier(ClassVerifier verifier, String owner, String name, String descriptor) {
        super(Opcodes.ASM9);
        this.verifier = verifier;
        this.owner = owner;
        this.name = name;
        this.method = ClassVerifier.method(owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String of, String called, String descriptor, boolean isInterface) {
        boolean superCall = opcode == Opcodes.INVOKESPECIAL && !called.equals("<init>");
        boolean finaliser = called.equals("<clinit>") || called.equals("finalize");
        if (superCall || finaliser) {
            verifier.refuse("calls `" + ClassVerifier.dotted(of) + "." + called + "` directly", called);
        }
        verifier.call(method, of, called, descriptor);
        pushed = -1;
    }

    @Override
    public void visitFieldInsn(int opcode, String of, String field, String descriptor) {
        boolean own = of.equals(owner);
        boolean allowed = switch (opcode) {
            case Opcodes.GETSTATIC -> verifier.isGenerated(of) || Allowed.constant(of, field);
            case Opcodes.PUTSTATIC -> own && name.equals("<clinit>");
            case Opcodes.PUTFIELD -> own && name.equals("<init>");
            default -> own;
        };
        if (!allowed) {
            boolean write = opcode == Opcodes.PUTSTATIC || opcode == Opcodes.PUTFIELD;
            verifier.refuse(
                    (write ? "changes `" : "reads `") + ClassVerifier.dotted(of) + "." + field + "`",
                    ClassVerifier.simpleName(of) + "." + field);
        }
        pushed = -1;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        String element =
                type.startsWith("[") ? Type.getType(type).getElementType().getInternalName() : type;
        if (!verifier.knows(element)) {
            verifier.refuse("uses `" + ClassVerifier.dotted(element) + "`", ClassVerifier.simpleName(element));
        }
        if (opcode == Opcodes.ANEWARRAY && !name.equals("values") && (pushed < 0 || pushed > ARRAY_MAX)) {
            verifier.refuse("makes an array of any length", "");
        }
        pushed = -1;
    }

    @Override
    public void visitInvokeDynamicInsn(String called, String descriptor, Handle bootstrap, Object... arguments) {
        String by = bootstrap.getOwner() + "." + bootstrap.getName();
        boolean allowed = switch (by) {
            case "java/lang/invoke/StringConcatFactory.makeConcatWithConstants" -> name.startsWith("getPropertyIndex");
            case "java/lang/invoke/LambdaMetafactory.metafactory" ->
                name.startsWith("rule_")
                        && arguments.length == 3
                        && arguments[1] instanceof Handle made
                        && made.getTag() == Opcodes.H_NEWINVOKESPECIAL
                        && Allowed.fold(made.getOwner());
            default -> false;
        };
        if (!allowed) {
            verifier.refuse("has a lambda or a call that is made up at run time", "->");
        }
        pushed = -1;
    }

    @Override
    public void visitLdcInsn(Object value) {
        boolean allowed = switch (value) {
            case String text -> true;
            case Integer number -> true;
            case Long number -> true;
            case Type type -> type.getSort() == Type.OBJECT && verifier.knows(type.getInternalName());
            default -> false;
        };
        if (!allowed) {
            verifier.refuse("uses the constant `" + value + "`", "");
        }
        pushed = value instanceof Integer number ? number : -1;
    }

    @Override
    public void visitLabel(Label label) {
        behind.add(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        if (opcode == Opcodes.JSR) {
            verifier.refuse("jumps into a subroutine", "");
        }
        target(label);
        pushed = -1;
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        visitTableSwitchInsn(0, 0, otherwise, labels);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        target(otherwise);
        for (Label label : labels) {
            target(label);
        }
        pushed = -1;
    }

    private void target(Label label) {
        if (behind.contains(label)) {
            verifier.refuse("has a loop", "");
        }
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        verifier.refuse("catches exceptions", "catch");
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
            verifier.refuse("locks something", "synchronized");
        }
        if (opcode == Opcodes.ATHROW && !name.startsWith("getPropertyIndex")) {
            verifier.refuse("throws something", "throw");
        }
        boolean constant = opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5;
        // Duplicating an array reference and storing into it leaves no number; only what directly precedes an array
        // counts.
        pushed = constant ? opcode - Opcodes.ICONST_0 : -1;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        if (opcode == Opcodes.NEWARRAY) {
            verifier.refuse("makes an array of numbers", "new");
            pushed = -1;
        } else {
            pushed = operand;
        }
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        if (opcode == Opcodes.RET) {
            verifier.refuse("returns from a subroutine", "");
        }
        pushed = -1;
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
        pushed = -1;
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        verifier.refuse("makes an array of arrays", "new");
        pushed = -1;
    }
}
