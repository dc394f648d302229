package org.parley.llm;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.parley.config.ConfigException;
import org.parley.config.EffectiveConfig;

/**
 * How a provider is connected to. Agents for which it is equal share connections.
 *
 * @param caFile certificates that are trusted beside those of the JVM
 * @param privateAllowed whether the provider may stand on an address that is not of the public internet
 */
record ProviderNetwork(Duration connect, ProviderProxy proxy, Optional<Path> caFile, boolean privateAllowed) {
    static ProviderNetwork of(EffectiveConfig config) {
        ProviderSettings settings = ProviderSettings.of(config);
        if (ProviderSettings.isOffline(config)) {
            return new ProviderNetwork(settings.connect(), ProviderProxy.NONE, Optional.empty(), true);
        }
        boolean privateAllowed = config.flag("llm.provider.allow_private_addresses");
        if (!privateAllowed) {
            requirePublic(settings.baseUrl());
        }
        return new ProviderNetwork(
                settings.connect(), ProviderProxy.of(config, settings.baseUrl()), caFile(config), privateAllowed);
    }

    AddressGuard guard() {
        return new AddressGuard(privateAllowed, new ProviderProxySelector(proxy));
    }

    /** A name passes: what it stands for is judged when it is called. */
    private static void requirePublic(URI address) {
        try {
            Optional<InetAddress> literal = HostLiteral.of(address.getHost());
            if (literal.isPresent() && !PublicAddresses.contains(literal.get())) {
                throw refused("is not a public address, and " + AddressGuard.ALLOW_PRIVATE + " is false");
            }
        } catch (UnknownHostException e) {
            throw refused("has a number that is not an address");
        }
    }

    private static Optional<Path> caFile(EffectiveConfig config) {
        Path directory = Path.of(config.text("parley.config.dir").orElse(""));
        return config.text("llm.provider.ca_file").map(directory::resolve);
    }

    private static ConfigException refused(String reason) {
        return ConfigException.invalid(ProviderSettings.BASE_URL, reason);
    }
}
