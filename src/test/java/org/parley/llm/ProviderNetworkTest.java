package org.parley.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.config.ConfigException;
import org.parley.config.FakeConfig;

/** How a provider is reached, or why it must not be: failures name the key and keep the value to themselves. */
class ProviderNetworkTest {
    private static final String BASE_URL = "llm.provider.base_url";
    private static final String ALLOW = "llm.provider.allow_private_addresses";
    private static final String PROXY = "llm.provider.proxy";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/v1",
                "http://10.1.2.3/v1",
                "http://169.254.169.254/latest",
                "http://[::1]/v1",
                "http://[::ffff:127.0.0.1]/v1",
                "http://[::ffff:10.0.0.1]/v1",
                "http://0.0.0.0:8000/v1",
                "http://0177.0.0.1/v1",
                "https://[fd00:ec2::254]/v1"
            })
    void a_number_that_is_no_public_address_is_refused_by_the_name_of_the_key(String url) {
        assertThatThrownBy(() -> of(Map.of(BASE_URL, url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(BASE_URL + " ");
        if (!url.contains("0177")) {
            assertThat(of(Map.of(BASE_URL, url, ALLOW, "true")).privateAllowed())
                    .isTrue();
        }
    }

    @Test
    void the_offline_model_is_reached_without_permission_and_without_a_proxy() {
        ProviderNetwork network = of(Map.of("offline.enabled", "true", PROXY, "http://proxy.example:3128"));
        assertThat(network.privateAllowed()).isTrue();
        assertThat(network.proxy()).isEqualTo(ProviderProxy.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:hush-hush@h/v1",
                "https://hush-hush@h/v1",
                "https://user:hush-hush @h/v1",
                "ftp://user:hush-hush@h/v1",
                "https://h/v1?key=hush-hush",
                "https://h/v1#hush-hush",
                "https://hush-hush:99999/v1"
            })
    void an_address_with_more_than_host_port_and_path_is_refused_without_being_shown(String url) {
        assertThatThrownBy(() -> of(Map.of(BASE_URL, url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(BASE_URL)
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining(BASE_URL))
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("hush-hush"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://proxy.example:3128", "socks://proxy.example", "http://u:hush-hush@p:1", "http://"})
    void a_proxy_that_cannot_be_used_is_refused_by_the_name_of_its_key(String proxy) {
        assertThatThrownBy(() -> of(Map.of(BASE_URL, "https://h/v1", PROXY, proxy)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(PROXY)
                .hasMessageNotContaining("hush-hush");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/v1,key.example:3128,key.example/<unresolved>:3128",
        "https://h/v1,,secure.example/<unresolved>:8443",
        "http://h/v1,,plain.example/<unresolved>:80"
    })
    void the_key_stands_over_the_environment_which_tells_http_and_https_apart(
            String baseUrl, String key, String proxy) {
        Map<String, String> values = new HashMap<>(
                Map.of(BASE_URL, baseUrl, "HTTPS_PROXY", "http://secure.example:8443", "http_proxy", "plain.example"));
        if (key != null) {
            values.put(PROXY, key);
        }
        assertThat(of(values).proxy().address()).get().hasToString(proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "api.corp.example,true",
        "API.corp.example,true",
        "corp.example,true",
        "notcorp.example,false",
        "exact.test,true",
        "below.exact.test,true",
        "any.star.test,true",
        "api.openai.com,false",
        "localhost,true",
        "127.0.0.1,true",
        "[::1],true"
    })
    void hosts_of_the_list_and_loopback_are_reached_without_a_proxy(String host, boolean direct) {
        ProviderProxy proxy = of(Map.of(
                        BASE_URL, "https://h/v1", "llm.provider.no_proxy", ".corp.example, exact.test, *.star.test"))
                .proxy();
        assertThat(proxy.isDirect(host)).isEqualTo(direct);
        assertThat(of(Map.of(BASE_URL, "https://h/v1", "NO_PROXY", "*")).proxy().isDirect(host))
                .isTrue();
    }

    @Test
    void a_login_that_the_jvm_would_leave_out_is_refused() {
        assertThatThrownBy(() -> ProxyLogin.requireTunnelling(null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("llm.provider.proxy_user");
        assertThatThrownBy(() -> ProxyLogin.requireTunnelling("NTLM, Basic")).isInstanceOf(ConfigException.class);
        ProxyLogin.requireTunnelling("");
    }

    @Test
    void the_password_is_no_part_of_what_is_printed() {
        ProviderNetwork network = of(Map.of(
                BASE_URL,
                "http://h/v1",
                PROXY,
                "http://proxy.example:3128",
                "llm.provider.proxy_user",
                "parley",
                "llm.provider.proxy_password",
                "hush-hush"));
        assertThat(network.toString()).contains("parley").doesNotContain("hush-hush");
    }

    @Test
    void a_file_of_authorities_that_is_none_is_refused_by_the_name_of_its_key(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        for (Path file : new Path[] {folder.resolve("missing.pem"), folder, empty, text}) {
            assertThatThrownBy(() -> ProviderClient.of(
                            of(Map.of(BASE_URL, "https://h/v1", "llm.provider.ca_file", file.toString())),
                            Runnable::run))
                    .as(file.toString())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("llm.provider.ca_file")
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void a_relative_file_is_one_of_the_configuration_directory() {
        assertThat(of(Map.of(BASE_URL, "https://h/v1", "llm.provider.ca_file", "ca.pem", "parley.config.dir", "/etc/p"))
                        .caFile())
                .contains(Path.of("/etc/p/ca.pem"));
    }

    private static String stackTrace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            text.append(at).append('\n');
        }
        return text.toString();
    }

    private static ProviderNetwork of(Map<String, String> values) {
        return ProviderNetwork.of(FakeConfig.of(values));
    }
}
