package org.parley.llm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.parley.platform.Json;

/** Reads one reply from a chat-completions endpoint, with an end to every wait. */
final class OpenAiChatStream implements ChatStream {
    private static final int MAX_WHOLE_REPLY = 8 << 20;

    private final CompletableFuture<HttpResponse<ByteQueue>> exchange;
    private final ByteQueue bytes;
    private final ProviderSettings settings;
    private final Clock clock;
    private final long firstByteBy;
    private volatile Optional<ReplyHead> begun = Optional.empty();
    private volatile boolean closed;

    OpenAiChatStream(
            CompletableFuture<HttpResponse<ByteQueue>> exchange,
            ByteQueue bytes,
            ProviderSettings settings,
            Clock clock) {
        this.exchange = exchange;
        this.bytes = bytes;
        this.settings = settings;
        this.clock = clock;
        this.firstByteBy = System.nanoTime()
                + settings.connect().plus(settings.firstByte()).toNanos();
    }

    @Override
    public ChatReply read(Consumer<String> onText) throws ModelException {
        ReplyAssembler reply = new ReplyAssembler(onText);
        try {
            HttpResponse<ByteQueue> head = answered();
            if (head.statusCode() != 200) {
                throw refused(head, reply);
            }
            body(head, reply);
            bytes.drain();
            return reply.reply();
        } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
            throw failure(ModelFailure.CONNECT, reply, e);
        } catch (TimeoutException e) {
            throw failure(ModelFailure.TIMEOUT, reply, e);
        } catch (CancellationException e) {
            throw failure(ModelFailure.CANCELLED, reply, e);
        } catch (ProtocolException e) {
            throw failure(ModelFailure.PROTOCOL, reply, e);
        } catch (ProviderErrorException e) {
            throw failure(ModelFailure.PROVIDER_ERROR, reply, e);
        } catch (IOException e) {
            throw failure(ModelFailure.CUT, reply, e);
        }
    }

    @Override
    public Optional<ReplyHead> head() {
        return begun;
    }

    @Override
    public void close() {
        closed = true;
        exchange.cancel(true);
        bytes.close();
    }

    private HttpResponse<ByteQueue> answered() throws IOException, TimeoutException {
        try {
            return exchange.get(untilFirstByte().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private void body(HttpResponse<ByteQueue> head, ReplyAssembler reply) throws IOException, TimeoutException {
        String encoding = head.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new ProtocolException("the provider encoded its answer, which it was asked not to");
        }
        String type = head.headers()
                .firstValue("Content-Type")
                .orElse("text/event-stream")
                .toLowerCase(Locale.ROOT);
        if (type.startsWith("application/json")) {
            whole(reply);
        } else if (type.startsWith("text/event-stream")) {
            stream(reply);
        } else {
            throw new ProtocolException("the provider answered with another media type than text/event-stream");
        }
    }

    private void stream(ReplyAssembler reply) throws IOException, TimeoutException {
        SseDecoder decoder = new SseDecoder();
        Duration wait = untilFirstByte();
        while (!reply.isDone()) {
            List<ByteBuffer> piece = bytes.next(wait);
            if (piece.isEmpty()) {
                take(decoder.end(), reply);
                if (!reply.isWhole()) {
                    throw new IOException("the stream ended before the reply did");
                }
                return;
            }
            reply.byteArrived(clock);
            wait = settings.idle();
            for (ByteBuffer buffer : piece) {
                take(decoder.decode(buffer), reply);
            }
            keepHead(reply);
        }
    }

    private void keepHead(ReplyAssembler reply) {
        if (begun.flatMap(ReplyHead::generationId).isEmpty()) {
            begun = reply.head();
        }
    }

    private void whole(ReplyAssembler reply) throws IOException, TimeoutException {
        StringBuilder text = new StringBuilder();
        for (List<ByteBuffer> piece = bytes.next(untilFirstByte());
                !piece.isEmpty();
                piece = bytes.next(settings.idle())) {
            piece.forEach(buffer -> text.append(StandardCharsets.ISO_8859_1.decode(buffer)));
            if (text.length() > MAX_WHOLE_REPLY) {
                throw new ProtocolException("the reply is longer than " + MAX_WHOLE_REPLY + " bytes");
            }
        }
        reply.byteArrived(clock);
        String json = new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        reply.acceptWhole(
                Json.parseObject(json).orElseThrow(() -> new ProtocolException("the reply is not a JSON object")));
    }

    private static void take(List<String> events, ReplyAssembler reply)
            throws ProtocolException, ProviderErrorException {
        for (String event : events) {
            reply.accept(event);
        }
    }

    /** One time for the head and the first byte of the body. */
    private Duration untilFirstByte() {
        return Duration.ofNanos(firstByteBy - System.nanoTime());
    }

    private ModelException refused(HttpResponse<ByteQueue> head, ReplyAssembler reply) {
        bytes.drain();
        Optional<Duration> retryAfter =
                head.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, clock.instant()));
        ModelFailure failure = ModelFailure.ofStatus(head.statusCode());
        return new ModelException(closed ? ModelFailure.CANCELLED : failure, reply.reply(), retryAfter, null);
    }

    private ModelException failure(ModelFailure failure, ReplyAssembler reply, Exception cause) {
        boolean byUs = closed;
        close();
        return new ModelException(byUs ? ModelFailure.CANCELLED : failure, reply.reply(), Optional.empty(), cause);
    }
}
