package org.parley.llm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts that are written as numbers, as they stand in an address. */
final class HostLiteral {
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private HostLiteral() {}

    /**
     * The address that a host is; empty for a name. No name is looked up.
     *
     * @throws UnknownHostException when it is written so that others may read another address, as with leading zeros
     */
    static Optional<InetAddress> of(String host) throws UnknownHostException {
        boolean ipv4 = IPV4.matcher(host).matches();
        if (!ipv4 && !host.startsWith("[")) {
            return Optional.empty();
        }
        InetAddress address = InetAddress.getAllByName(host)[0];
        if (ipv4 && !address.getHostAddress().equals(host)) {
            throw new UnknownHostException();
        }
        return Optional.of(address);
    }

    /** Whether it is this machine, by number or by name. */
    static boolean isLoopback(String host) {
        try {
            return host.equalsIgnoreCase("localhost")
                    || of(host).filter(InetAddress::isLoopbackAddress).isPresent();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
