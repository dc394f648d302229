package org.parley.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with a fault takes nothing in and leaves nothing unsaid. */
class ImportFaultsTest {
    private static final String SCHEMA = """
            title: People
            description: Who is who
            key: id
            fields:
              - {name: id, type: text}
              - {name: name, type: text}
              - {name: age, type: number}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "who,what\n", "id,name\n", "id;name;age\n"})
    void a_file_with_no_rows_and_not_the_right_columns_does_not_empty_the_list(String csv) {
        assertThatThrownBy(() -> parse(csv)).isInstanceOf(ImportException.class).hasMessageContaining("people.csv");
    }

    @Test
    void a_row_with_a_value_too_many_or_too_few_is_bad_and_hides_no_other_bad_row() {
        assertThatThrownBy(() -> parse("id,name,age\n1,Doe, Jane,7\n2,B,x\n3,C\n4,D,y\n"))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("row 2")
                .hasMessageContaining("row 3")
                .hasMessageContaining("row 4")
                .hasMessageContaining("row 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id,name,age,name\n1,a,7,b\n", "id,name,age,tags,tags\n1,a,7,x,y\n"})
    void a_column_that_is_there_twice_is_refused(String csv) {
        assertThatThrownBy(() -> parse(csv)).isInstanceOf(ImportException.class);
    }

    @Test
    void a_quote_that_is_never_closed_does_not_swallow_the_rows_behind_it() {
        assertThatThrownBy(() -> parse("id,name,age\n1,\"Ann,7\n2,Bob,8\n3,Cy,9\n"))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void a_character_that_the_database_cannot_keep_makes_a_bad_row() {
        assertThatThrownBy(() -> parse("id,name,age\n1,A\u0000nn,7\n2,Bob,8\n"))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("row 2");
    }

    @Test
    void columns_may_stand_in_any_order_and_values_are_kept_in_the_schemas() throws Exception {
        ImportedEntry entry = parse("age,tags,name,id\n7,a,Ann,1\n").entries().get(0);
        assertThat(entry.key()).isEqualTo("1");
        assertThat(entry.json()).isEqualTo("{\"id\":\"1\",\"name\":\"Ann\",\"age\":\"7\"}");
    }

    @Test
    void a_value_that_is_empty_is_absent() throws Exception {
        ImportedEntry entry = parse("id,name,age\n1,  ,\n").entries().get(0);
        assertThat(entry.values()).containsOnlyKeys("id");
        assertThat(entry.searchText()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBER,-3.50,true",
        "NUMBER,'1,5',false",
        "NUMBER,1e5,false",
        "NUMBER,12345678901234567890,false",
        "EMAIL,a.b@c.example,true",
        "EMAIL,a@b,false",
        "EMAIL,a b@c.example,false",
        "PHONE,(207) 555-0114 ext. 12,true",
        "PHONE,+1 207 555 0114,true",
        "PHONE,call me,false",
        "URL,https://a.example/x,true",
        "URL,javascript:alert(1),false",
        "URL,ftp://a.example,false",
        "HOURS,Mon-Fri 08:00-17:00,true"
    })
    void a_type_takes_what_looks_like_it(FieldType type, String value, boolean accepted) {
        assertThat(type.accepts(value)).isEqualTo(accepted);
        assertThat(FieldType.of(type.word())).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fields: [{name: id, type: text}, {name: id, type: text}]",
                "fields: [{name: id, type: text}, name]",
                "fields: [{name: id, type: text}, {name: tags, type: text}]",
                "fields: [{name: id}]",
                "fields: {id: text}"
            })
    void a_schema_with_a_field_that_is_none_or_is_there_twice_is_refused(String fields) {
        String yaml = "title: x\ndescription: y\nkey: id\n" + fields + "\n";
        assertThatThrownBy(() -> ListSchema.parse("people", yaml))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("people.yaml");
    }

    @Test
    void every_number_to_call_in_the_sample_is_one_that_rings_nowhere() throws Exception {
        Pattern number = Pattern.compile("\\b\\d{3}-\\d{4}\\b");
        List<String> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/sample"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher found = number.matcher(Files.readString(file));
                while (found.find()) {
                    numbers.add(found.group());
                }
            }
        }
        assertThat(numbers).hasSizeGreaterThan(300).allMatch(found -> found.startsWith("555-01"));
    }

    @Test
    void every_list_in_the_sample_has_both_of_its_files() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/sample/directories"))) {
            assertThat(files.filter(Files::isRegularFile).toList()).isNotEmpty().allSatisfy(file -> {
                String name = file.toString().replaceFirst("\\.(csv|yaml)$", "");
                assertThat(Path.of(name + ".csv")).exists();
                assertThat(Path.of(name + ".yaml")).exists();
            });
        }
    }

    private static ImportedList parse(String csv) throws ImportException {
        return DirectoryParser.parse(ListSchema.parse("people", SCHEMA), csv);
    }
}
