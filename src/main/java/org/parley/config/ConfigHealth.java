package org.parley.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when a configuration is in force. That the directory says something newer that is not valid, or that an agent
 * cannot be served, is told and takes no node away from the agents that can.
 */
@Readiness
@ApplicationScoped
class ConfigHealth implements HealthCheck {
    private static final int MOST_TOLD = 5;

    @Inject
    ConfigCascade cascade;

    @Override
    public HealthCheckResponse call() {
        ConfigState state = cascade.soFar();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("configuration")
                .status(state.snapshot().isPresent())
                .withData("epoch", state.epoch())
                .withData("current", state.isCurrent());
        tell(response, "objection", state.objections());
        state.snapshot().ifPresent(snapshot -> {
            response.withData("hash", snapshot.hash());
            response.withData("agents", snapshot.agents().size());
            tell(response, "fault", snapshot.faults());
            tell(response, "warning", snapshot.warnings());
        });
        return response.build();
    }

    private static void tell(HealthCheckResponseBuilder response, String name, List<ConfigFinding> findings) {
        response.withData(name + "s", findings.size());
        for (int i = 0; i < Math.min(findings.size(), MOST_TOLD); i++) {
            response.withData(name + "_" + (i + 1), findings.get(i).toString());
        }
    }
}
