package org.parley.identity;

import org.jspecify.annotations.Nullable;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;

/** How callers are refused. Why a token or key is not believed is for the log, never for who brings it. */
final class Refusals {
    private Refusals() {}

    static ProblemException unauthorized(@Nullable Throwable cause) {
        return new ProblemException(
                new Problem(
                        401,
                        "/problems/unauthorized",
                        "Sign in first",
                        "The request needs a valid token of the identity provider, or a valid key."),
                null,
                cause);
    }

    /** Of a sign-in that cannot be gone on with; it says nothing that helps to forge one. */
    static ProblemException signInFailed() {
        return new ProblemException(
                400,
                "/problems/sign-in-failed",
                "The sign-in did not work",
                "It was refused, took too long, or was begun in another browser. Sign in again.");
    }

    static ProblemException noSignIn() {
        return new ProblemException(
                404, "/problems/no-sign-in", "There is no sign-in here", "Nobody signs in at this installation.");
    }

    static ProblemException notFromHere() {
        return new ProblemException(
                403,
                "/problems/loopback-only",
                "Not from here",
                "Without a sign-in only the server's own machine is answered. Other callers need a key.");
    }

    static ProblemException foreignOrigin() {
        return new ProblemException(
                403, "/problems/foreign-origin", "Not from that page", "Pages of that origin may not do this.");
    }
}
