package org.parley;

import jakarta.ws.rs.core.Application;
import java.util.Map;

/** What all interfaces have in common, whichever server's JAX-RS runs them. */
abstract class RestApplication extends Application {
    /** OPTIONS is answered with the methods, by Jersey too, which has a document of its own making for it otherwise. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
