package org.parley.wildfly;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Cuts off a client that takes nothing of its answer for half a minute. The write-timeout of WildFly's listener counts from
 * the write before, be it of the answer before on the same connection, and so cuts off clients that had nothing to take.
 */
final class PatientWrites extends AbstractStreamSinkConduit<StreamSinkConduit> {
    private static final int SECONDS = 30;

    private final ServerConnection connection;
    private XnioExecutor.Key due;
    private int waits;
    private boolean isGivenUp;

    private PatientWrites(StreamSinkConduit next, ServerConnection connection) {
        super(next);
        this.connection = connection;
    }

    static void guard(HttpServerExchange exchange) {
        exchange.addResponseWrapper(
                (answer, wrapped) -> new PatientWrites(answer.create(), wrapped.getConnection()));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireTaker();
        boolean isAny = source.hasRemaining();
        int taken = next.write(source);
        note(taken > 0 || !isAny);
        return taken;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        requireTaker();
        boolean isAny = isAny(sources, offset, length);
        long taken = next.write(sources, offset, length);
        note(taken > 0 || !isAny);
        return taken;
    }

    @Override
    public int writeFinal(ByteBuffer source) throws IOException {
        requireTaker();
        boolean isAny = source.hasRemaining();
        int taken = next.writeFinal(source);
        note(taken > 0 || !isAny);
        return taken;
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
        requireTaker();
        boolean isAny = isAny(sources, offset, length);
        long taken = next.writeFinal(sources, offset, length);
        note(taken > 0 || !isAny);
        return taken;
    }

    @Override
    public long transferFrom(FileChannel source, long position, long count) throws IOException {
        requireTaker();
        long taken = next.transferFrom(source, position, count);
        note(taken > 0 || count == 0);
        return taken;
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer rest) throws IOException {
        requireTaker();
        long taken = next.transferFrom(source, count, rest);
        note(taken != 0 || !rest.hasRemaining());
        return taken;
    }

    @Override
    public boolean flush() throws IOException {
        requireTaker();
        boolean isOut = next.flush();
        note(isOut);
        return isOut;
    }

    private static boolean isAny(ByteBuffer[] sources, int offset, int length) {
        return Arrays.stream(sources, offset, offset + length).anyMatch(ByteBuffer::hasRemaining);
    }

    private synchronized void note(boolean hasTaken) {
        if (hasTaken && due != null) {
            due.remove();
            due = null;
            waits++;
        } else if (!hasTaken && due == null) {
            int wait = waits;
            due = connection.getIoThread().executeAfter(() -> giveUp(wait), SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Who waits for the client to be written to is woken, and fails. The wait may be over by the time that this runs. */
    private synchronized void giveUp(int wait) {
        if (wait != waits) {
            return;
        }
        isGivenUp = true;
        if (isWriteResumed()) {
            wakeupWrites();
        } else {
            IoUtils.safeClose(connection);
        }
    }

    private synchronized void requireTaker() throws ClosedChannelException {
        if (isGivenUp) {
            IoUtils.safeClose(connection);
            throw new ClosedChannelException();
        }
    }
}
