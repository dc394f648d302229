package org.parley.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.parley.platform.EventLog;

/** Reads the configuration directory as a whole. */
final class SnapshotReader {
    private final ConfigDirectory directory;
    private final List<SettingsReader> readers;

    SnapshotReader(ConfigDirectory directory, List<SettingsReader> readers) {
        this.directory = directory;
        this.readers = List.copyOf(readers);
    }

    /** What the directory says now. What did not change is taken over as it was read. Fails when nothing can be served by it. */
    ConfigSnapshot read(Optional<ConfigSnapshot> before) {
        ConfigTree tree = directory.read();
        EffectiveConfig global =
                config(new AgentFiles(ConfigFolder.empty(""), ConfigFolder.empty(""), tree.global()).layers());
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

    AgentReading agent(AgentAddress address, AgentFiles files) {
        EffectiveConfig values;
        try {
            values = config(files.layers());
        } catch (ConfigException e) {
            return AgentReading.refused(files, Optional.empty(), List.of(e.finding()));
        }
        try {
            AgentConfig config = AgentConfig.read(address, values, files, readers);
            tell(address, files);
            return AgentReading.served(files, config);
        } catch (ConfigException e) {
            return AgentReading.refused(files, Optional.of(values), List.of(values.located(e.finding())));
        }
    }

    private static void tell(AgentAddress address, AgentFiles files) {
        if (files.hasOwnConfig()) {
            EventLog.info(
                    "config.cascade.success",
                    Map.of("account", address.account(), "agent", address.agent(), "source", files.ownConfig()));
        } else {
            EventLog.info(
                    "config.cascade.fallback",
                    Map.of("account", address.account(), "agent", address.agent(), "missing", files.ownConfig()));
        }
    }

    private static EffectiveConfig config(List<ConfigSource> layers) {
        return EffectiveConfig.of(ConfigProviderResolver.instance()
                .getBuilder()
                .forClassLoader(SnapshotReader.class.getClassLoader())
                .addDefaultSources()
                .withSources(layers.toArray(ConfigSource[]::new))
                .build());
    }
}
