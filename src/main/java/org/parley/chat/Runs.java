package org.parley.chat;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;
import org.parley.platform.Threads;

/** Starts turns on threads of their own. When there are too many, one is refused at once and nothing of it is written. */
@ApplicationScoped
class Runs {
    @Inject
    Threads threads;

    @Inject
    RunningTurns running;

    @Inject
    TurnFactory factory;

    @EJB
    AgentRunner runner;

    /**
     * Opens a turn and lets it run on. Returns when it is open.
     *
     * @throws DuplicateRequestException when a request with its key was booked meanwhile
     * @throws ProblemException when the turn is refused
     */
    Turn start(AgentAddress address, TurnRequest asked) throws DuplicateRequestException {
        CompletableFuture<Turn> opened = new CompletableFuture<>();
        try {
            threads.runs().execute(() -> run(address, asked, opened));
        } catch (RejectedExecutionException e) {
            throw Problems.unavailable("/problems/overloaded", "The server is full", "Try again in a few seconds.", e);
        }
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DuplicateRequestException duplicate) {
                throw duplicate;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void run(AgentAddress address, TurnRequest asked, CompletableFuture<Turn> opened) {
        Turn turn;
        try {
            turn = factory.make(address, asked);
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
            return;
        }
        running.add(turn);
        try {
            runner.open(turn, asked);
            opened.complete(turn);
            runner.run(turn);
        } catch (DuplicateRequestException | RuntimeException e) {
            opened.completeExceptionally(e);
        } finally {
            running.remove(turn);
        }
    }
}
