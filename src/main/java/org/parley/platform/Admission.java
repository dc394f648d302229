package org.parley.platform;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many at once, and the others in the order in which they came. */
final class Admission {
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
    private final Semaphore places;
    private final Duration patience;

    /** @param patience longest time that one waits */
    Admission(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /**
     * Does the work as soon as there is a place. Work within admitted work needs none.
     *
     * @throws ProblemException 503 when none became free in time
     */
    <T> T run(Callable<T> work) throws Exception {
        if (inside.get()) {
            return work.call();
        }
        if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Problems.databaseBusy();
        }
        inside.set(true);
        try {
            return work.call();
        } finally {
            inside.remove();
            places.release();
        }
    }

    /** About how many wait. */
    int waiting() {
        return places.getQueueLength();
    }
}
