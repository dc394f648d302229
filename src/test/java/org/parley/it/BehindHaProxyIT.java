package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.parley.run.ServerProduct;

/** Two nodes of one server. */
class BehindHaProxyIT extends BehindHaProxy {
    BehindHaProxyIT() {
        super(Map.of("east", ServerProduct.chosen(), "west", ServerProduct.chosen()));
    }

    @Test
    @Order(1)
    void whoever_comes_through_it_is_nobody_at_the_machine_of_a_node() {
        assertThat(inFront(Map.of()).api().get("/api/accounts").status()).isEqualTo(403);
    }
}
