package org.parley.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Where a client sends its question, and how it knows the answer's end.
 *
 * @param done text that stands in the last event of a whole answer
 */
public record Target(Workload workload, InetSocketAddress address, String request, String done) {
    /** The agent of that workload, behind Parley. */
    static Target parley(int port, Workload workload) {
        return new Target(
                workload,
                at(port),
                post(
                        port,
                        "/api/accounts/bench/agents/" + workload.agent() + "/stream",
                        "{\"message\":\"Who is a cardiologist, and when is the pharmacy open?\"}"),
                "\"completion_status\":\"complete\"");
    }

    /** The model of that workload, asked as Parley asks it; one that wants tools is told their results at once, so that it says its words. */
    static Target direct(int port, Workload workload) {
        return new Target(
                workload,
                at(port),
                post(
                        port,
                        "/v1/chat/completions",
                        "{\"model\":\"" + workload.model()
                                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Who?\"}"
                                + (workload.searches().isEmpty() ? "" : ",{\"role\":\"tool\",\"content\":\"\"}")
                                + "]}"),
                "[DONE]");
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String post(int port, String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    byte[] requestBytes() {
        return request.getBytes(StandardCharsets.UTF_8);
    }
}
