package org.parley.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration of one agent as it stood when it was read, and what features made of it. Immutable. */
public final class AgentConfig {
    private final AgentAddress address;
    private final EffectiveConfig values;
    private final String hash;
    private final Map<Class<?>, Record> settings;

    private AgentConfig(
            AgentAddress address, EffectiveConfig values, Collection<Record> settings, Collection<ConfigFile> texts) {
        this.address = address;
        this.values = values;
        this.hash = ConfigHash.of(values, texts);
        this.settings = settings.stream().collect(Collectors.toUnmodifiableMap(Object::getClass, Function.identity()));
    }

    static AgentConfig read(
            AgentAddress address, EffectiveConfig values, AgentFiles files, List<SettingsReader> readers) {
        AgentSource source = new AgentSource(values, files);
        List<Record> settings =
                readers.stream().map(reader -> reader.read(source)).toList();
        return new AgentConfig(address, values, settings, source.used());
    }

    public AgentAddress address() {
        return address;
    }

    public EffectiveConfig values() {
        return values;
    }

    /** The same for the same effective values and texts; kept with each request that ran on them. Secrets have no part in it. */
    public String hash() {
        return hash;
    }

    /** What a {@link SettingsReader} read. */
    public <T extends Record> T settings(Class<T> type) {
        @Nullable Record found = settings.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no reader reads " + type.getName());
        }
        return type.cast(found);
    }
}
