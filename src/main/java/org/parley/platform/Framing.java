package org.parley.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/**
 * Whether it is plain where a request ends and for whom it is. Where it is not, a proxy and a server may read it each in
 * its own way; some servers refuse such a request themselves.
 */
final class Framing {
    private Framing() {}

    static boolean isSound(HttpServletRequest request) {
        if (!request.getProtocol().startsWith("HTTP/1")) {
            return true; // it has frames
        }
        int lengths = count(request, "Content-Length");
        int codings = count(request, "Transfer-Encoding");
        boolean isChunked = "chunked".equalsIgnoreCase(request.getHeader("Transfer-Encoding"));
        int hosts = count(request, "Host");
        return lengths + codings <= 1
                && (codings == 0 || isChunked)
                && (hosts == 1 || (hosts == 0 && request.getProtocol().equals("HTTP/1.0")));
    }

    private static int count(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).size();
    }
}
