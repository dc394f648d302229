package org.parley.llm;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.parley.platform.EventLog;

/**
 * Keeps calls to providers on the public internet, unless the operator allows more. All addresses of a host are looked
 * up and judged right before a request. The client that then connects asks the JVM again, which answers from its cache
 * (30 s by default) without asking the DNS a second time; a host whose entry runs out between the two, or a JVM whose
 * {@code networkaddress.cache.ttl} is 0, leaves a window of milliseconds in which another answer is not judged. With https the
 * certificate closes it: whoever is at the other address would have to prove to be the host. Behind a proxy it is the
 * proxy that looks names up, and that decides.
 */
final class AddressGuard {
    static final String ALLOW_PRIVATE = "llm.provider.allow_private_addresses";

    private final boolean privateAllowed;
    private final ProxySelector proxies;

    AddressGuard(boolean privateAllowed, ProxySelector proxies) {
        this.privateAllowed = privateAllowed;
        this.proxies = proxies;
    }

    /**
     * Returns when the address may be connected to. Takes as long as looking up its name.
     *
     * @throws ConnectException when it must not be, or has no address
     */
    void require(URI address) throws ConnectException {
        if (privateAllowed || isProxied(address)) {
            return;
        }
        for (InetAddress resolved : resolve(address.getHost())) {
            if (!PublicAddresses.contains(resolved)) {
                EventLog.error(
                        "llm.provider.address_refused",
                        Map.of(
                                "host", address.getHost(),
                                "address", resolved.getHostAddress(),
                                "allowed_by", ALLOW_PRIVATE));
                throw new ConnectException("the provider's host has an address that is not public");
            }
        }
    }

    private boolean isProxied(URI address) {
        return proxies.select(address).get(0).type() == Proxy.Type.HTTP;
    }

    private static InetAddress[] resolve(String host) throws ConnectException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw (ConnectException) new ConnectException("the provider's host has no address").initCause(e);
        }
    }
}
