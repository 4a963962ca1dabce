package io.plimsoll.account;

/** What an option gives the right to. */
public enum OptionType {
    /** To buy the underlying at the strike. */
    CALL,
    /** To sell the underlying at the strike. */
    PUT
}
