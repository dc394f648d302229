package org.parley.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.platform.Json;

/** A text and a query for it come to the same form, whoever wrote them. */
class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "José,jose",
        "Jose\u0301,jose",
        "Łukasz Żółć,lukasz zolc",
        "łukasz,lukasz",
        "Zoë,zoe",
        "CAFÉ,cafe",
        "İstanbul,istanbul",
        "ﬁne,fine",
        "１２３,123",
        "O'Brien,o brien",
        "O\u2019Brien,o brien",
        "X-Ray/CT  (3rd floor),x ray ct 3rd floor",
        "日本 語,日本 語"
    })
    void accents_case_and_marks_make_no_difference(String text, String normal) {
        assertThat(SearchText.normalize(text)).isEqualTo(normal);
        assertThat(SearchText.normalize(SearchText.normalize(text))).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "(", "%_\\", "'; --", "\u0000", "😀", "...", "\u00A0\t\n"})
    void symbols_alone_are_no_words(String query) {
        assertThat(SearchText.words(query)).isEmpty();
        assertThat(SearchText.normalize(query)).isEmpty();
    }

    @Test
    void of_many_words_the_first_16_different_ones_count() {
        String many = IntStream.range(0, 200).mapToObj(n -> "w" + n + " w" + n).collect(Collectors.joining(" "));
        assertThat(SearchText.words(many)).hasSize(16).startsWith("w0", "w1").endsWith("w15");
    }

    @Test
    void a_query_is_read_from_the_tools_arguments_with_its_defaults() {
        SearchRequest none =
                SearchRequest.of(Json.parseObject("{\"list_name\":\"staff\"}").orElseThrow());
        assertThat(none.words()).isEmpty();
        assertThat(none.filters()).isEmpty();
        assertThat(none.tag()).isEmpty();
        assertThat(none.limit()).isEqualTo(10);

        SearchRequest all = SearchRequest.of(Json.parseObject(
                        "{\"list_name\":\"staff\",\"query\":\"Heart (adult)\",\"filters\":{\"role\":\"Nurse\"},\"tag\":\"t\",\"limit\":50}")
                .orElseThrow());
        assertThat(all.words()).containsExactly("heart", "adult");
        assertThat(all.filters().getString("role")).isEqualTo("Nurse");
        assertThat(all.tag()).isEqualTo("t");
        assertThat(all.limit()).isEqualTo(50);
    }
}
