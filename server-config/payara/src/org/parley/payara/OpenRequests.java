package org.parley.payara;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Requests of clients that are not answered in full yet. Those whose clients left may be forgotten without a word. */
@SuppressWarnings("rawtypes") // as Grizzly has it
final class OpenRequests extends HttpServerProbe.Adapter {
    private final Set<Request> open = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean lastOnes;

    /** Has clients ask on another connection after the next answer. */
    synchronized void closeConnections() {
        lastOnes = true;
    }

    @Override
    public synchronized void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
        if (lastOnes) {
            request.getRequest().getProcessingState().setKeepAlive(false);
        }
        open.add(request);
    }

    @Override
    public void onRequestCompleteEvent(HttpServerFilter filter, Connection connection, Response response) {
        close(response.getRequest());
    }

    @Override
    public void onRequestCancelEvent(HttpServerFilter filter, Connection connection, Request request) {
        close(request);
    }

    private synchronized void close(Request request) {
        open.remove(request);
        notifyAll();
    }

    /** Waits for the last of them, or for the limit. */
    synchronized void awaitNone(long limitMs) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        try {
            for (long left = limitMs; !open.isEmpty() && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
