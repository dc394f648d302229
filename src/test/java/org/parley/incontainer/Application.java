package org.parley.incontainer;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The application under test: the WAR of the build as it is, and classes of the test beside it. */
final class Application {
    /** WildFly gives a deployment the modules of the JDK that it asks for; the stubs of the tests need this one. */
    private static final String MANIFEST = "Manifest-Version: 1.0\nDependencies: jdk.httpserver\n";

    private Application() {}

    static WebArchive with(Class<?>... ofTheTest) {
        return ShrinkWrap.create(ZipImporter.class, "parley.war")
                .importFrom(Path.of("target/parley.war").toFile())
                .as(WebArchive.class)
                .addAsManifestResource(new StringAsset(MANIFEST), "MANIFEST.MF")
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
