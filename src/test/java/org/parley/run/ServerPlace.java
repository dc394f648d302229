package org.parley.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a server is laid out, and what it is told.
 *
 * @param basedir the project
 * @param name of the server's directory in the build
 * @param environment what is set for it over the environment of this process
 */
public record ServerPlace(Path basedir, String name, int httpPort, Map<String, String> environment) {
    public ServerPlace {
        environment = Map.copyOf(environment);
    }

    /** What the build made, and what servers are laid out in. */
    Path build() {
        return basedir.resolve("target");
    }

    /** The files of {@code server-config}. */
    Path config(String server) {
        return basedir.resolve("server-config").resolve(server);
    }

    Path war() {
        return build().resolve("parley.war");
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }
}
