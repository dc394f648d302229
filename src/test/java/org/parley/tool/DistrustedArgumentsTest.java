package org.parley.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.agent.Agent;
import org.parley.llm.ToolCall;
import org.parley.platform.Json;

/** Whatever a model writes is arguments or a refusal that the model reads, and never a fault of the turn. */
class DistrustedArgumentsTest {
    private final ToolArguments reader = new ToolArguments();
    private final Tool tool = new FakeTool("find", arguments -> arguments);

    @Test
    void monsters_are_taken_or_refused_and_nothing_else() {
        for (String monster : List.of(
                "{\"n\":" + "9".repeat(5_000) + "}",
                "{\"n\":1e999999999}",
                "{\"n\":" + "[".repeat(900) + "]".repeat(900) + "}",
                "{\"n\":" + "[".repeat(100_000) + "}",
                "{\"" + "k".repeat(100_000) + "\":1}",
                "{\"t\":\"" + "x".repeat(1 << 20) + "\"}",
                "{\"t\":\"\\u0000\\ud800\"}",
                "{\"t\":\"\u0000\"}",
                "{\"a\":1,\"a\":2}",
                "\uFEFF{}",
                "{\"n\":01}",
                "{\"n\":NaN}",
                "/* hi */{}",
                "{}//")) {
            Throwable refused = catchThrowable(() -> reader.read(tool, new ToolCall("id", "find", monster)));
            if (refused != null) {
                assertThat(refused)
                        .as(monster.substring(0, Math.min(30, monster.length())))
                        .isInstanceOf(ToolException.class);
            }
        }
    }

    @Test
    void what_is_checked_is_what_the_tool_is_given() throws Exception {
        Tool strict = new Tool() {
            @Override
            public String name() {
                return "strict";
            }

            @Override
            public String description() {
                return "Takes small numbers.";
            }

            @Override
            public JsonObject schema() {
                return Json.parseObject(
                                "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"maximum\":9}}}")
                        .orElseThrow();
            }

            @Override
            public JsonObject call(JsonObject arguments, Agent agent) {
                return arguments;
            }
        };
        for (String twice : List.of("{\"n\":1,\"n\":1000}", "{\"n\":1000,\"n\":1}")) {
            Throwable refused = catchThrowable(() -> {
                int given =
                        reader.read(strict, new ToolCall("id", "strict", twice)).getInt("n");
                assertThat(given).isLessThan(10);
            });
            if (refused != null) {
                assertThat(refused).isInstanceOf(ToolException.class);
            }
        }
    }
}
