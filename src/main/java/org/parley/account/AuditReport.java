package org.parley.account;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parley.account.AuditLog.Entry;
import org.parley.account.AuditLog.Recorded;
import org.parley.platform.Ids;
import org.parley.platform.Json;
import org.parley.platform.Problems;

/** Entries of the audit log as they are sent. */
record AuditReport(List<Recorded> entries) {
    private static final int MOST = 1000;
    private static final List<String> COLUMNS =
            List.of("id", "at", "account", "caller", "action", "object", "outcome", "request_id", "detail");

    /**
     * Reads a page.
     *
     * @param before the id after which the page begins, going back in time; null: the newest
     */
    static AuditReport read(AuditLog log, Optional<String> account, @Nullable String before, int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit is not within 1 to " + MOST + ".");
        }
        return new AuditReport(
                log.read(account, Optional.ofNullable(before).map(id -> Ids.parse("before", id)), limit));
    }

    JsonObject toJson() {
        JsonArrayBuilder list = Json.array();
        entries.forEach(entry -> list.add(toJson(entry)));
        return Json.object().add("events", list).build();
    }

    Response csv() {
        return Response.ok((StreamingOutput) this::write, "text/csv;charset=utf-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")
                .build();
    }

    private void write(OutputStream out) throws IOException {
        OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().build(writer);
        csv.writeRecord(COLUMNS);
        entries.forEach(entry -> csv.writeRecord(cells(entry)));
        csv.flush();
    }

    private static JsonObjectBuilder toJson(Recorded recorded) {
        JsonObjectBuilder json = Json.object();
        List<String> cells = cells(recorded);
        for (int i = 0; i < COLUMNS.size(); i++) {
            json.add(COLUMNS.get(i), cells.get(i));
        }
        return json;
    }

    private static List<String> cells(Recorded recorded) {
        Entry entry = recorded.entry();
        return List.of(
                recorded.id().toString(),
                recorded.at(),
                Optional.ofNullable(entry.account()).orElse(""),
                entry.caller(),
                entry.action(),
                entry.object(),
                entry.outcome().word(),
                entry.requestId(),
                entry.detail());
    }
}
