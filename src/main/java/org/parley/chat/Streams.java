package org.parley.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.parley.platform.Threads;

/** Opens streams to clients. */
@ApplicationScoped
class Streams {
    @Inject
    StreamWatch watch;

    @Inject
    Threads threads;

    /** @param position where in the turn's log the stream begins */
    void open(
            FoundTurn turn,
            long position,
            WireFormat format,
            SseEventSink sink,
            Sse sse,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-cache, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        SseClient client = new SseClient(turn.log(), position, sink, sse, format, threads.streams());
        watch.add(client, turn.stall());
        turn.log().attach(client);
        if (position > 0) {
            client.ping(); // its head goes out with the first event, and there may be none for a while
        }
    }
}
