package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Payara Server. It is made ready once for each build; servers have directories of their own. */
final class PayaraServer extends AppServer {
    private final Path installation;

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
        throw new UnsupportedOperationException("no adapter of Arquillian for Payara is of the time of Jakarta");
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
        return Map.of("PAYARA_HOME", installation.toString());
    }

    @Override
    String failure() {
        return "Boot Command deploy failed";
    }
}
