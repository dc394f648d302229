package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Payara Server. It is made ready once for each build; servers have directories of their own. */
final class PayaraServer extends AppServer {
    private static final String ADMIN_PASSWORD = "parley-incontainer";

    private final Path installation;
    private final int adminPort = Ports.free();
    private boolean isManaged;

    PayaraServer(ServerPlace place) {
        super(place, place.build().resolve("servers/payara").resolve(place.name()));
        this.installation = place.build().resolve("payara6");
        try {
            FileTree.copy(place.config("payara"), home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new InstallScript(place, "payara").make(installation.resolve("glassfish/lib/parley-payara.jar"), installation);
    }

    @Override
    public Map<String, String> managed() {
        isManaged = true;
        try {
            Files.deleteIfExists(deployment());
            launch();
            awaitReady(address().resolve("/health"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Map.of(
                "adminHost",
                "127.0.0.1",
                "adminPort",
                String.valueOf(adminPort),
                "adminUser",
                "admin",
                "adminPassword",
                ADMIN_PASSWORD);
    }

    @Override
    Path deployment() {
        return home().resolve("parley.war");
    }

    @Override
    List<String> command() {
        return List.of(home().resolve("start.sh").toString());
    }

    @Override
    Map<String, String> variables() {
        String payara = installation.toString();
        return isManaged
                ? Map.of(
                        "PAYARA_HOME",
                        payara,
                        "ADMIN_CENTER",
                        "on",
                        "ADMIN_PORT",
                        String.valueOf(adminPort),
                        "ADMIN_PASSWORD",
                        ADMIN_PASSWORD)
                : Map.of("PAYARA_HOME", payara);
    }

    @Override
    String failure() {
        return "Boot Command deploy failed";
    }
}
