package io.plimsoll.rules.model;

import io.plimsoll.rules.facts.FieldKind;

/** A column of a table: a field of the declared type the table's rows are of. */
public record Column(String name, FieldKind kind) {}
