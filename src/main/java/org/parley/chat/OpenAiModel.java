package org.parley.chat;

import java.util.function.Function;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;

/** A model as a client names it: {@code account/agent}, the address that pays. */
record OpenAiModel(String name) {
    private static final int NOT_FOUND = 404;

    /** What is found at the address; where nothing is, there is no such model. */
    <T> T find(Function<AgentAddress, T> lookup) {
        int slash = name.indexOf('/');
        try {
            return lookup.apply(new AgentAddress(name.substring(0, Math.max(0, slash)), name.substring(slash + 1)));
        } catch (ProblemException e) {
            if (e.problem().status() != NOT_FOUND) {
                throw e;
            }
            String message = "The model '" + name + "' does not exist.";
            throw new OpenAiException(
                    new OpenAiError(NOT_FOUND, message, "invalid_request_error", "model", "model_not_found"));
        }
    }
}
