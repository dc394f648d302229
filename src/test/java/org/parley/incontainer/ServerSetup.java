package org.parley.incontainer;

import org.jboss.arquillian.container.spi.ContainerRegistry;
import org.jboss.arquillian.container.spi.event.container.AfterStop;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Has Arquillian start and stop its server in the surroundings of these tests. */
public final class ServerSetup implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(Observer.class);
    }

    /** Arquillian's extension points. */
    public static final class Observer {
        void configure(@Observes ContainerRegistry registry) {
            Surroundings.ready()
                    .container()
                    .forEach((name, value) -> registry.getContainers()
                            .get(0)
                            .getContainerConfiguration()
                            .property(name, value));
        }

        void end(@Observes AfterStop stopped) {
            Surroundings.ready().close();
        }
    }
}
