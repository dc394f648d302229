package org.parley.tool;

/** The outcome of a tool call could not be put on record. */
public class ToolRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolRecordException(Throwable cause) {
        super("the outcome of a tool call cannot be put on record", cause);
    }
}
