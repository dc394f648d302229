package org.parley.payara;

import com.sun.appserv.server.LifecycleEvent;
import com.sun.appserv.server.LifecycleListener;
import com.sun.enterprise.v3.services.impl.GrizzlyProxy;
import com.sun.enterprise.v3.services.impl.GrizzlyService;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.glassfish.grizzly.config.GenericGrizzlyListener;
import org.glassfish.grizzly.config.dom.NetworkListener;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.internal.api.Globals;

/**
 * Has Payara stop as the other servers do. By itself it closes the connections of clients first, and listens on while the
 * application ends; and it waits for statements that wait for a lock, for as long as they do. With this it refuses new
 * connections first, then lets the application end its turns and answer what was asked, then cuts off who kept a connection,
 * then stops within a while.
 */
public final class GracefulStop implements LifecycleListener {
    private static final Logger LOG = Logger.getLogger(GracefulStop.class.getName());
    private static final String DRAIN = "java:global/parley/Drain!java.lang.Runnable";
    /** For whoever has a connection and did not say yet what for. */
    private static final int LAST_WORDS_MS = 1_000;

    private static final int ANSWERS_MS = 5_000;
    private static final int REST_MS = 15_000;
    private static final int STATUS_OF_SIGTERM = 143;

    private final OpenRequests requests = new OpenRequests();

    @Override
    public void handleEvent(LifecycleEvent event) {
        if (event.getEventType() == LifecycleEvent.READY_EVENT) {
            countRequests();
        } else if (event.getEventType() == LifecycleEvent.SHUTDOWN_EVENT) {
            requests.closeConnections();
            transports().forEach(NIOTransport::unbindAll);
            drain();
            sleep(LAST_WORDS_MS);
            requests.awaitNone(ANSWERS_MS);
            limitTheRest();
            cutOff();
        }
    }

    private void countRequests() {
        for (GenericGrizzlyListener listener : listeners()) {
            for (HttpServerFilter filter : listener.getFilters(HttpServerFilter.class)) {
                filter.getMonitoringConfig().addProbes(requests);
            }
        }
    }

    /** The application goes next, and a server without it answers 404 or 500. */
    private static void cutOff() {
        for (NIOTransport transport : transports()) {
            try {
                transport.shutdownNow();
            } catch (IOException e) {
                LOG.log(Level.WARNING, e, () -> "connections of clients could not be closed");
            }
        }
    }

    private static List<NIOTransport> transports() {
        return listeners().stream()
                .map(listener -> (NIOTransport) listener.getTransport())
                .toList();
    }

    private static List<GenericGrizzlyListener> listeners() {
        GrizzlyService service = Globals.get(GrizzlyService.class);
        return Globals.getDefaultHabitat().getAllServices(NetworkListener.class).stream()
                .map(service::lookupNetworkProxy)
                .map(proxy -> proxy instanceof GrizzlyProxy started ? started.getUnderlyingListener() : null)
                .map(listener -> listener instanceof GenericGrizzlyListener generic ? generic : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns when no turn runs any more. */
    private static void drain() {
        try {
            ((Runnable) new InitialContext().lookup(DRAIN)).run();
        } catch (NamingException e) {
            LOG.log(Level.INFO, e, () -> "there is no application whose turns could end");
        } catch (RuntimeException e) { // whatever it is: the server has to end
            LOG.log(Level.WARNING, e, () -> "the turns of this node could not be ended in order");
        }
    }

    private static void limitTheRest() {
        Thread limit = new Thread(GracefulStop::haltAtLimit, "parley-stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    private static void haltAtLimit() {
        if (sleep(REST_MS)) {
            System.err.println("Payara did not stop within " + REST_MS + " ms after the turns ended, and is halted");
            Runtime.getRuntime().halt(STATUS_OF_SIGTERM);
        }
    }

    /** Returns whether it slept for all that time. */
    private static boolean sleep(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
