package org.parley.config;

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
    private final Map<AgentAddress, AgentReading> fallenBack = new ConcurrentHashMap<>();

    ConfigSnapshot(
            SnapshotReader reader, ConfigTree tree, EffectiveConfig global, Map<AgentAddress, AgentReading> agents) {
        this.reader = reader;
        this.tree = tree;
        this.global = global;
        this.fallsBack = isFallback(global);
        this.agents = Map.copyOf(agents);
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
        AgentReading reading = agents.get(address);
        if (reading != null) {
            return reading.required();
        }
        if (!fallsBack) {
            throw ConfigException.missing(tree.of(address).ownConfig());
        }
        return fallenBack
                .computeIfAbsent(address, missing -> reader.agent(missing, tree.of(missing)))
                .required();
    }

    /** What came of reading just these files. */
    Optional<AgentReading> of(AgentAddress address, AgentFiles files) {
        return Optional.ofNullable(agents.get(address))
                .filter(reading -> reading.files().equals(files));
    }

    private static boolean isFallback(EffectiveConfig global) {
        return global.convert("config.cascade.missing", word -> switch (word) {
            case "fail" -> false;
            case "fallback" -> true;
            default -> throw new IllegalArgumentException("neither fail nor fallback");
        });
    }
}
