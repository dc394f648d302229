package org.parley.chat;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;

/** How the events of a turn look to one kind of client. */
interface WireFormat {
    /** The events to send for a piece of the log, in order; there may be none. */
    List<OutboundSseEvent> events(TurnLog.Piece piece, Sse sse);

    /** Parley's own events: each has a name, and as its id the position from which a client that comes back goes on. */
    WireFormat NATIVE = (piece, sse) -> List.of(sse.newEventBuilder()
            .id(String.valueOf(piece.next()))
            .name(piece.event().name())
            .mediaType(MediaType.TEXT_PLAIN_TYPE)
            .data(String.class, piece.event().data().toString())
            .build());
}
