package org.parley.llm;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** The addresses that begin with the same bits. */
record AddressBlock(BigInteger prefix, int length, int bits) {
    /** Blocks in the usual notation, {@code 10.0.0.0/8}. */
    static List<AddressBlock> of(String... blocks) {
        return Stream.of(blocks).map(AddressBlock::parse).toList();
    }

    boolean contains(byte[] address) {
        return address.length * Byte.SIZE == bits
                && new BigInteger(1, address).shiftRight(bits - length).equals(prefix);
    }

    private static AddressBlock parse(String block) {
        int slash = block.indexOf('/');
        try {
            byte[] first = InetAddress.getAllByName(block.substring(0, slash))[0].getAddress();
            int bits = first.length * Byte.SIZE;
            int length = Integer.parseInt(block.substring(slash + 1));
            return new AddressBlock(new BigInteger(1, first).shiftRight(bits - length), length, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(block, e);
        }
    }
}
