package org.parley.tool;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;

/** Reads what a model wrote as arguments, with the distrust that it deserves. */
final class ToolArguments {
    private static final int MAX_MESSAGES = 5;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /** Empty arguments count as none. Fails with what is wrong, in words that a model can act on. */
    JsonObject read(Tool tool, ToolCall call) throws ToolException {
        String text = call.arguments().isBlank() || call.arguments().trim().equals("null") ? "{}" : call.arguments();
        JsonObject arguments = Json.parseObject(text)
                .orElseThrow(() -> new ToolException("invalid_arguments", "The arguments are not a JSON object."));
        String wrong = faults(tool, text);
        if (!wrong.isEmpty()) {
            throw new ToolException("invalid_arguments", wrong);
        }
        return arguments;
    }

    /** What is wrong with the arguments; a validator that gives up on them finds them wrong too. */
    private String faults(Tool tool, String text) throws ToolException {
        try {
            return schema(tool).validate(text, InputFormat.JSON).stream()
                    .limit(MAX_MESSAGES)
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .collect(Collectors.joining("; "));
        } catch (RuntimeException | StackOverflowError e) {
            throw new ToolException("invalid_arguments", "The arguments cannot be read.");
        }
    }

    private Schema schema(Tool tool) {
        return schemas.computeIfAbsent(
                tool.name(), name -> registry.getSchema(tool.schema().toString(), InputFormat.JSON));
    }
}
