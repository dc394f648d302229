package org.parley.platform;

import java.sql.SQLException;

/** A statement failed, or no connection could be had. Its cause says which; its message has no value of the statement. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super("the database refused a statement or cannot be reached", cause);
    }
}
