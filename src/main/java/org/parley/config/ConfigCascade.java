package org.parley.config;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.parley.platform.EventLog;

/**
 * MicroProfile Config for each agent: system properties (400) over environment (300) over the agent's file (260), the
 * account's (240), the global one (220) and the defaults in the WAR (100). Each is built once and kept.
 */
@ApplicationScoped
public class ConfigCascade {
    private static final String DEFAULTS = "META-INF/microprofile-config.properties";
    private final Map<AgentAddress, AgentConfig> agents = new ConcurrentHashMap<>();
    private @Nullable ConfigDirectory directory;
    private @Nullable EffectiveConfig global;

    /** The settings of the installation, without any account's or agent's file. */
    public synchronized EffectiveConfig global() {
        if (global == null) {
            global = build(directory().globalLayer());
        }
        return global;
    }

    public synchronized ConfigDirectory directory() {
        if (directory == null) {
            EffectiveConfig server = new EffectiveConfig(ConfigProvider.getConfig());
            directory = new ConfigDirectory(Path.of(server.required("parley.config.dir")));
        }
        return directory;
    }

    /** The settings of one agent. Fails when it has no file of its own, unless {@code config.cascade.missing} is {@code fallback}. */
    public AgentConfig forAgent(AgentAddress address) {
        return agents.computeIfAbsent(address, this::load);
    }

    private AgentConfig load(AgentAddress address) {
        ConfigDirectory directory = directory();
        String file = directory.agentFile(address);
        if (directory.hasAgentFile(address)) {
            EventLog.info(
                    "config.cascade.success",
                    Map.of("account", address.account(), "agent", address.agent(), "source", file));
        } else if (global().required("config.cascade.missing").equals("fallback")) {
            EventLog.info(
                    "config.cascade.fallback",
                    Map.of("account", address.account(), "agent", address.agent(), "missing", file));
        } else {
            throw ConfigException.missing(file);
        }
        EffectiveConfig effective = build(directory.layers(address));
        return new AgentConfig(address, effective, effective.hash(keys()));
    }

    private static EffectiveConfig build(List<ConfigSource> layers) {
        Config config = ConfigProviderResolver.instance()
                .getBuilder()
                .forClassLoader(ConfigCascade.class.getClassLoader())
                .addDefaultSources()
                .addDiscoveredConverters()
                .withSources(layers.toArray(ConfigSource[]::new))
                .build();
        return new EffectiveConfig(config);
    }

    private static Set<String> keys() {
        try (InputStream defaults = ConfigCascade.class.getClassLoader().getResourceAsStream(DEFAULTS)) {
            Properties properties = new Properties();
            if (defaults != null) {
                properties.load(defaults);
            }
            return properties.stringPropertyNames();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
