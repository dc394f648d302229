package org.parley.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of a provider's replies: a stream of the chat-completions protocol in HTTP chunks. */
final class Replies {
    static final String WORD = "lorem";
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final AtomicLong CALLS = new AtomicLong();

    private Replies() {}

    /** What one call is answered with: bytes before the words, one word, and bytes after the words. */
    record Reply(ByteBuffer head, ByteBuffer word, int words, ByteBuffer tail) {}

    /** A reply that asks for the workload's tools. */
    static Reply tools(Workload workload) {
        String id = nextId();
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < workload.searches().size(); i++) {
            String arguments = "{\\\"list_name\\\":\\\"departments\\\",\\\"query\\\":\\\""
                    + workload.searches().get(i) + "\\\"}";
            events.append(event(
                    id,
                    workload,
                    "{\"tool_calls\":[{\"index\":" + i + ",\"id\":\"" + id + "-" + i
                            + "\",\"type\":\"function\",\"function\":{\"name\":\"search_directory\",\"arguments\":\""
                            + arguments + "\"}}]}",
                    "null"));
        }
        return new Reply(bytes(HEAD + events), bytes(""), 0, bytes(end(id, workload, "tool_calls")));
    }

    /** A reply that says the workload's words. */
    static Reply words(Workload workload) {
        String id = nextId();
        String word = WORD + "-".repeat(workload.wordLength() - WORD.length() - 1) + " ";
        return new Reply(
                bytes(HEAD),
                bytes(event(id, workload, "{\"content\":\"" + word + "\"}", "null")),
                workload.words(),
                bytes(end(id, workload, "stop")));
    }

    private static String end(String id, Workload workload, String reason) {
        String usage = "{\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"model\":\"" + workload.model()
                + "\",\"choices\":[],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":" + workload.words()
                + ",\"total_tokens\":" + (900 + workload.words()) + ",\"cost\":0.00125}}";
        return event(id, workload, "{}", "\"" + reason + "\"")
                + chunk("data: " + usage + "\n\n")
                + chunk("data: [DONE]\n\n")
                + "0\r\n\r\n";
    }

    private static String event(String id, Workload workload, String delta, String reason) {
        return chunk("data: {\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"model\":\""
                + workload.model() + "\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason
                + "}]}\n\n");
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static ByteBuffer bytes(String ascii) {
        return ByteBuffer.wrap(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static String nextId() {
        return "gen-" + CALLS.incrementAndGet();
    }
}
