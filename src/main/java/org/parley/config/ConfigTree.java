package org.parley.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The content of the configuration directory at one time, by level.
 *
 * @param strays paths of configuration files that stand where none is read
 */
record ConfigTree(
        ConfigFolder global,
        Map<String, ConfigFolder> accounts,
        Map<AgentAddress, ConfigFolder> agents,
        List<String> strays) {
    ConfigTree {
        accounts = new TreeMap<>(accounts);
        agents = new TreeMap<>(agents);
        strays = List.copyOf(strays);
    }

    /** The levels of an agent, whether they have a folder or not. */
    AgentFiles of(AgentAddress address) {
        return new AgentFiles(
                agents.getOrDefault(address, ConfigFolder.empty(ConfigDirectory.path(address))),
                accounts.getOrDefault(address.account(), ConfigFolder.empty(ConfigDirectory.path(address.account()))),
                global);
    }

    /** The level that all agents share. */
    AgentFiles ofAll() {
        return new AgentFiles(ConfigFolder.empty(""), ConfigFolder.empty(""), global);
    }

    /** The same for the same files, on every node that reads them. */
    String hash() {
        StringBuilder content = new StringBuilder();
        Stream.of(Stream.of(global), accounts.values().stream(), agents.values().stream())
                .flatMap(folders -> folders)
                .flatMap(folder -> folder.files().values().stream())
                .sorted((one, other) -> one.path().compareTo(other.path()))
                .forEach(file -> content.append(file.path())
                        .append('\0')
                        .append(file.text())
                        .append('\0'));
        return ConfigHash.of(content.toString());
    }
}
