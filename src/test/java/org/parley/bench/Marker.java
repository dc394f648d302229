package org.parley.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Counts a text in a byte stream, wherever its pieces were cut (Knuth, Morris and Pratt). */
final class Marker {
    private final byte[] text;
    private final int[] fallback;
    private int matched;

    Marker(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        this.fallback = fallback(this.text);
    }

    /** How often the text ends within these bytes. */
    int count(ByteBuffer bytes) {
        int found = 0;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            byte next = bytes.get(i);
            while (matched > 0 && text[matched] != next) {
                matched = fallback[matched - 1];
            }
            if (text[matched] == next && ++matched == text.length) {
                matched = 0;
                found++;
            }
        }
        return found;
    }

    private static int[] fallback(byte[] text) {
        int[] fallback = new int[text.length];
        for (int i = 1, length = 0; i < text.length; i++) {
            while (length > 0 && text[length] != text[i]) {
                length = fallback[length - 1];
            }
            length = text[length] == text[i] ? length + 1 : length;
            fallback[i] = length;
        }
        return fallback;
    }
}
