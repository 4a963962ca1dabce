package io.plimsoll.wire;

/**
 * One fault of a snapshot.
 *
 * @param pointer RFC 6901 JSON pointer of the faulty value, or of the place where a missing one belongs; empty for the whole document
 * @param detail one sentence for the person who repairs it
 */
public record Fault(String pointer, Code code, String detail) {

    /** The kinds of faults; names are part of the contract. */
    public enum Code {
        /** The text is not one JSON document, or exceeds a limit of the parser. */
        MALFORMED_JSON,
        /** A required field is absent or null. */
        MISSING,
        /** The contract has no such field. */
        UNKNOWN_FIELD,
        /** The value has another JSON type than the contract says. */
        WRONG_TYPE,
        /** A string that is not a decimal number in plain or scientific notation. */
        NOT_A_DECIMAL,
        /** A string that is not an ISO 8601 instant. */
        NOT_AN_INSTANT,
        /** A number or instant outside its range, or with more digits than are kept. */
        OUT_OF_RANGE,
        /** A price, quantity or factor that must be above zero. */
        NOT_POSITIVE,
        /** A position without a quantity. */
        ZERO,
        /** A string without content. */
        EMPTY,
        /** A string longer than its limit. */
        TOO_LONG,
        /** A character that the field does not allow. */
        ILLEGAL_CHARACTER,
        /** A word outside the field's list of words. */
        UNKNOWN_VALUE,
        /** More items than a list may have. */
        TOO_MANY,
        /** The same asset, position or order for the second time. */
        DUPLICATE,
        /** A value that contradicts another one of the snapshot. */
        CONTRADICTION
    }
}
