package io.plimsoll.rules.facts;

import io.plimsoll.decision.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a fact, a field or a verb means, in one line with its unit and sign. Rules see exactly what bears this annotation. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface About {
    String value();

    /** First stage whose rules see it. */
    Stage from() default Stage.GUARD;

    /** True if it is present only where its condition holds; a rule must test a field for presence before it compares it. */
    boolean mayBeAbsent() default false;
}
