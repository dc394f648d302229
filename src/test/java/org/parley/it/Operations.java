package org.parley.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The operations of the API, as its own description has them. */
final class Operations {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private Operations() {}

    /** @param path with names in braces */
    record Operation(String method, String path) {
        boolean isForOperators() {
            return path.startsWith("/api/admin/");
        }

        boolean namesAccount() {
            return path.startsWith("/api/accounts/{account}");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> all() {
        try (InputStream description = Objects.requireNonNull(
                Operations.class.getClassLoader().getResourceAsStream("META-INF/openapi.yaml"))) {
            Map<String, Map<String, Map<String, ?>>> document = new Yaml().load(description);
            List<Operation> operations = new ArrayList<>();
            Objects.requireNonNull(document.get("paths"))
                    .forEach((path, methods) -> methods.keySet().stream()
                            .filter(METHODS::contains)
                            .forEach(method -> operations.add(new Operation(method.toUpperCase(Locale.ROOT), path))));
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
