package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** WildFly. It is made ready once for each build; servers have directories of their own with its configuration. */
final class WildFlyServer extends AppServer {
    private final Path installation;
    private final String managementPort = System.getenv().getOrDefault("MANAGEMENT_PORT", String.valueOf(Ports.free()));

    WildFlyServer(ServerPlace place) {
        super(place, place.build().resolve("servers/wildfly").resolve(place.name()));
        this.installation = place.build().resolve("wildfly-" + ServerProduct.WILDFLY.version());
        new InstallScript(place, "wildfly")
                .make(installation.resolve("standalone/configuration/parley.xml"), installation);
        try {
            FileTree.delete(home().resolve("data"));
            FileTree.copy(installation.resolve("standalone/configuration"), home().resolve("configuration"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> managed() {
        URI management = URI.create("http://127.0.0.1:" + managementPort);
        try {
            Files.deleteIfExists(deployment());
            launch();
            awaitReady(management.resolve("/health/ready"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Map.of(
                "jbossHome",
                installation.toString(),
                "managementPort",
                managementPort,
                "allowConnectingToRunningServer",
                "true");
    }

    @Override
    Path deployment() {
        return home().resolve("deployments/parley.war");
    }

    @Override
    List<String> command() {
        return List.of(
                installation.resolve("bin/standalone.sh").toString(),
                "--server-config=parley.xml",
                "--graceful-startup=false",
                "-Djboss.server.base.dir=" + home());
    }

    @Override
    Map<String, String> variables() {
        return Map.of(
                "RUN_CONF",
                place().config("wildfly").resolve("standalone.conf").toString(),
                "LAUNCH_JBOSS_IN_BACKGROUND",
                "1",
                "MANAGEMENT_PORT",
                managementPort);
    }

    @Override
    String failure() {
        return "WFLYSRV0026";
    }
}
