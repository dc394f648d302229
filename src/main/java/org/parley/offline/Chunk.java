package org.parley.offline;

/** One event of the stream, and whether it carries a word, before which the stream waits. */
record Chunk(String data, boolean word) {
    static final Chunk DONE = new Chunk("[DONE]", false);
}
