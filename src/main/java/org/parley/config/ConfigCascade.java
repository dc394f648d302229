package org.parley.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * MicroProfile Config for each agent: system properties (400) over environment (300) over the agent's file (260), the
 * account's (240), the global one (220) and the defaults in the WAR (100). All of it is read at once into a snapshot that
 * does not change; another one takes its place as a whole.
 */
@ApplicationScoped
public class ConfigCascade {
    private List<SettingsReader> readers = List.of();
    private volatile @Nullable ConfigSnapshot snapshot;

    @Inject
    void discover(@Any Instance<SettingsReader> discovered) {
        readers = discovered.stream().toList();
    }

    /** The settings of the installation, without any account's or agent's file. */
    public EffectiveConfig global() {
        return inForce().global();
    }

    /** The agents that have a readable file of their own, by name, whether they may be served or not. */
    public SortedMap<AgentAddress, EffectiveConfig> agents() {
        return inForce().agents();
    }

    /** The settings of one agent. Fails when it has no file of its own, unless {@code config.cascade.missing} is {@code fallback}. */
    public AgentConfig forAgent(AgentAddress address) {
        return inForce().require(address);
    }

    public ConfigDirectory directory() {
        String path = ConfigProvider.getConfig()
                .getOptionalValue("parley.config.dir", String.class)
                .orElseThrow(() -> ConfigException.invalid("parley.config.dir", "is not set"));
        return new ConfigDirectory(Path.of(path));
    }

    /** Reads the directory and puts what it says in force, for all that comes after. */
    public synchronized void refresh() {
        snapshot = new SnapshotReader(directory(), readers).read(Optional.ofNullable(snapshot));
    }

    private ConfigSnapshot inForce() {
        ConfigSnapshot current = snapshot;
        return current != null ? current : first();
    }

    private synchronized ConfigSnapshot first() {
        if (snapshot == null) {
            refresh();
        }
        return Objects.requireNonNull(snapshot);
    }
}
