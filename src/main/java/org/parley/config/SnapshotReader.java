package org.parley.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads the configuration directory as a whole. */
final class SnapshotReader {
    private final ConfigDirectory directory;
    private final List<SettingsReader> readers;
    private final List<InstallationCheck> checks;

    SnapshotReader(ConfigDirectory directory, List<SettingsReader> readers, List<InstallationCheck> checks) {
        this.directory = directory;
        this.readers = List.copyOf(readers);
        this.checks = List.copyOf(checks);
    }

    /** What the directory says now. What did not change is taken over as it was read. Fails when nothing can be served by it. */
    ConfigSnapshot read(Optional<ConfigSnapshot> before) {
        ConfigTree tree = directory.read();
        EffectiveConfig global = config(tree.ofAll());
        check(global);
        Optional<ConfigSnapshot> same =
                before.filter(snapshot -> snapshot.global().equals(global));
        Map<AgentAddress, AgentReading> agents = new HashMap<>();
        for (AgentAddress address : tree.agents().keySet()) {
            AgentFiles files = tree.of(address);
            if (files.hasOwnConfig()) {
                agents.put(
                        address,
                        same.flatMap(snapshot -> snapshot.of(address, files)).orElseGet(() -> agent(address, files)));
            }
        }
        return new ConfigSnapshot(this, tree, global, agents);
    }

    private void check(EffectiveConfig global) {
        try {
            checks.forEach(check -> check.check(global));
        } catch (ConfigException e) {
            throw new ConfigException(global.located(e.finding()), e);
        }
    }

    /** An agent without a file of its own, by those of its account and of all. */
    AgentReading fallback(AgentAddress address, AgentFiles files) {
        AgentReading reading = agent(address, files);
        ConfigEvents.fallback(address, reading);
        return reading;
    }

    private AgentReading agent(AgentAddress address, AgentFiles files) {
        try {
            return agent(address, files, config(files));
        } catch (ConfigException e) {
            return AgentReading.refused(files, Optional.empty(), List.of(e.finding()));
        }
    }

    /** A key that is refused is put on record and left out, so that all faults are found and not the first alone. */
    private AgentReading agent(AgentAddress address, AgentFiles files, EffectiveConfig values) {
        List<ConfigFinding> faults = new ArrayList<>();
        EffectiveConfig sound = values;
        while (true) {
            try {
                AgentConfig config = AgentConfig.read(address, sound, files, readers);
                return faults.isEmpty()
                        ? AgentReading.served(files, config)
                        : AgentReading.refused(files, Optional.of(values), faults);
            } catch (ConfigException e) {
                String key = e.finding().key();
                boolean known = faults.stream().anyMatch(fault -> fault.key().equals(key));
                if (!known) {
                    faults.add(placed(values.located(e.finding()), files));
                }
                if (known || key.isEmpty()) {
                    return AgentReading.refused(files, Optional.of(values), faults);
                }
                sound = sound.without(key);
            }
        }
    }

    /** What nobody set is missing in the agent's own file first of all. */
    private static ConfigFinding placed(ConfigFinding fault, AgentFiles files) {
        return fault.source().isEmpty() ? fault.at(files.ownConfig(), 0) : fault;
    }

    private static EffectiveConfig config(AgentFiles files) {
        List<ConfigSource> layers = files.layers();
        try {
            return EffectiveConfig.of(ConfigProviderResolver.instance()
                    .getBuilder()
                    .forClassLoader(SnapshotReader.class.getClassLoader())
                    .addDefaultSources()
                    .withSources(new SecretFiles())
                    .withSources(layers.toArray(ConfigSource[]::new))
                    .build());
        } catch (NoSuchElementException | IllegalArgumentException e) {
            throw new ConfigException("a value refers to a key that is not set", e);
        }
    }
}
