package org.parley.llm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.parley.config.EffectiveConfig;

/** A MicroProfile Rest Client for one question to a provider, which keeps to what is set for its chat. */
record CatalogClient(ProviderSettings settings, ProviderNetwork network) {
    /** A question and the reading of its answer. */
    interface Question<T> {
        T put(CatalogApi api) throws ProviderException, IOException;
    }

    static CatalogClient of(EffectiveConfig config) {
        return new CatalogClient(ProviderSettings.of(config), ProviderNetwork.of(config));
    }

    void requireAllowed() throws ConnectException {
        network.guard().require(settings.baseUrl());
    }

    <T> T ask(Question<T> question) throws ProviderException, IOException {
        RestClientBuilder builder = RestClientBuilder.newBuilder()
                .baseUri(settings.baseUrl())
                .connectTimeout(settings.connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.firstByte().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .property("microprofile.rest.client.disable.default.mapper", true)
                .register(new CatalogHeaders(settings.apiKey()));
        network.caFile().map(TrustedAuthorities::with).ifPresent(builder::sslContext);
        Proxy proxy = new ProviderProxySelector(network.proxy())
                .select(settings.baseUrl())
                .get(0);
        if (proxy.address() instanceof InetSocketAddress address) {
            builder.proxyAddress(address.getHostString(), address.getPort());
        }
        try (CatalogApi api = builder.build(CatalogApi.class)) {
            return question.put(api);
        }
    }
}
