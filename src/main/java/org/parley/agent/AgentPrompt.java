package org.parley.agent;

import java.util.List;

/** What the files of an agent say for its system prompt, in order. */
record AgentPrompt(List<PromptSection> sections) {
    AgentPrompt {
        sections = List.copyOf(sections);
    }
}
