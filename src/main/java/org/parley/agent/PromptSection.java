package org.parley.agent;

/**
 * A part of a system prompt.
 *
 * @param name what it is, such as {@code agent} or {@code module:tone}
 * @param source the file of the configuration directory, or the feature, that it comes from
 */
public record PromptSection(String name, String source, String text) {}
