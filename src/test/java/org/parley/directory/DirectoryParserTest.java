package org.parley.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as files: all of one, or nothing and every reason. */
class DirectoryParserTest {
    private static final String SCHEMA = """
            title: People
            description: Who is who
            key: id
            fields:
              - {name: id, type: text}
              - {name: name, type: text}
              - {name: phone, type: phone}
              - {name: age, type: number}
            """;

    @Test
    void quotes_commas_line_breaks_and_a_byte_order_mark_are_read_as_csv_says() throws Exception {
        ImportedList list =
                parse("\uFEFFid,name,phone,age,tags\n1,\"Doe, \"\"Jo\"\"\nJr.\",(207) 555-0114 ext. 12,7,a; b ;a;\n");
        ImportedEntry entry = list.entries().get(0);
        assertThat(entry.values())
                .containsEntry("name", "Doe, \"Jo\"\nJr.")
                .containsEntry("phone", "(207) 555-0114 ext. 12");
        assertThat(entry.tags()).containsExactly("a", "b");
        assertThat(list.tags()).containsExactly("a", "b");
    }

    @Test
    void every_bad_row_is_reported_at_once() {
        assertThatThrownBy(
                        () -> parse(
                                "id,name,phone,age\n1,A,555-0101,x\n,B,555-0102,1\n1,C,555-0103,1\n4,D,call me,1\n5,E,555-0105,5\n"))
                .isInstanceOf(ImportException.class)
                .hasMessage(
                        "people.csv: row 2: age is no number; row 3: id is empty; row 4: id '1' was there before; row 5: phone is no phone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,name,phone\n1,A,555-0101\n",
                "id,name,phone,age,shoe\n1,A,555-0101,1,44\n",
                "id;name;phone;age\n1;A;555-0101;1\n"
            })
    void other_columns_than_the_schemas_are_refused(String csv) {
        assertThatThrownBy(() -> parse(csv)).isInstanceOf(ImportException.class).hasMessageContaining("row 1");
    }

    @Test
    void the_text_that_is_searched_has_values_and_tags_but_no_names_of_fields() throws Exception {
        String text = parse("id,name,phone,age,tags\n1,Łukasz O'Brien-José,555-0101,7,night shift\n")
                .entries()
                .get(0)
                .searchText();
        assertThat(text).isEqualTo("1 lukasz o brien jose 555 0101 7 night shift");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "title: x",
                "title: x\ndescription: y\nkey: id\nfields: []",
                "title: x\ndescription: y\nkey: nope\nfields: [{name: id, type: text}]",
                "title: x\ndescription: y\nkey: id\nfields: [{name: id, type: colour}]",
                "title: x\ndescription: y\nkey: id\nfields: [{name: 'I D', type: text}]",
                "a: [",
                "!!java.net.URL [x]"
            })
    void a_schema_that_is_none_is_refused(String yaml) {
        assertThatThrownBy(() -> ListSchema.parse("people", yaml))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("people.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "wyckoff,staff,300",
        "wyckoff,departments,40",
        "wyckoff,questions,40",
        "agrofresh,products,60",
        "agrofresh,questions,20",
        "agrofresh,contacts,12"
    })
    void the_sample_lists_are_sound_and_their_numbers_are_fictitious(String account, String name, int atLeast)
            throws Exception {
        Path folder = Path.of("src/main/sample/directories", account);
        ListSchema schema = ListSchema.parse(name, Files.readString(folder.resolve(name + ".yaml")));
        ImportedList list = DirectoryParser.parse(schema, Files.readString(folder.resolve(name + ".csv")));
        assertThat(list.entries()).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(list.entries())
                .extracting(entry -> entry.values().getOrDefault("phone", "555-0100"))
                .allSatisfy(phone -> assertThat(phone).containsPattern("555-01\\d\\d"));
    }

    @Test
    void words_are_letters_and_digits_only() {
        assertThat(SearchText.words("Who's (Dr.) ZOË? 555-0142"))
                .containsExactly("who", "s", "dr", "zoe", "555", "0142");
        assertThat(SearchText.words("()%_'")).isEmpty();
        assertThat(SearchText.words("x ".repeat(500))).containsExactly("x");
    }

    private static ImportedList parse(String csv) throws ImportException {
        return DirectoryParser.parse(ListSchema.parse("people", SCHEMA), csv);
    }
}
