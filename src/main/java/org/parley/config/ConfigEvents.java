package org.parley.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parley.config.ConfigValue.Level;
import org.parley.platform.EventLog;

/** What operators find in the log about the configuration: names, places and reasons, never a value. */
final class ConfigEvents {
    private static final int DEFAULTS = 100;

    private ConfigEvents() {}

    /** A snapshot is in force: for each agent that is new or was changed, the source of each key that somebody set. */
    static void swapped(ConfigState state, ConfigSnapshot now, Optional<ConfigSnapshot> before) {
        EventLog.info(
                "config.snapshot.swapped",
                Map.of(
                        "epoch",
                        state.epoch(),
                        "hash",
                        now.hash(),
                        "agents",
                        now.agents().size(),
                        "refused",
                        now.refused().size()));
        now.agents().forEach((address, values) -> {
            Optional<EffectiveConfig> old =
                    before.map(snapshot -> snapshot.agents().get(address));
            if (!old.equals(Optional.of(values))) {
                sources("config.cascade.success", address, values, old);
            }
        });
        now.refused().forEach(ConfigEvents::agentRefused);
        List<ConfigFinding> told = before.map(ConfigSnapshot::warnings).orElse(List.of());
        now.warnings().stream()
                .filter(warning -> !told.contains(warning))
                .forEach(warning -> EventLog.info("config.without_effect", fields(warning)));
    }

    /** What was read must not be put in force. */
    static void refused(List<ConfigFinding> findings) {
        findings.forEach(finding -> EventLog.error("config.snapshot.refused", fields(finding)));
    }

    /** An agent without a file of its own runs on what stands above it. */
    static void fallback(AgentAddress address, AgentReading reading) {
        reading.values().ifPresent(values -> sources("config.cascade.fallback", address, values, Optional.empty()));
        agentRefused(address, reading.faults());
    }

    private static void agentRefused(AgentAddress address, List<ConfigFinding> faults) {
        faults.forEach(fault -> {
            Map<String, Object> fields = fields(fault);
            fields.put("account", address.account());
            fields.put("agent", address.agent());
            EventLog.error("config.agent.refused", fields);
        });
    }

    private static void sources(
            String event, AgentAddress address, EffectiveConfig values, Optional<EffectiveConfig> old) {
        for (String key : ConfigKeys.declared()) {
            Optional<Level> origin = values.value(key).origin().filter(level -> level.ordinal() > DEFAULTS);
            boolean told = old.map(config -> config.value(key).equals(values.value(key)))
                    .orElse(false);
            if (origin.isPresent() && !told && ConfigKeys.scope(key) == ConfigKeys.Scope.AGENT) {
                Map<String, Object> fields = new TreeMap<>();
                fields.put("account", address.account());
                fields.put("agent", address.agent());
                fields.put("key", key);
                fields.put("source", origin.get().source());
                if (origin.get().line() > 0) {
                    fields.put("line", origin.get().line());
                }
                EventLog.info(event, fields);
            }
        }
    }

    private static Map<String, Object> fields(ConfigFinding finding) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("source", finding.source());
        fields.put("line", finding.line());
        fields.put("key", finding.key());
        fields.put("reason", finding.reason());
        return fields;
    }
}
