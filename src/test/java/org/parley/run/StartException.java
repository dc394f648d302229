package org.parley.run;

/** The run cannot start; the message is the sentence that the user reads. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}
