package org.parley.config;

import java.util.Map;
import java.util.TreeMap;

/** The content of the configuration directory at one time, by level. */
record ConfigTree(ConfigFolder global, Map<String, ConfigFolder> accounts, Map<AgentAddress, ConfigFolder> agents) {
    ConfigTree {
        accounts = Map.copyOf(accounts);
        agents = Map.copyOf(new TreeMap<>(agents));
    }

    /** The levels of an agent, whether they have a folder or not. */
    AgentFiles of(AgentAddress address) {
        return new AgentFiles(
                agents.getOrDefault(address, ConfigFolder.empty(ConfigDirectory.path(address))),
                accounts.getOrDefault(address.account(), ConfigFolder.empty(ConfigDirectory.path(address.account()))),
                global);
    }
}
