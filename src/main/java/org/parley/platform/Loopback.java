package org.parley.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers on this machine from others. The connection decides, and no header can vouch for a caller: one that says
 * that somebody else is behind it is refused. So is a page of another host in a browser of this machine, which its
 * {@code Host} or {@code Origin} gives away. A proxy on this machine that says nothing of whom it serves cannot be told from
 * a caller here: none may stand before an installation without a sign-in.
 */
public final class Loopback {
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]+(\\.[0-9]+){3}|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?(%.*)?");

    private Loopback() {}

    /** Whether a request was sent on this machine, for this machine. */
    public static boolean isCallerOf(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && FORWARDED.stream().noneMatch(name -> request.getHeader(name) != null)
                && isNamed(host(request), "http://")
                && (request.getHeader("Origin") == null || isNamed(request.getHeader("Origin"), ""));
    }

    static ProblemException refused() {
        return new ProblemException(
                403, "/problems/loopback-only", "Not from here", "This is answered on the server's own machine only.");
    }

    /** What HTTP/2 has in place of the header, the server tells as its name. */
    private static @Nullable String host(HttpServletRequest request) {
        String header = request.getHeader("Host");
        return header == null && request.getProtocol().startsWith("HTTP/2") ? request.getServerName() : header;
    }

    /** Whether the authority, behind the scheme, is a name of this machine that no other name server can give to another. */
    private static boolean isNamed(@Nullable String authority, String scheme) {
        try {
            String host = new URI(scheme + authority).getHost();
            return host != null && (host.equalsIgnoreCase("localhost") || isLoopback(host));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Of a literal address; names are not looked up. */
    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && LITERAL.matcher(address).matches()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
