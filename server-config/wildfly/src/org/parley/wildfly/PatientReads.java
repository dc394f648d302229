package org.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Gives up the body of a request of which nothing comes for half a minute, or that is not there a little later: whoever reads
 * it holds a thread, and the rest of what was answered already is read by one too. The
 * read-timeout of WildFly's listener counts from the read before, be it of the request before on the same connection.
 */
final class PatientReads extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private static final int SECONDS = 30;
    private static final int REST_SECONDS = 5;

    private final long begun = System.nanoTime();
    private long since = begun;

    private PatientReads(StreamSourceConduit next) {
        super(next);
    }

    static void guard(HttpServerExchange exchange) {
        exchange.addRequestWrapper((body, wrapped) -> new PatientReads(body.create()));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return (int) requireSender(next.read(target));
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return requireSender(next.read(targets, offset, length));
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return requireSender(next.transferTo(position, count, target));
    }

    @Override
    public long transferTo(long count, ByteBuffer rest, StreamSinkChannel target) throws IOException {
        return requireSender(next.transferTo(count, rest, target));
    }

    @Override
    public void awaitReadable() throws IOException {
        next.awaitReadable(SECONDS, TimeUnit.SECONDS);
    }

    private long requireSender(long came) throws IOException {
        long now = System.nanoTime();
        if (came != 0) {
            since = now;
        }
        if (isOver(now - since, SECONDS) || isOver(now - begun, SECONDS + REST_SECONDS)) {
            throw new IOException("the body was not there in time");
        }
        return came;
    }

    private static boolean isOver(long nanos, int seconds) {
        return nanos >= TimeUnit.SECONDS.toNanos(seconds);
    }
}
