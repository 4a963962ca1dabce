package io.plimsoll.policy;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What runs rules, and how it is watched. */
@StaticInitSafe
@ConfigMapping(prefix = "plimsoll.evaluator")
public interface EvaluatorSettings {

    /** {@code straight}, where the rules allow it, or {@code engine}. */
    @WithDefault("straight")
    Evaluator kind();

    /** Share of the decisions that the engine makes again, to compare; from 0 to 1. */
    @WithDefault("0.01")
    double sampleShare();
}
