package org.parley.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.platform.Json;

class OfflineUsageTest {
    @Test
    void fourCharactersAreATokenRoundedUp() {
        assertThat(List.of("", "a", "abcd", "abcde"))
                .extracting(OfflineUsage::tokens)
                .containsExactly(0L, 1L, 1L, 2L);
    }

    @Test
    void costIsExact() {
        assertThat(new OfflineUsage(1_000_000, 1_000_000).cost()).isEqualByComparingTo("0.75");
        assertThat(new OfflineUsage(1, 1).cost()).isEqualTo("0.000000750");
        assertThat(new OfflineUsage(0, 0).cost()).isZero();
    }

    @Test
    void costIsANumberOnTheWire() {
        assertThat(new OfflineUsage(100, 20).toJson().toString()).contains("\"cost\":0.000027000");
    }

    @Test
    void countsTextAndCallsOfTheReply() {
        OfflineCall call =
                new OfflineCall("id", "search_directory", Json.object().build());
        CompletionRequest request =
                CompletionRequest.parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        OfflineUsage usage = OfflineUsage.of(request, new CompletionReply("12345", List.of(call)));
        assertThat(usage.completionTokens()).isEqualTo(2 + 4 + 1);
        assertThat(usage.promptTokens()).isEqualTo(8);
    }
}
