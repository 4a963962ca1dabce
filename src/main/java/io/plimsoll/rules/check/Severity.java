package io.plimsoll.rules.check;

/** How much a finding weighs: with an error a pack cannot become active, with a warning it can. */
public enum Severity {
    ERROR,
    WARNING
}
