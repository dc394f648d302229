package org.parley.it;

import java.util.Map;
import java.util.TreeMap;
import org.parley.run.ServerProduct;

/** A node of each server, with the same file of the application. */
class MixedServersIT extends BehindHaProxy {
    MixedServersIT() {
        super(new TreeMap<>(Map.of(
                "liberty", ServerProduct.OPENLIBERTY,
                "payara", ServerProduct.PAYARA,
                "wildfly", ServerProduct.WILDFLY)));
    }
}
