package org.parley.chat;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.parley.config.AgentAddress;
import org.parley.platform.ProblemException;
import org.parley.platform.Problems;

/** Starts turns on an executor of their own. When it is full, a turn is refused at once and nothing of it is written. */
@ApplicationScoped
class Runs {
    @Resource(name = "concurrent/runs")
    ManagedExecutorService executor;

    @Inject
    RunningTurns running;

    @EJB
    AgentRunner runner;

    /**
     * Opens a turn and lets it run on. Returns when it is open.
     *
     * @param listen makes the listener of the turn
     * @throws ProblemException when the turn is refused
     */
    void start(AgentAddress address, TurnRequest asked, Function<Turn, TurnListener> listen) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        try {
            executor.execute(() -> run(address, asked, listen, opened));
        } catch (RejectedExecutionException e) {
            throw Problems.unavailable("/problems/overloaded", "The server is full", "Try again in a few seconds.", e);
        }
        try {
            opened.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void run(
            AgentAddress address,
            TurnRequest asked,
            Function<Turn, TurnListener> listen,
            CompletableFuture<Void> opened) {
        Turn turn;
        TurnListener client;
        try {
            turn = runner.open(address, asked);
            client = listen.apply(turn);
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
            return;
        }
        running.add(turn);
        opened.complete(null);
        try {
            runner.run(turn, client);
        } finally {
            running.remove(turn);
        }
    }
}
