package org.parley.llm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into the data of its server-sent events (WHATWG HTML, section 9.2), wherever the bytes were split.
 * Comments and other fields are passed over.
 */
final class SseDecoder {
    /** Longest line and longest event, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String DATA = "data";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    /** The data of the events that these bytes complete, in order. */
    List<String> decode(ByteBuffer bytes) throws ProtocolException {
        List<String> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            accept(bytes.get(), events);
        }
        return events;
    }

    /** What was begun when the stream ended without the empty line that ends an event. */
    List<String> end() throws ProtocolException {
        List<String> events = new ArrayList<>();
        if (line.size() > 0) {
            endLine(events);
        }
        dispatch(events);
        return events;
    }

    private void accept(byte next, List<String> events) throws ProtocolException {
        boolean secondOfPair = afterCarriageReturn && next == '\n';
        afterCarriageReturn = next == '\r';
        if (secondOfPair) {
            return;
        }
        if (next == '\n' || next == '\r') {
            endLine(events);
            return;
        }
        if (line.size() >= MAX_BYTES) {
            throw new ProtocolException("a line of the stream is longer than " + MAX_BYTES + " bytes");
        }
        line.write(next);
    }

    private void endLine(List<String> events) throws ProtocolException {
        String text = takeLine();
        if (text.isEmpty()) {
            dispatch(events);
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (field.equals(DATA)) {
            addData(colon < 0 ? "" : text.substring(colon + 1));
        }
    }

    private void addData(String value) throws ProtocolException {
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        data.append(value, value.startsWith(" ") ? 1 : 0, value.length());
        if (data.length() > MAX_BYTES) {
            throw new ProtocolException("an event of the stream is longer than " + MAX_BYTES + " characters");
        }
    }

    private void dispatch(List<String> events) {
        if (hasData) {
            events.add(data.toString());
        }
        data.setLength(0);
        hasData = false;
    }

    private String takeLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int from = firstLine && startsWithBom(bytes) ? BOM.length : 0;
        firstLine = false;
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    private static boolean startsWithBom(byte[] bytes) {
        return bytes.length >= BOM.length && bytes[0] == BOM[0] && bytes[1] == BOM[1] && bytes[2] == BOM[2];
    }
}
