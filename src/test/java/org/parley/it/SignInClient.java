package org.parley.it;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parley.run.Keycloak;

/** A browser of a visitor, without its window: it keeps cookies, and goes where it is sent one step at a time. */
final class SignInClient {
    static final String SESSION = "__Host-parley_session";
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final int MOST_STEPS = 12;

    private final URI address;
    private final Api api;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private final List<URI> visited = new ArrayList<>();

    SignInClient(URI address) {
        this.address = address;
        this.api = new Api(address);
    }

    /** A visitor who has signed in. */
    static SignInClient signedIn(URI address, String user) {
        SignInClient client = new SignInClient(address);
        Api.Answer page = client.signIn(user, "/auth/me");
        if (page.status() != 200) {
            throw new AssertionError(page.status() + " " + page.response().body());
        }
        return client;
    }

    /** Signs in at the provider's page, and goes where that leads. */
    Api.Answer signIn(String user, String to) {
        Api.Answer form = follow(open("/auth/sign-in?to=" + encoded(to)));
        return follow(submit(form, Map.of("username", user, "password", Keycloak.USERS_PASSWORD)));
    }

    /** Fills in the only form of a page. */
    Api.Answer submit(Api.Answer page, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.response().body());
        if (!form.find()) {
            throw new AssertionError(
                    "no form: " + page.status() + " " + page.response().body());
        }
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        URI target = page.response().uri().resolve(form.group(1).replace("&amp;", "&"));
        return send(HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Goes on until nothing sends it elsewhere. */
    Api.Answer follow(Api.Answer answer) {
        Api.Answer last = answer;
        for (int step = 0; step < MOST_STEPS && last.status() / 100 == 3; step++) {
            last = step(last);
        }
        return last;
    }

    /** Goes where an answer sends it, once. */
    Api.Answer step(Api.Answer answer) {
        return send(HttpRequest.newBuilder(answer.response().uri().resolve(answer.header("Location"))));
    }

    /** Opens a page of the installation. */
    Api.Answer open(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/html"));
    }

    /** A script's request to the installation. */
    Api.Answer get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    Api.Answer send(HttpRequest.Builder request) {
        URI target = request.copy().build().uri();
        Map<String, String> jar = cookies.computeIfAbsent(target.getAuthority(), it -> new TreeMap<>());
        if (!jar.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    jar.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        visited.add(target);
        Api.Answer answer = api.send(request.build());
        answer.response().headers().allValues("Set-Cookie").forEach(line -> keep(jar, line));
        return answer;
    }

    /** The value of the cookie that opens the session. */
    String session() {
        return cookies.getOrDefault(address.getAuthority(), Map.of()).getOrDefault(SESSION, "");
    }

    /** All addresses so far. */
    List<URI> visited() {
        return visited;
    }

    private static void keep(Map<String, String> jar, String line) {
        String[] pair = line.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || line.contains("Max-Age=0;")) {
            jar.remove(pair[0]);
        } else {
            jar.put(pair[0], pair[1]);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
