package org.parley.llm;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** Chooses the way to a provider for each request, as {@link ProviderProxy} says. */
final class ProviderProxySelector extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final ProviderProxy proxy;

    ProviderProxySelector(ProviderProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (proxy.isDirect(uri.getHost())) {
            return DIRECT;
        }
        return proxy.address()
                .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
                .orElseGet(() -> ofTheJvm(uri));
    }

    /** Nothing is learned from a proxy that cannot be reached: the call fails. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    private static List<Proxy> ofTheJvm(URI uri) {
        ProxySelector jvm = ProxySelector.getDefault();
        List<Proxy> proxies = jvm == null ? DIRECT : jvm.select(uri);
        return proxies.isEmpty() ? DIRECT : proxies;
    }
}
