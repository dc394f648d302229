package org.parley.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test of what some servers have and others do not. On the others it is reported as skipped, with the reason. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnServer.Condition.class)
public @interface OnServer {
    ServerProduct[] value();

    String because();

    /** Looks at the chosen server. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), OnServer.class)
                    .filter(on -> !List.of(on.value()).contains(ServerProduct.chosen()))
                    .map(on -> ConditionEvaluationResult.disabled(
                            "not on " + ServerProduct.chosen().title() + ": " + on.because()))
                    .orElse(ConditionEvaluationResult.enabled("the server has it"));
        }
    }
}
