package org.parley.incontainer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.parley.agent.Agent;
import org.parley.platform.Json;
import org.parley.tool.Tool;
import org.parley.tool.ToolException;

/**
 * Leaves a row of the transaction and connection that it was called with, waits until so many calls of the turn are in,
 * and then ends as it is told. A call that stays alone fails, so calls one after another cannot pass for calls at once.
 */
@ApplicationScoped
public class ProbeTool implements Tool {
    @PersistenceContext
    EntityManager entities;

    private final Map<String, CyclicBarrier> meetings = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String description() {
        return "For tests";
    }

    @Override
    public JsonObject schema() {
        return Json.object().add("type", "object").build();
    }

    @Override
    public JsonObject call(JsonObject told, Agent agent) throws ToolException {
        leaveRow(told);
        meet(told.getString("turn"), told.getInt("company"), told.getInt("patience_ms"));
        switch (told.getString("then")) {
            case "refuse" -> throw new ToolException("refused", "The probe was told to refuse.");
            case "break" -> throw new IllegalStateException("The probe was told to break.");
            case "repeat" -> leaveRow(told);
            case "sleep" ->
                entities.createNativeQuery("SELECT 1 FROM pg_sleep(60)").getSingleResult();
            default -> {}
        }
        return Json.object().add("name", told.getString("name")).build();
    }

    private void leaveRow(JsonObject told) {
        entities.createNativeQuery("INSERT INTO probes VALUES (?, ?, pg_backend_pid(), txid_current())")
                .setParameter(1, told.getString("turn"))
                .setParameter(2, told.getString("name"))
                .executeUpdate();
    }

    private void meet(String turn, int company, int patienceMs) throws ToolException {
        CyclicBarrier meeting = meetings.computeIfAbsent(turn, key -> new CyclicBarrier(company));
        try {
            meeting.await(patienceMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException e) {
            meeting.reset();
            throw new ToolException("alone", "No other call was there.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("interrupted", "The call was interrupted.");
        }
    }
}
