package org.parley.chat;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.parley.agent.PromptSection;
import org.parley.llm.ChatMessage;
import org.parley.llm.TokenUsage;
import org.parley.llm.ToolSpec;
import org.parley.platform.Json;

/** What a model was sent, by its parts and their sizes, for operators who look for what makes a prompt long. It has no words of it. */
final class PromptSizes {
    private PromptSizes() {}

    /** A JSON array: a part each, with its name, source, characters, and tokens at four characters each. */
    static String of(List<PromptSection> sections, List<ChatMessage> history, String message, List<ToolSpec> tools) {
        JsonArrayBuilder parts = Json.array();
        sections.forEach(section ->
                parts.add(part(section.name(), section.source(), section.text().length())));
        int historyLength = history.stream().mapToInt(ChatMessage::length).sum();
        parts.add(part("history", "session", historyLength).add("messages", history.size()));
        parts.add(part("message", "visitor", message.length()));
        tools.forEach(tool -> parts.add(part("tool:" + tool.name(), "tools", tool.length())));
        return parts.build().toString();
    }

    private static JsonObjectBuilder part(String name, String source, int characters) {
        return Json.object()
                .add("name", name)
                .add("source", source)
                .add("characters", characters)
                .add("tokens", TokenUsage.tokens(characters));
    }
}
