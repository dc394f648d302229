package org.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection of a caller, kept for one request after another. Each word is a write of its own. */
final class ProviderCaller implements EventLoop.Handler {
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
    private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");
    private static final String TOOL_RESULT = "\"role\":\"tool\"";

    private final SocketChannel channel;
    private final EventLoop loop;
    private ByteBuffer request = ByteBuffer.allocate(16 << 10);
    private @Nullable SelectionKey key;
    private @Nullable Reply reply;

    /** A reply under way. */
    private static final class Reply {
        private final Replies.Reply bytes;
        private final long begun = System.nanoTime();
        private final long pace;
        private ByteBuffer writing;
        private int words;

        Reply(Replies.Reply bytes, long pace) {
            this.bytes = bytes;
            this.pace = pace;
            this.writing = bytes.head();
        }

        long nextDue() {
            return words < bytes.words() ? begun + pace * words : begun;
        }

        /** Goes on to the next bytes; false at the end. */
        boolean advance() {
            if (words > bytes.words()) {
                return false;
            }
            writing = (words < bytes.words() ? bytes.word() : bytes.tail()).duplicate();
            words++;
            return true;
        }
    }

    ProviderCaller(SocketChannel channel, EventLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    void attach(SelectionKey own) {
        key = own;
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) {
                ready.interestOps(SelectionKey.OP_READ);
                write();
            } else {
                read();
            }
        } catch (IOException e) {
            hangUp();
        }
    }

    private void read() throws IOException {
        if (!request.hasRemaining()) {
            request = ByteBuffer.allocate(2 * request.capacity()).put(request.flip());
        }
        if (channel.read(request) < 0) {
            hangUp();
        } else {
            answer();
        }
    }

    private void answer() throws IOException {
        String text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        if (body < 4) {
            return;
        }
        Matcher length = LENGTH.matcher(text.substring(0, body).toLowerCase(Locale.ROOT));
        if (length.find() && request.position() - body >= Integer.parseInt(length.group(1))) {
            request.clear();
            reply = begin(text.substring(body));
            write();
        }
    }

    private static Reply begin(String body) {
        Matcher model = MODEL.matcher(body);
        if (!model.find()) {
            throw new IllegalArgumentException("a request without a model");
        }
        Workload workload = Workload.ofModel(model.group(1));
        boolean toolsFirst = !workload.searches().isEmpty() && !body.contains(TOOL_RESULT);
        return new Reply(
                toolsFirst ? Replies.tools(workload) : Replies.words(workload),
                workload.pace().toNanos());
    }

    private void goOn() {
        try {
            write();
        } catch (IOException e) {
            hangUp();
        }
    }

    private void write() throws IOException {
        Reply current = reply;
        while (current != null && channel.isOpen()) {
            channel.write(current.writing);
            if (current.writing.hasRemaining()) {
                interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            long due = current.nextDue();
            if (!current.advance()) {
                reply = null;
                return;
            }
            if (due - System.nanoTime() > 0) {
                loop.at(due, this::goOn);
                return;
            }
        }
    }

    private void interest(int operations) {
        if (key != null) {
            key.interestOps(operations);
        }
    }

    private void hangUp() {
        reply = null;
        EventLoop.close(channel);
    }
}
