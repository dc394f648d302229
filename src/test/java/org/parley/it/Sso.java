package org.parley.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parley.run.Keycloak;
import org.parley.run.Ports;

/** The product with a sign-in, and a real identity provider beside it, started once for all tests that ask for them. */
public final class Sso {
    private static @Nullable Sso running;

    private final URI address = URI.create("http://localhost:" + Ports.free());
    private final Keycloak keycloak;
    private final Parley parley;

    private Sso() throws InterruptedException {
        Path basedir = Path.of("").toAbsolutePath();
        keycloak = new Keycloak(basedir, Path.of(Keycloak.distribution()), Ports.free(), address);
        Runtime.getRuntime().addShutdownHook(new Thread(keycloak::close));
        parley = Parley.start("sso", address.getPort(), settings());
    }

    /** Both of them. */
    public static synchronized Sso running() {
        try {
            if (running == null) {
                running = new Sso();
            }
            return running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As browsers see it. */
    public URI address() {
        return address;
    }

    public Parley parley() {
        return parley;
    }

    Keycloak keycloak() {
        return keycloak;
    }

    /** Of every node of this installation. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(keycloak.environment(address));
        settings.put("MP_JWT_VERIFY_CLOCK_SKEW", "1");
        return settings;
    }

    /** Has the sessions of a user need new tokens at their next request. */
    public void outdate(String name) {
        new Sql(parley)
                .execute("UPDATE sign_ins SET access_expires_at = now() - interval '1 s' WHERE name LIKE '" + name
                        + " %'");
    }

    /** Ends the sessions of a user. */
    public void end(String name) {
        new Sql(parley).execute("UPDATE sign_ins SET expires_at = now() WHERE name LIKE '" + name + " %'");
    }
}
