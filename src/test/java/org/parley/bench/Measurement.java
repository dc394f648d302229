package org.parley.bench;

/** One question to the product, answered in figures. */
interface Measurement {
    void measure(Installation parley) throws Exception;
}
