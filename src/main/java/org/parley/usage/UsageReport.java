package org.parley.usage;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A report as it is sent: row by row, when the database has no part in it any more. */
record UsageReport(UsageQuery query, List<UsageRow> rows) {
    private static final String CSV = "text/csv;charset=utf-8";

    UsageReport {
        rows = List.copyOf(rows);
    }

    Response json() {
        return Response.ok((StreamingOutput) this::writeJson, MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    Response csv() {
        String name = "usage-" + query.from() + "-" + query.to() + ".csv";
        return Response.ok((StreamingOutput) this::writeCsv, CSV)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }

    private void writeJson(OutputStream out) throws IOException {
        Writer writer = writer(out);
        writer.write(
                "{\"from\":\"" + query.from() + "\",\"to\":\"" + query.to() + "\",\"currency\":\"USD\",\"rows\":[");
        String separator = "\n";
        for (UsageRow row : rows) {
            writer.write(separator);
            writer.write(row.toJson(query.by()).toString());
            separator = ",\n";
        }
        writer.write("],\n\"total\":" + UsageRow.total(rows).toJson(List.of()) + "}\n");
        writer.flush();
    }

    private void writeCsv(OutputStream out) throws IOException {
        Writer writer = writer(out);
        CsvWriter csv = CsvWriter.builder().build(writer);
        csv.writeRecord(Stream.concat(
                        query.by().stream().map(UsageDimension::word),
                        Stream.of(UsageMeasure.values()).map(UsageMeasure::word))
                .toList());
        rows.forEach(row -> csv.writeRecord(row.toCsv()));
        csv.flush();
    }

    private static Writer writer(OutputStream out) {
        return new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }
}
