package org.parley.usage;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.time.Instant;
import org.parley.account.SpendingCap;
import org.parley.platform.Problem;
import org.parley.platform.ProblemException;

/** A cap leaves no room for another call; nothing of its claim stays. */
@ApplicationException(rollback = true)
public class CapReachedException extends ProblemException {
    private static final long serialVersionUID = 1L;

    CapReachedException(SpendingCap cap, Instant now) {
        super(
                problem(cap, cap.period().endsAt(now)),
                Duration.between(now, cap.period().endsAt(now)),
                null);
    }

    private static Problem problem(SpendingCap cap, Instant resetsAt) {
        return new Problem(
                429,
                "/problems/cap-reached",
                "The spending cap is reached",
                "The " + cap.scope() + "'s cap for this " + cap.period().word() + " is reached. It resets at "
                        + resetsAt + ".");
    }
}
