package io.plimsoll.account;

/** How a contract's value follows its price. */
public enum ContractKind {
    /** Value is quantity × price × multiplier in the settlement currency. */
    LINEAR
}
