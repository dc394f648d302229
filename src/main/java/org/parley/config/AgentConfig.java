package org.parley.config;

/**
 * The configuration of one agent as it stood when it was read.
 *
 * @param hash the same for the same effective values; kept with each request that ran on them
 */
public record AgentConfig(AgentAddress address, EffectiveConfig values, String hash) {}
