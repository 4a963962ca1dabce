package io.plimsoll.rules.model;

/** How a comparison relates its sides. */
public enum Relation {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">="),
    CONTAINS("contains"),
    NOT_CONTAINS("not contains"),
    MATCHES("matches"),
    NOT_MATCHES("not matches");

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    /** As rule files write it. */
    public String sign() {
        return sign;
    }

    /** True for the relations that ask for an order, whose two sides make a limit. */
    public boolean isOrder() {
        return this == LESS || this == AT_MOST || this == MORE || this == AT_LEAST;
    }

    /** True for the relations that only texts have. */
    public boolean isOnText() {
        return this == CONTAINS || this == NOT_CONTAINS || this == MATCHES || this == NOT_MATCHES;
    }

    /**
     * Whether an order of two values satisfies this relation.
     *
     * @param order negative if the left is less, zero if both are equal, positive if the left is more
     * @throws IllegalStateException for a relation on texts
     */
    public boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            default -> throw new IllegalStateException("`" + sign + "` is not about order");
        };
    }

    /** The relation that rule files write so. */
    public static Relation of(String sign) {
        for (Relation relation : values()) {
            if (relation.sign.equals(sign)) {
                return relation;
            }
        }
        throw new IllegalArgumentException("no relation is written `" + sign + "`");
    }
}
