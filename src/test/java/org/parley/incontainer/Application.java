package org.parley.incontainer;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application under test: the WAR of the build as it is, and classes of the test beside it. */
final class Application {
    private Application() {}

    static WebArchive with(Class<?>... ofTheTest) {
        return ShrinkWrap.create(ZipImporter.class, "parley.war")
                .importFrom(Path.of("target/parley.war").toFile())
                .as(WebArchive.class)
                .addClasses(ofTheTest)
                .addAsLibrary(jarOf(Assertions.class).toFile());
    }

    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
