package org.parley.chat;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.parley.account.Caller;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.platform.Threads;

/**
 * Starts turns: each is opened by the thread that asks for it and runs on a thread of its own. When there are too many,
 * one is refused at once and nothing of it is written.
 */
@ApplicationScoped
class Runs {
    @Inject
    @ConfigProperty(name = "threads.runs")
    int limit;

    @Inject
    Threads threads;

    @Inject
    RunningTurns running;

    @Inject
    TurnFactory factory;

    @EJB
    AgentRunner runner;

    private Semaphore room = new Semaphore(0);

    @PostConstruct
    void open() {
        room = new Semaphore(limit);
    }

    /**
     * Opens a turn and lets it run on.
     *
     * @throws DuplicateRequestException when a request with its key was booked meanwhile
     * @throws ProblemException when the turn is refused
     */
    Turn start(Caller caller, AgentAddress address, TurnRequest asked) throws DuplicateRequestException {
        running.requireOpen();
        if (!room.tryAcquire()) {
            throw full(null);
        }
        Turn turn = null;
        boolean runs = false;
        try {
            turn = factory.make(caller, address, asked);
            running.add(turn);
            runner.open(turn, caller, asked);
            runs = handOver(turn);
            return turn;
        } finally {
            if (!runs) {
                leave(turn);
            }
        }
    }

    private boolean handOver(Turn turn) {
        try {
            threads.runs().execute(() -> run(turn));
            return true;
        } catch (RejectedExecutionException e) {
            runner.abandon(turn);
            throw full(e);
        }
    }

    private void run(Turn turn) {
        try {
            runner.run(turn);
        } finally {
            leave(turn);
        }
    }

    private void leave(@Nullable Turn turn) {
        if (turn != null) {
            running.remove(turn);
        }
        room.release();
    }

    private static ProblemException full(@Nullable Throwable cause) {
        return Problems.unavailable("/problems/overloaded", "The server is full", "Try again in a few seconds.", cause);
    }
}
