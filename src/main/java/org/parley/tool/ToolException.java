package org.parley.tool;

import jakarta.ejb.ApplicationException;

/** A tool could not do what was asked. The model reads type and message, and may try something else. */
@ApplicationException(rollback = true)
public class ToolException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String type;

    public ToolException(String type, String message) {
        super(message);
        this.type = type;
    }

    /** What the model reads. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** A word such as {@code unknown_list}. */
    public String type() {
        return type;
    }
}
