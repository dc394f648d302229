package org.parley.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The whole configuration directory as it stood when it was read. Immutable: who took something of it keeps it, whatever
 * comes after.
 */
final class ConfigSnapshot {
    private final SnapshotReader reader;
    private final ConfigTree tree;
    private final EffectiveConfig global;
    private final boolean fallsBack;
    private final Map<AgentAddress, AgentReading> agents;
    private final List<ConfigFinding> warnings;
    private final Map<AgentAddress, AgentReading> fallenBack = new ConcurrentHashMap<>();

    ConfigSnapshot(
            SnapshotReader reader, ConfigTree tree, EffectiveConfig global, Map<AgentAddress, AgentReading> agents) {
        this.reader = reader;
        this.tree = tree;
        this.global = global;
        this.fallsBack =
                global.choice("config.cascade.missing", "fail", "fallback").equals("fallback");
        this.agents = new TreeMap<>(agents);
        this.warnings = FileCheck.of(tree, fallsBack);
    }

    EffectiveConfig global() {
        return global;
    }

    /** The agents that have a readable file of their own, by name, whether they may be served or not. */
    SortedMap<AgentAddress, EffectiveConfig> agents() {
        SortedMap<AgentAddress, EffectiveConfig> readable = new TreeMap<>();
        agents.forEach((address, reading) -> reading.values().ifPresent(values -> readable.put(address, values)));
        return readable;
    }

    /** The configuration of an agent. Fails when it is not valid, or missing and not to be made up for. */
    AgentConfig require(AgentAddress address) {
        return reading(address).required();
    }

    /** What came of reading an agent's files. Fails when its own is missing and not to be made up for. */
    AgentReading reading(AgentAddress address) {
        AgentReading reading = agents.get(address);
        if (reading != null) {
            return reading;
        }
        if (!fallsBack) {
            throw ConfigException.missing(tree.of(address).ownConfig());
        }
        return fallenBack.computeIfAbsent(address, missing -> reader.fallback(missing, tree.of(missing)));
    }

    /** What came of reading just these files. */
    Optional<AgentReading> of(AgentAddress address, AgentFiles files) {
        return Optional.ofNullable(agents.get(address))
                .filter(reading -> reading.files().equals(files));
    }

    /** The agents that have a file of their own and cannot be served, by name, and why. */
    SortedMap<AgentAddress, List<ConfigFinding>> refused() {
        SortedMap<AgentAddress, List<ConfigFinding>> refused = new TreeMap<>();
        agents.forEach((address, reading) -> {
            if (reading.config().isEmpty()) {
                refused.put(address, reading.faults());
            }
        });
        return refused;
    }

    /** Why agents cannot be served; what several share is told once. */
    List<ConfigFinding> faults() {
        return refused().values().stream().flatMap(List::stream).distinct().toList();
    }

    /** What has no effect, though nobody is refused for it. */
    List<ConfigFinding> warnings() {
        List<ConfigFinding> faults = faults();
        return warnings.stream().filter(warning -> !faults.contains(warning)).toList();
    }

    /** The same for the same files, on every node that reads them. */
    String hash() {
        return tree.hash();
    }

    /** Why it must not take the place of another: it would leave agents unserved that are served now. */
    List<ConfigFinding> objectionsTo(ConfigSnapshot before) {
        if (agents.isEmpty() && !before.agents.isEmpty()) {
            return List.of(ConfigFinding.of("no agent has a file any more"));
        }
        SortedMap<AgentAddress, List<ConfigFinding>> more = refused();
        more.keySet().removeAll(before.refused().keySet());
        return more.values().stream().flatMap(List::stream).distinct().toList();
    }

    /** Whether nothing in it differs from another. */
    boolean isSameAs(ConfigSnapshot other) {
        return tree.equals(other.tree) && global.equals(other.global);
    }
}
