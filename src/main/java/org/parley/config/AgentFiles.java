package org.parley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The files that one agent sees, its own over its account's over the global ones. Equal when all of them are. */
record AgentFiles(ConfigFolder agent, ConfigFolder account, ConfigFolder global) {
    static final int GLOBAL_ORDINAL = 220;
    static final int ACCOUNT_ORDINAL = 240;
    static final int AGENT_ORDINAL = 260;

    boolean hasOwnConfig() {
        return agent.file(ConfigFolder.CONFIG).isPresent();
    }

    String ownConfig() {
        return agent.pathOf(ConfigFolder.CONFIG);
    }

    /** The nearest file of that name. */
    Optional<ConfigFile> nearest(String name) {
        return all(name).stream().findFirst();
    }

    /** All files of that name, the nearest first. */
    List<ConfigFile> all(String name) {
        return Stream.of(agent, account, global)
                .flatMap(folder -> folder.file(name).stream())
                .toList();
    }

    /** The levels as sources of a configuration. Fails when a file is no YAML. */
    List<ConfigSource> layers() {
        List<ConfigSource> layers = new ArrayList<>();
        add(layers, agent, AGENT_ORDINAL);
        add(layers, account, ACCOUNT_ORDINAL);
        add(layers, global, GLOBAL_ORDINAL);
        return layers;
    }

    private static void add(List<ConfigSource> layers, ConfigFolder folder, int ordinal) {
        folder.file(ConfigFolder.CONFIG)
                .map(file -> YamlLayer.parse(file.path(), file.required(), ordinal))
                .ifPresent(layers::add);
    }
}
