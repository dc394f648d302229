package org.parley.chat;

import jakarta.ejb.ApplicationException;

/** A request with the same key was booked before. */
@ApplicationException
public class DuplicateRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    DuplicateRequestException(Throwable cause) {
        super("the key is taken", cause);
    }
}
