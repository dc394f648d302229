package org.parley.tool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.parley.agent.Agent;
import org.parley.platform.DurationMetric;

/** Durations of tool calls, by tool and outcome. A name that no agent has is not given a series of its own. */
@ApplicationScoped
public class ToolMetrics {
    private static final Metadata DURATION = DurationMetric.named("tool_duration", "Duration of tool calls");

    @Inject
    MetricRegistry registry;

    void record(Agent agent, ToolResult result) {
        String name = result.call().name();
        String known = agent.settings().tools().enabled().contains(name) ? name : "unknown";
        registry.timer(
                        DURATION,
                        new Tag("tool", known),
                        new Tag("status", result.status().word()))
                .update(result.duration());
    }
}
