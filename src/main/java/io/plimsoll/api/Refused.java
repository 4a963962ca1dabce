package io.plimsoll.api;

import io.plimsoll.wire.Problem;

/** A request that is answered with a problem. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.body().path("detail").asText());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
