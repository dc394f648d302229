package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

/** Who waited in vain for a connection, as the servers tell it. */
class ConnectionTimeoutsTest {
    @Test
    void a_pool_that_gave_up_is_told_by_its_type_or_by_the_lack_of_any_sqlstate() {
        long before = ConnectionTimeouts.count();

        assertThat(ConnectionTimeouts.note(new SQLTransientConnectionException("J2CA0045E", "08001")))
                .isTrue();
        assertThat(ConnectionTimeouts.note(new EJBException(
                        new DatabaseException(new SQLException("IJ000453", new IllegalStateException("IJ000655"))))))
                .isTrue();
        assertThat(ConnectionTimeouts.count() - before).isEqualTo(2);
    }

    @Test
    void a_database_that_is_away_or_refuses_is_no_pool_that_gave_up() {
        SQLException refused = new SQLException("refused", "08001");

        assertThat(ConnectionTimeouts.note(new SQLException("IJ000453", new IllegalStateException(refused))))
                .isFalse();
        assertThat(ConnectionTimeouts.note(new DatabaseException(new SQLException("duplicate", "23505"))))
                .isFalse();
        assertThat(ConnectionTimeouts.note(new IllegalStateException())).isFalse();
    }
}
