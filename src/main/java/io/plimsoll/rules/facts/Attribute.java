package io.plimsoll.rules.facts;

/** A further fact of the snapshot, by name. */
@About("A further fact of the snapshot, such as jurisdiction; one for each.")
public record Attribute(
        @About("Name of the attribute.") String name,

        @About("Value of the attribute.") String value) {}
