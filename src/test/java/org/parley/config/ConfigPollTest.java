package org.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of files is noticed however it is made, and is in force when the files have come to rest. */
class ConfigPollTest {
    private static final AgentAddress ALPHA = new AgentAddress("acme", "alpha");
    private static final String FILE = "agent_configs/acme/alpha/config.yaml";

    @TempDir
    Path folder;

    private Path root;
    private final SteppedClock clock = new SteppedClock();
    private final ConfigCascade cascade = new ConfigCascade();
    private final ConfigPoll poll = new ConfigPoll(cascade, clock);

    @BeforeEach
    void configure() throws Exception {
        root = folder.resolve("config");
        System.setProperty("parley.config.dir", root.toString());
        write(FILE, "llm: {model: one}\n");
    }

    @AfterEach
    void forget() {
        System.clearProperty("parley.config.dir");
    }

    @Test
    void a_file_that_was_written_is_in_force_at_the_second_look() throws Exception {
        rest();
        AgentConfig running = cascade.forAgent(ALPHA);
        long epoch = cascade.state().epoch();
        write(FILE, "llm: {model: longer}\n");
        assertThat(poll.look()).as("first look").isFalse();
        assertThat(model()).isEqualTo("one");
        assertThat(poll.look()).as("second look").isTrue();
        assertThat(model()).isEqualTo("longer");
        assertThat(cascade.state().epoch()).isEqualTo(epoch + 1);
        assertThat(running.values().required("llm.model")).as("a running turn").isEqualTo("one");
        assertThat(poll.look()).as("nothing more").isFalse();
    }

    @Test
    void a_file_that_is_still_being_written_is_not_read() throws Exception {
        rest();
        write(FILE, "llm: {model: ha\n");
        poll.look();
        write(FILE, "llm: {model: half\n");
        assertThat(poll.look()).isFalse();
        write(FILE, "llm: {model: whole}\n");
        assertThat(poll.look()).isFalse();
        assertThat(cascade.state().isCurrent()).isTrue();
        assertThat(poll.look()).isTrue();
        assertThat(model()).isEqualTo("whole");
    }

    @Test
    void a_file_that_was_renamed_into_its_place_is_noticed_though_size_and_time_are_the_same() throws Exception {
        rest();
        FileTime time = Files.getLastModifiedTime(root.resolve(FILE));
        Path edited = Files.writeString(root.resolve("edited"), "llm: {model: two}\n");
        Files.setLastModifiedTime(edited, time);
        Files.move(edited, root.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        rest();
        assertThat(model()).isEqualTo("two");
    }

    @Test
    void a_mounted_config_map_is_swapped_by_its_link() throws Exception {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        version(mount, "..1", "one");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(mount.resolve("agent_configs"), Path.of("..data/agent_configs"));
        Files.createSymbolicLink(mount.resolve("config.yaml"), Path.of("..data/config.yaml"));
        System.setProperty("parley.config.dir", mount.toString());
        rest();
        assertThat(model()).isEqualTo("one");
        assertThat(cascade.state().required().warnings()).isEmpty();

        version(mount, "..2", "two");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        rest();

        assertThat(model()).isEqualTo("two");
        assertThat(cascade.global().whole("llm.max_tokens")).isEqualTo(2);
    }

    @Test
    void a_file_that_is_not_valid_leaves_what_was_in_force_and_the_lag_says_for_how_long() throws Exception {
        rest();
        write(FILE, "llm: [\n");
        rest();
        assertThat(model()).isEqualTo("one");
        assertThat(cascade.state().isCurrent()).isFalse();
        assertThat(cascade.state().objections())
                .extracting(ConfigFinding::source)
                .containsExactly(FILE);
        clock.step(Duration.ofSeconds(90));
        assertThat(poll.lag()).isGreaterThanOrEqualTo(Duration.ofSeconds(90));
        write(FILE, "llm: {model: one}\n");
        rest();
        assertThat(cascade.state().isCurrent()).isTrue();
        assertThat(poll.lag()).isZero();
        assertThat(cascade.state().epoch()).isEqualTo(1);
    }

    @Test
    void a_directory_that_goes_away_takes_no_agent_with_it() throws Exception {
        rest();
        Files.move(root, folder.resolve("elsewhere"));
        rest();
        assertThat(model()).isEqualTo("one");
        assertThat(cascade.state().isCurrent()).isFalse();
        Files.move(folder.resolve("elsewhere"), root);
        rest();
        assertThat(cascade.state().isCurrent()).isTrue();
    }

    @Test
    void an_agent_may_come_and_go_while_others_are_served() throws Exception {
        rest();
        AgentAddress beta = new AgentAddress("acme", "beta");
        write("agent_configs/acme/beta/config.yaml", "llm: {model: b}\n");
        rest();
        assertThat(cascade.agents()).containsOnlyKeys(ALPHA, beta);
        Files.delete(root.resolve("agent_configs/acme/beta/config.yaml"));
        rest();
        assertThat(cascade.agents()).containsOnlyKeys(ALPHA);
    }

    private void rest() {
        poll.look();
        poll.look();
    }

    private String model() {
        return cascade.forAgent(ALPHA).values().required("llm.model");
    }

    private static void version(Path mount, String name, String model) throws Exception {
        Path agent = Files.createDirectories(mount.resolve(name).resolve("agent_configs/acme/alpha"));
        Files.writeString(agent.resolve("config.yaml"), "llm: {model: " + model + "}\n");
        Files.writeString(mount.resolve(name).resolve("config.yaml"), "llm: {max_tokens: " + name.substring(2) + "}\n");
        for (Path file :
                new Path[] {agent.resolve("config.yaml"), mount.resolve(name).resolve("config.yaml")}) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
    }

    private void write(String path, String content) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A clock that goes on when it is told to. */
    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
