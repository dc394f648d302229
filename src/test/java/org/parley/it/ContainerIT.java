package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.parley.run.AppServer;
import org.parley.run.Database;
import org.parley.run.FileTree;
import org.parley.run.ImageDirectory;
import org.parley.run.Ports;
import org.parley.run.ServerPlace;
import org.parley.run.ServerProduct;

/** What the server's Dockerfile makes, in a plain directory: there is no engine here to build and run an image. */
@Timeout(300)
class ContainerIT {
    private static final String USER = "10001";
    private final Path project = Path.of("").toAbsolutePath();
    private final int port = Ports.free();

    @TempDir
    Path root;

    @Test
    void it_runs_as_nobody_on_files_that_it_cannot_change_and_ends_when_it_is_told() throws Exception {
        String product = ServerProduct.chosen().word();
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        AppServer.at(new ServerPlace(project, "parley-container", port, Map.of())); // makes the installation ready
        ImageDirectory image = new ImageDirectory(project, project.resolve("docker/" + product + ".Dockerfile"), root);
        Path data = project.resolve("target/container-postgres");
        FileTree.delete(data);
        Database database = Database.start(Ports.free(), data, false);
        Process server = start(image, "CMD", database);
        try {
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> start(image, "HEALTHCHECK", database).waitFor() == 0);
            Api api = new Api(URI.create("http://127.0.0.1:" + port));
            assertThat(api.chat("wyckoff/wyckoff_info_chat1", "When is the pharmacy open?")
                            .status())
                    .isEqualTo(200);
            assertThat(root.resolve("journal")).isNotEmptyDirectory();
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.destroyForcibly();
            database.stop();
        }
    }

    private Process start(ImageDirectory image, String instruction, Database database) throws IOException {
        List<String> command = new ArrayList<>();
        if (ImageDirectory.isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=0", "--clear-groups"));
        }
        command.addAll(image.command(instruction));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(image.environment());
        builder.environment().putAll(database.environment());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "HTTP_HOST", "127.0.0.1",
                        "HTTP_PORT", String.valueOf(port)));
        return builder.directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        project.resolve("target/container.log").toFile()))
                .start();
    }
}
