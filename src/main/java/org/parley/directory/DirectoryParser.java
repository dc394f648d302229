package org.parley.directory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a list's CSV and collects everything that is wrong with it, so that it can be put right in one go. */
final class DirectoryParser {
    private static final String TAGS = "tags";

    private final ListSchema schema;
    private final List<String> wrong = new ArrayList<>();
    private final List<ImportedEntry> entries = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private DirectoryParser(ListSchema schema) {
        this.schema = schema;
    }

    /** Fails with every bad row when there is one. */
    static ImportedList parse(ListSchema schema, String csv) throws ImportException {
        DirectoryParser parser = new DirectoryParser(schema);
        parser.read(csv.startsWith("\uFEFF") ? csv.substring(1) : csv);
        if (!parser.wrong.isEmpty()) {
            throw new ImportException(schema.name() + ".csv", parser.wrong);
        }
        return new ImportedList(schema, parser.entries);
    }

    private void read(String csv) {
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(csv)) {
            Iterator<CsvRecord> all = rows.iterator();
            List<String> header = all.hasNext() ? all.next().getFields() : List.of();
            if (checkHeader(header)) {
                all.forEachRemaining(row -> entry(row, header));
            }
            if (entries.isEmpty() && wrong.isEmpty()) {
                wrong.add("there is no row");
            }
        } catch (CsvParseException e) {
            wrong.add(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean checkHeader(List<String> header) {
        Set<String> wanted = new TreeSet<>(schema.fieldNames());
        Set<String> given = new TreeSet<>(header);
        boolean twice = given.size() < header.size();
        given.remove(TAGS);
        if (twice || !wanted.equals(given)) {
            wrong.add("row 1: the columns are " + given + ", not " + wanted);
            return false;
        }
        return true;
    }

    private void entry(CsvRecord row, List<String> header) {
        if (row.getFieldCount() != header.size()) {
            wrong.add("row " + row.getStartingLineNumber() + ": it has " + row.getFieldCount() + " values for "
                    + header.size() + " columns");
            return;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (ListSchema.Field field : schema.fields()) {
            String value = value(row, header, field.name()).strip();
            if (value.indexOf('\0') >= 0) {
                wrong.add("row " + row.getStartingLineNumber() + ": " + field.name() + " has a NUL character");
            }
            if (!value.isEmpty() && !field.type().accepts(value)) {
                wrong.add("row " + row.getStartingLineNumber() + ": " + field.name() + " is no "
                        + field.type().word());
            }
            if (!value.isEmpty()) {
                values.put(field.name(), value);
            }
        }
        String key = values.getOrDefault(schema.key(), "");
        if (key.isEmpty()) {
            wrong.add("row " + row.getStartingLineNumber() + ": " + schema.key() + " is empty");
        } else if (!keys.add(key)) {
            wrong.add("row " + row.getStartingLineNumber() + ": " + schema.key() + " '" + key + "' was there before");
        }
        entries.add(new ImportedEntry(key, values, tags(value(row, header, TAGS))));
    }

    private static String value(CsvRecord row, List<String> header, String column) {
        int at = header.indexOf(column);
        return at < 0 ? "" : row.getField(at);
    }

    private static List<String> tags(String column) {
        return Arrays.stream(column.split(";"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }
}
