package org.parley.agent;

import java.util.Optional;

/** A feature that adds a section to the system prompt of an agent. Found through CDI. */
public interface PromptContributor {
    /** The section in Markdown, its heading included; empty when the feature has nothing to say for this agent. */
    Optional<PromptSection> section(Agent agent);
}
