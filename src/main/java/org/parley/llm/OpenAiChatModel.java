package org.parley.llm;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;

/** A model behind the chat-completions endpoint that OpenAI defined and most providers speak. */
final class OpenAiChatModel implements ChatModel {
    private final HttpClient client;
    private final ProviderSettings settings;
    private final Clock clock;

    OpenAiChatModel(HttpClient client, ProviderSettings settings, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String provider() {
        return settings.name();
    }

    @Override
    public ChatStream ask(ChatRequest request) {
        ByteQueue bytes = new ByteQueue();
        return new OpenAiChatStream(client.sendAsync(http(request), head -> bytes), bytes, settings, clock);
    }

    private HttpRequest http(ChatRequest request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(settings.chatCompletions())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream, application/json")
                .header("Accept-Encoding", "identity")
                .POST(HttpRequest.BodyPublishers.ofString(request.toJson()));
        settings.apiKey().ifPresent(key -> http.header("Authorization", "Bearer " + key));
        return http.build();
    }
}
