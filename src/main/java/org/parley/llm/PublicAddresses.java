package org.parley.llm;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Tells the addresses of the public internet from those of this machine, its network and its cloud. The blocks are those
 * that IANA keeps as not globally reachable (https://www.iana.org/assignments/iana-ipv4-special-registry/ and
 * https://www.iana.org/assignments/iana-ipv6-special-registry/), and multicast. Metadata services are in them, but for
 * that of Azure, which is named.
 */
final class PublicAddresses {
    private static final int IPV4_BYTES = 4;
    private static final List<AddressBlock> NOT_PUBLIC = AddressBlock.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20");
    private static final List<AddressBlock> GLOBAL_UNICAST = AddressBlock.of("2000::/3");
    private static final List<AddressBlock> NAT64 = AddressBlock.of("64:ff9b::/96");
    private static final List<AddressBlock> SIX_TO_FOUR = AddressBlock.of("2002::/16");

    private PublicAddresses() {}

    /** An IPv6 address that carries an IPv4 one is judged by that. */
    static boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    private static boolean contains(byte[] address) {
        if (in(NAT64, address)) {
            return contains(Arrays.copyOfRange(address, 12, 12 + IPV4_BYTES));
        }
        if (in(SIX_TO_FOUR, address)) {
            return contains(Arrays.copyOfRange(address, 2, 2 + IPV4_BYTES));
        }
        return (address.length == IPV4_BYTES || in(GLOBAL_UNICAST, address)) && !in(NOT_PUBLIC, address);
    }

    private static boolean in(List<AddressBlock> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
