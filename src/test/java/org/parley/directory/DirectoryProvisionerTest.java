package org.parley.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.config.AgentAddress;
import org.parley.config.ConfigCascade;
import org.parley.config.ConfigDirectory;
import org.parley.config.EffectiveConfig;
import org.parley.config.FakeConfig;

/** Lists are loaded at the start; one that is broken stops neither the others nor the server. */
class DirectoryProvisionerTest {
    private static final String SCHEMA = "title: T\ndescription: D\nkey: id\nfields: [{name: id, type: text}]\n";

    @TempDir
    Path root;

    private final List<String> imported = new ArrayList<>();

    @BeforeEach
    void configure() throws Exception {
        list("a_first", "id\n1\n");
        list("z_last", "id\n1\n2\n");
    }

    @Test
    void every_list_of_every_account_is_loaded() {
        provision();
        assertThat(imported).containsExactly("acme/a_first: 1", "acme/z_last: 2");
    }

    @Test
    void nothing_is_loaded_unless_a_setting_says_so() {
        new Provisioning(Map.of()).provision();
        assertThat(imported).isEmpty();
    }

    @Test
    void a_list_with_a_bad_row_is_left_out_alone() throws Exception {
        list("m_bad", "id\n1\n1\n");
        provision();
        assertThat(imported).containsExactly("acme/a_first: 1", "acme/z_last: 2");
    }

    @Test
    void a_list_without_its_entries_is_left_out_alone() throws Exception {
        write("directories/acme/m_bad.yaml", SCHEMA.getBytes(StandardCharsets.UTF_8));
        provision();
        assertThat(imported).containsExactly("acme/a_first: 1", "acme/z_last: 2");
    }

    @Test
    void a_list_that_is_not_utf_8_is_left_out_alone() throws Exception {
        write("directories/acme/m_bad.yaml", SCHEMA.getBytes(StandardCharsets.UTF_8));
        write("directories/acme/m_bad.csv", "id\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        provision();
        assertThat(imported).containsExactly("acme/a_first: 1", "acme/z_last: 2");
    }

    private void provision() {
        new Provisioning(Map.of("provisioning.enabled", "true")).provision();
    }

    private void list(String name, String csv) throws IOException {
        write("directories/acme/" + name + ".yaml", SCHEMA.getBytes(StandardCharsets.UTF_8));
        write("directories/acme/" + name + ".csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** The bean, with a configuration and an importer of ours. */
    private final class Provisioning {
        private final DirectoryProvisioner bean = new DirectoryProvisioner();

        @SuppressWarnings("UnnecessaryAssignment") // no container injects here
        Provisioning(Map<String, String> settings) {
            bean.cascade = new ConfigCascade() {
                @Override
                public EffectiveConfig global() {
                    return FakeConfig.of(settings);
                }

                @Override
                public SortedMap<AgentAddress, EffectiveConfig> agents() {
                    return new TreeMap<>(Map.of(new AgentAddress("acme", "alpha"), global()));
                }

                @Override
                public ConfigDirectory directory() {
                    return new ConfigDirectory(root);
                }
            };
            bean.importer = new DirectoryImporter() {
                @Override
                public boolean replace(String accountSlug, ImportedList list, String contentHash) {
                    imported.add(accountSlug + "/" + list.schema().name() + ": "
                            + list.entries().size());
                    return true;
                }
            };
        }

        void provision() {
            bean.provision();
        }
    }
}
