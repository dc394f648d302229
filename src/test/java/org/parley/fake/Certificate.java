package org.parley.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that nobody knows, made for a test, for {@code localhost} and {@code provider.example}. It is its own authority. */
public final class Certificate {
    private static final String PASSWORD = "changeit";

    private final Path keys;
    private final Path pem;

    /** Makes one, with its files in that folder. */
    public Certificate(Path folder) {
        keys = folder.resolve("keys.p12");
        pem = folder.resolve("authority.pem");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String names = "san=dns:localhost,dns:provider.example,ip:127.0.0.1";
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=Parley test", "-ext", names, "-validity", "2");
        keytool("-exportcert", "-rfc", "-file", pem.toString());
    }

    /** What a caller has to trust. */
    public Path pem() {
        return pem;
    }

    SSLContext context() {
        try (InputStream file = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String command, String... options) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        ProcessBuilder process = new ProcessBuilder(tool.toString(), command, "-alias", "test");
        process.command().addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
        process.command().addAll(List.of(options));
        try {
            int status = process.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("keytool " + command + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
