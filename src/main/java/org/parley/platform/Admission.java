package org.parley.platform;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many at once, and the others in the order in which they came; no more than half of them for whom nobody knows. */
final class Admission {
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
    private final Semaphore places;
    private final Semaphore ofStrangers;
    private final Duration patience;

    /** @param patience longest time that one waits */
    Admission(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.ofStrangers = new Semaphore(Math.max(1, places / 2), true);
        this.patience = patience;
    }

    /**
     * Does the work as soon as there is a place. Work within admitted work needs none.
     *
     * @throws ProblemException 503 when none became free in time
     */
    <T> T run(Callable<T> work) throws Exception {
        return inside.get() ? work.call() : within(places, () -> inside(work));
    }

    /** The same for somebody who has not proved anything: however many these are, they are few among those who wait. */
    <T> T runForStranger(Callable<T> work) throws Exception {
        return inside.get() ? work.call() : within(ofStrangers, () -> run(work));
    }

    private <T> T within(Semaphore room, Callable<T> work) throws Exception {
        if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Problems.databaseBusy();
        }
        try {
            return work.call();
        } finally {
            room.release();
        }
    }

    private <T> T inside(Callable<T> work) throws Exception {
        inside.set(true);
        try {
            return work.call();
        } finally {
            inside.remove();
        }
    }

    /** About how many wait. */
    int waiting() {
        return places.getQueueLength();
    }
}
