package org.parley.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A cookie with 256 random bits that no script can read and no other host can set; see RFC 6265bis on the prefix. */
enum AuthCookie {
    /** Of a browser in which a sign-in was begun. */
    BROWSER("__Host-parley_sign_in"),
    /** Of a visitor who has signed in. */
    SESSION("__Host-parley_session");

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String key;

    AuthCookie(String key) {
        this.key = key;
    }

    Optional<String> of(HttpServletRequest request) {
        return secret(request, key);
    }

    /** The secret in a cookie of that name; empty when it is not of the form of one. */
    static Optional<String> secret(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .filter(value -> SECRET.matcher(value).matches())
                .findFirst();
    }

    void put(HttpServletResponse response, String secret, Duration age) {
        response.addHeader(
                "Set-Cookie",
                key + "=" + secret + "; Path=/; Max-Age=" + age.toSeconds() + "; HttpOnly; Secure; SameSite=Lax");
    }

    void remove(HttpServletResponse response) {
        put(response, "", Duration.ZERO);
    }
}
