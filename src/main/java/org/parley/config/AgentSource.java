package org.parley.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the settings of one agent are read from: values, and texts beside them. */
public final class AgentSource {
    private final EffectiveConfig values;
    private final AgentFiles files;
    private final TreeMap<String, ConfigFile> used = new TreeMap<>();

    AgentSource(EffectiveConfig values, AgentFiles files) {
        this.values = values;
        this.files = files;
    }

    public EffectiveConfig values() {
        return values;
    }

    /** The nearest file of that name: the agent's, else the account's, else the global one. Fails when it is not readable. */
    public Optional<ConfigFile> nearest(String name) {
        Optional<ConfigFile> nearest = files.nearest(name);
        nearest.ifPresent(this::use);
        return nearest;
    }

    /** All files of that name, the nearest first. Fails when one is not readable. */
    public List<ConfigFile> all(String name) {
        List<ConfigFile> all = files.all(name);
        all.forEach(this::use);
        return all;
    }

    private void use(ConfigFile file) {
        file.required();
        used.put(file.path(), file);
    }

    /** The texts that were asked for so far. */
    Collection<ConfigFile> used() {
        return used.values();
    }
}
