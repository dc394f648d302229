package org.parley.config;

/**
 * How a feature reads its keys: a CDI bean that is asked once for each agent of a snapshot, before anything is served by
 * it. What it refuses, by a {@link ConfigException}, keeps the agent from being served.
 */
public interface SettingsReader {
    /** The settings of one agent, by whose type they are found again. */
    Record read(AgentSource source);
}
