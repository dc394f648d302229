package org.parley.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * How visitors of the pages sign in.
 *
 * @param clientId by which the provider knows this installation
 * @param publicUrl origin of this installation as browsers see it; nothing that a request says is believed instead
 * @param idle how long a session lives that nobody uses
 * @param longest how long any session lives
 */
record SignInSettings(
        String clientId, String clientSecret, URI publicUrl, List<String> scopes, Duration idle, Duration longest) {
    private static final List<String> MACHINE = List.of("localhost", "127.0.0.1");

    SignInSettings {
        scopes = List.copyOf(scopes);
    }

    /** Empty without {@code auth.client_id}: then callers bring tokens of their own. Fails when something is missing. */
    static Optional<SignInSettings> of(Config config) {
        return OidcSettings.text(config, "auth.client_id")
                .map(client -> new SignInSettings(
                        client,
                        OidcSettings.text(config, "auth.client_secret")
                                .orElseThrow(() -> missing("auth.client_secret")),
                        origin(OidcSettings.text(config, "auth.public_url")
                                .orElseThrow(() -> missing("auth.public_url"))),
                        List.of(config.getValue("auth.scopes", String.class)
                                .trim()
                                .split("[ ,]+")),
                        config.getValue("auth.session.idle", Duration.class),
                        config.getValue("auth.session.longest", Duration.class)));
    }

    /** Where a visitor begins who wanted to see a page. */
    URI startFor(HttpServletRequest request) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        String to = URLEncoder.encode(request.getRequestURI() + query, StandardCharsets.UTF_8);
        return publicUrl.resolve("/auth/sign-in?to=" + to);
    }

    URI callback() {
        return publicUrl.resolve("/auth/callback");
    }

    URI signedOut() {
        return publicUrl.resolve("/auth/signed-out.html");
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return clientId + " at " + publicUrl;
    }

    /** Browsers send our cookies to https, and to this machine. */
    static URI origin(String text) {
        String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI url = OidcSettings.address("auth.public_url", plain.toLowerCase(Locale.ROOT));
        boolean isSafe = "https".equals(url.getScheme())
                || ("http".equals(url.getScheme()) && MACHINE.contains(String.valueOf(url.getHost())));
        boolean isOrigin = url.getHost() != null
                && url.getRawPath().isEmpty()
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null;
        if (isSafe && isOrigin) {
            return url;
        }
        throw new IllegalStateException(
                "auth.public_url is not the origin of an https address, or of http://localhost");
    }

    private static IllegalStateException missing(String key) {
        return new IllegalStateException(key + " is not set, and auth.client_id cannot do without it");
    }
}
