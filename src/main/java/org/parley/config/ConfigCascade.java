package org.parley.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * MicroProfile Config for each agent: system properties (400) over environment (300) over the agent's file (260), the
 * account's (240), the global one (220) and the defaults in the WAR (100). All of it is read at once into a snapshot that
 * does not change; another one takes its place as a whole.
 */
@ApplicationScoped
public class ConfigCascade {
    private List<SettingsReader> readers = List.of();
    private List<InstallationCheck> checks = List.of();
    private Clock clock = Clock.systemUTC();
    private volatile ConfigState state = ConfigState.NONE;

    @Inject
    synchronized void discover(
            @Any Instance<SettingsReader> readers, @Any Instance<InstallationCheck> checks, Clock given) {
        this.readers = readers.stream().toList();
        this.checks = checks.stream().toList();
        clock = given;
    }

    /** The settings of the installation, without any account's or agent's file. */
    public EffectiveConfig global() {
        return state().required().global();
    }

    /** The agents that have a readable file of their own, by name, whether they may be served or not. */
    public SortedMap<AgentAddress, EffectiveConfig> agents() {
        return state().required().agents();
    }

    /** The settings of one agent. Fails when it has no file of its own, unless {@code config.cascade.missing} is {@code fallback}. */
    public AgentConfig forAgent(AgentAddress address) {
        return state().required().require(address);
    }

    /** Whether there is a configuration at all; without one nothing is served. */
    public boolean isPresent() {
        return state().snapshot().isPresent();
    }

    public ConfigDirectory directory() {
        String path = ConfigProvider.getConfig()
                .getOptionalValue("parley.config.dir", String.class)
                .orElseThrow(() -> ConfigException.invalid("parley.config.dir", "is not set"));
        return new ConfigDirectory(Path.of(path));
    }

    /**
     * Reads the directory and puts what it says in force, for all that comes after. Where that would leave an agent
     * unserved that is served now, all stays as it is.
     *
     * @return whether something else is in force than before
     */
    public synchronized boolean refresh() {
        ConfigState before = state;
        try {
            ConfigSnapshot next = new SnapshotReader(directory(), readers, checks).read(before.snapshot());
            List<ConfigFinding> objections =
                    before.snapshot().map(next::objectionsTo).orElse(List.of());
            if (!objections.isEmpty()) {
                return refuse(objections);
            }
            if (before.snapshot().map(next::isSameAs).orElse(false)) {
                state = before.with(List.of());
                return false;
            }
            state = before.with(next, clock.instant());
            ConfigEvents.swapped(state, next, before.snapshot());
            return true;
        } catch (ConfigException e) {
            return refuse(List.of(e.finding()));
        }
    }

    /**
     * The same without reading anything. Health is asked by threads of the server from its first moment on; what one of
     * them reads on Payara lacks the defaults in the WAR.
     */
    ConfigState soFar() {
        return state;
    }

    ConfigState state() {
        if (state.isUnread()) {
            first();
        }
        return state;
    }

    private synchronized void first() {
        if (state.isUnread()) {
            refresh();
        }
    }

    private boolean refuse(List<ConfigFinding> objections) {
        state = state.with(objections);
        ConfigEvents.refused(objections);
        return false;
    }
}
