package org.parley.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Open Liberty. */
final class LibertyServer extends AppServer {
    private static final String LOCAL_CONNECTOR =
            "<server><featureManager><feature>localConnector-1.0</feature></featureManager></server>";

    private final Path installation;
    private final Path servers;

    LibertyServer(ServerPlace place) {
        super(place, place.build().resolve("servers/servers").resolve(place.name()));
        this.installation = place.build().resolve("wlp");
        this.servers = place.build().resolve("servers");
        try {
            FileTree.copy(place.config("openliberty"), home());
            FileTree.copyFile(
                    place.build().resolve("server-lib/postgresql.jar"), home().resolve("jdbc/postgresql.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> managed() {
        String variables = place().environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining("", "JAVA_HOME=" + System.getProperty("java.home") + "\n", ""));
        try {
            Files.deleteIfExists(deployment());
            Files.writeString(home().resolve("server.env"), variables);
            Path defaults = Files.createDirectories(home().resolve("configDropins/defaults"));
            Files.writeString(defaults.resolve("connector.xml"), LOCAL_CONNECTOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "wlpHome", installation.toString(),
                "usrDir", servers.toString(),
                "serverName", place().name(),
                "httpPort", String.valueOf(place().httpPort()),
                "serverStartTimeout", "180",
                "serverStopTimeout", "30",
                "appDeployTimeout", "120",
                "appUndeployTimeout", "60",
                "outputToConsole", "false");
    }

    @Override
    Path deployment() {
        return home().resolve("dropins/parley.war");
    }

    @Override
    List<String> command() {
        return List.of(installation.resolve("bin/server").toString(), "run", place().name());
    }

    @Override
    Map<String, String> variables() {
        return Map.of("WLP_USER_DIR", servers.toString());
    }

    @Override
    String failure() {
        return "CWWKZ0002E";
    }
}
