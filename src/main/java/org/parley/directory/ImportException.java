package org.parley.directory;

import java.util.List;

/** A file cannot be imported. Names every bad row; nothing of the file was taken. */
public class ImportException extends Exception {
    private static final long serialVersionUID = 1L;

    ImportException(String file, List<String> wrong) {
        super(file + ": " + String.join("; ", wrong));
    }
}
