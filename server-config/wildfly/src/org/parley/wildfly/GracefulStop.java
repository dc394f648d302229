package org.parley.wildfly;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.as.controller.ServiceNameFactory;
import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.as.server.suspend.SuspendableActivityRegistry.SuspendPriority;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;
import org.wildfly.extension.undertow.ListenerService;

/**
 * Has WildFly refuse new connections first when it is told to stop, so that a load balancer asks another node. By itself it
 * listens on while it waits for requests that run, and takes the application away before it stops to listen. Whoever kept a
 * connection is told with the next answer to ask elsewhere, and is cut off once all is answered, before the application goes.
 */
final class GracefulStop implements Service, SuspendableActivity {
    private static final ServiceName NAME = ServiceName.of("org", "parley", "graceful-stop");
    private static final ServiceName LISTENER = ServiceName.parse("org.wildfly.undertow.listener.default");

    /** For whoever has a connection and did not say yet what for. */
    private static final int LAST_WORDS_MS = 1_000;

    private static volatile boolean begun;

    private final Supplier<SuspendableActivityRegistry> registry;
    private final Supplier<ListenerService> listener;

    private GracefulStop(ServiceBuilder<?> builder) {
        registry = builder.requires(
                ServiceNameFactory.resolveServiceName(SuspendableActivityRegistry.SERVICE_DESCRIPTOR));
        listener = builder.requires(LISTENER);
    }

    /** Whether this server is about to end. */
    static boolean hasBegun() {
        return begun;
    }

    @Override
    public void start(StartContext context) {
        begun = false;
        registry.get().registerActivity(this, SuspendPriority.LAST);
    }

    @Override
    public void stop(StopContext context) {
        registry.get().unregisterActivity(this);
    }

    @Override
    public CompletionStage<Void> prepare(ServerSuspendContext context) {
        if (!context.isStopping()) {
            return COMPLETED;
        }
        begun = true;
        listener.get().setEnabled(false);
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(LAST_WORDS_MS, TimeUnit.MILLISECONDS));
    }

    @Override
    public CompletionStage<Void> suspend(ServerSuspendContext context) {
        if (context.isStopping()) {
            listener.get().getOpenListener().closeConnections();
        }
        return COMPLETED;
    }

    @Override
    public CompletionStage<Void> resume(ServerResumeContext context) {
        return COMPLETED;
    }

    /** Adds it to the server when the first application that uses this module starts. */
    public static final class Setup implements ServletContainerInitializer {
        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) {
            ServiceContainer server = CurrentServiceContainer.getServiceContainer();
            if (server.getService(NAME) == null) {
                ServiceBuilder<?> builder = server.addService();
                builder.provides(NAME);
                builder.setInstance(new GracefulStop(builder));
                builder.install();
            }
        }
    }
}
