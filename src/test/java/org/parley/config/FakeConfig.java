package org.parley.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Configurations that tests make up, over the defaults in the WAR and over nothing else. */
public final class FakeConfig {
    private static final Path DEFAULTS = Path.of("src/main/resources/META-INF/microprofile-config.properties");

    private FakeConfig() {}

    public static EffectiveConfig of(Map<String, String> values) {
        return layered(new PropertiesConfigSource(values, "made-up.yaml", 260));
    }

    /** An agent's configuration with these values, as these readers read it. */
    public static AgentConfig of(AgentAddress address, Map<String, String> values, SettingsReader... readers) {
        ConfigFolder nothing = ConfigFolder.empty("");
        return AgentConfig.read(address, of(values), new AgentFiles(nothing, nothing, nothing), List.of(readers));
    }

    /** An agent's configuration with a file of that name, of the agent, its account and all, as far as there are texts. */
    public static AgentConfig with(AgentAddress address, String name, String[] texts, SettingsReader... readers) {
        String[] folders = {ConfigDirectory.path(address), ConfigDirectory.path(address.account()), ""};
        List<ConfigFolder> levels = new ArrayList<>();
        for (int i = 0; i < folders.length; i++) {
            ConfigFolder folder = ConfigFolder.empty(folders[i]);
            levels.add(
                    i < texts.length
                            ? new ConfigFolder(
                                    folders[i], Map.of(name, new ConfigFile(folder.pathOf(name), texts[i], "")))
                            : folder);
        }
        AgentFiles files = new AgentFiles(levels.get(0), levels.get(1), levels.get(2));
        return AgentConfig.read(address, of(Map.of()), files, List.of(readers));
    }

    /** An installation's own configuration with these values. */
    public static Config installation(Map<String, String> values) {
        return config(new PropertiesConfigSource(values, "made-up", 260));
    }

    static EffectiveConfig layered(ConfigSource... layers) {
        return EffectiveConfig.of(config(layers));
    }

    private static SmallRyeConfig config(ConfigSource... layers) {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withSources(new PropertiesConfigSource(DEFAULTS.toUri().toURL(), 100))
                    .withSources(layers)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
