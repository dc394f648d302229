package org.parley.llm;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/**
 * The way to a provider. {@code llm.provider.proxy} comes first, then what the environment says by the names that most programs
 * know ({@code HTTPS_PROXY}, or {@code HTTP_PROXY} for an http address, with {@code NO_PROXY}), then what the JVM was told
 * ({@code https.proxyHost}). Loopback is never reached by a proxy.
 *
 * @param address empty when the JVM decides
 * @param direct hosts and domains that are reached without a proxy; {@code *} for all
 */
record ProviderProxy(Optional<InetSocketAddress> address, List<String> direct, Optional<ProxyLogin> login) {
    static final ProviderProxy NONE = new ProviderProxy(Optional.empty(), List.of("*"), Optional.empty());
    private static final String PROXY = "llm.provider.proxy";
    private static final int DEFAULT_PORT = 80;

    ProviderProxy {
        direct = List.copyOf(direct);
    }

    static ProviderProxy of(EffectiveConfig config, URI baseUrl) {
        boolean tunnelled = "https".equals(baseUrl.getScheme());
        Optional<InetSocketAddress> address = config.text(PROXY)
                .map(text -> address(text, PROXY))
                .or(() -> ofEnvironment(config, tunnelled ? "HTTPS_PROXY" : "HTTP_PROXY"));
        List<String> direct = config.list("llm.provider.no_proxy");
        ProviderProxy proxy = new ProviderProxy(
                address, direct.isEmpty() ? either(config, "NO_PROXY") : direct, ProxyLogin.of(config));
        if (tunnelled && proxy.login().isPresent()) {
            ProxyLogin.requireTunnelling(System.getProperty(ProxyLogin.DISABLED_SCHEMES));
        }
        return proxy;
    }

    boolean isDirect(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return HostLiteral.isLoopback(host)
                || direct.stream()
                        .map(ProviderProxy::suffix)
                        .anyMatch(suffix -> name.endsWith(suffix)
                                && (suffix.isEmpty()
                                        || name.length() == suffix.length()
                                        || name.charAt(name.length() - suffix.length() - 1) == '.'));
    }

    /** {@code .example.org} and {@code *.example.org} mean what {@code example.org} means: the host, and all below it. */
    private static String suffix(String direct) {
        String name = direct.toLowerCase(Locale.ROOT);
        String domain = name.startsWith("*") ? name.substring(1) : name;
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }

    private static Optional<InetSocketAddress> ofEnvironment(EffectiveConfig config, String variable) {
        return either(config, variable).stream().findFirst().map(text -> address(text, variable));
    }

    /** These names are known in upper and in lower case. */
    private static List<String> either(EffectiveConfig config, String variable) {
        List<String> upper = config.list(variable);
        return upper.isEmpty() ? config.list(variable.toLowerCase(Locale.ROOT)) : upper;
    }

    private static InetSocketAddress address(String text, String key) {
        URI uri = HttpAddress.of(text.contains("://") ? text : "http://" + text, key);
        if (!"http".equals(uri.getScheme())) {
            throw ConfigException.invalid(key, "is not an http address: a proxy is spoken to without TLS");
        }
        return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }
}
