package org.parley.usage;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.platform.Json;

/**
 * A row of a report.
 *
 * @param key what the row is of, in the order of the report's dimensions
 * @param values the measures; one that nothing is known of is not there
 */
record UsageRow(List<String> key, Map<UsageMeasure, BigDecimal> values) {
    UsageRow {
        key = List.copyOf(key);
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** The sum of rows. */
    static UsageRow total(List<UsageRow> rows) {
        Map<UsageMeasure, BigDecimal> sums = new EnumMap<>(UsageMeasure.class);
        rows.forEach(row -> row.values().forEach((measure, value) -> sums.merge(measure, value, BigDecimal::add)));
        return new UsageRow(List.of(), sums);
    }

    JsonObject toJson(List<UsageDimension> by) {
        JsonObjectBuilder json = Json.object();
        for (int i = 0; i < by.size(); i++) {
            json.add(by.get(i).word(), key.get(i));
        }
        for (UsageMeasure measure : UsageMeasure.values()) {
            Optional<BigDecimal> value = value(measure);
            if (measure.isMoney()) {
                json.add(
                        measure.word(),
                        Json.value(value.map(BigDecimal::toPlainString).orElse(null)));
            } else {
                json.add(measure.word(), value.map(BigDecimal::longValueExact).orElse(0L));
            }
        }
        return json.build();
    }

    List<String> toCsv() {
        List<String> fields = new ArrayList<>();
        key.forEach(field -> fields.add(harmless(field)));
        for (UsageMeasure measure : UsageMeasure.values()) {
            fields.add(value(measure).map(BigDecimal::toPlainString).orElse(""));
        }
        return fields;
    }

    private Optional<BigDecimal> value(UsageMeasure measure) {
        return Optional.ofNullable(values.get(measure));
    }

    /** A provider chooses the names of its models; none may be a formula to who opens the file as a table. */
    private static String harmless(String field) {
        return !field.isEmpty() && "=+-@\t\r".indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
    }
}
