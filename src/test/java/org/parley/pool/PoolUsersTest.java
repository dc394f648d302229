package org.parley.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolUsersTest {
    @Test
    void the_defaults_fit_into_the_default_pool() {
        assertThat(new PoolUsers(20, 6, 4).misfit(30)).isEmpty();
    }

    @Test
    void tools_may_have_two_thirds_of_the_pool_and_no_more() {
        assertThat(new PoolUsers(7, 1, 1).misfit(11)).isEmpty();
        assertThat(new PoolUsers(8, 1, 1).misfit(11))
                .contains(
                        "threads.tools is 8, more than two thirds of the pool of 11 connections: set it to 7 at most, or "
                                + "DB_POOL_SIZE higher.");
    }

    @Test
    void a_reserve_is_left_for_the_ledger() {
        assertThat(new PoolUsers(7, 2, 2).misfit(11)).isEmpty();
        assertThat(new PoolUsers(7, 3, 2).misfit(11))
                .contains("threads.tools 7 + threads.requests 3 + db.pool.reserve 2 = 12, more than the pool of 11 "
                        + "connections: set them lower, or DB_POOL_SIZE higher.");
    }

    @Test
    void nobody_may_be_left_out() {
        assertThat(new PoolUsers(1, 1, 0).misfit(30)).isPresent();
        assertThat(new PoolUsers(0, 1, 1).misfit(30)).isPresent();
        assertThat(new PoolUsers(1, 0, 1).misfit(30)).isPresent();
    }
}
