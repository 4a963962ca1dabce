package io.plimsoll.decision;

import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;

/** One version of one pack as a whole: immutable, so a decision that holds it cannot mix two versions. */
public record Policy(PolicyId id, Rounding rounding, MaintenanceConvention maintenanceConvention, RuleBook rules) {}
