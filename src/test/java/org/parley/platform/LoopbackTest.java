package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators' pages and addresses answer callers on the machine, whatever a header says. */
class LoopbackTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,localhost:8080",
        "127.0.0.1,127.0.0.1:8080",
        "127.8.9.1,LOCALHOST",
        "0:0:0:0:0:0:0:1,[::1]:8080",
        "::1,localhost",
        "::ffff:127.0.0.1,localhost"
    })
    void a_caller_on_the_machine_is_answered(String address, String host) {
        assertThat(isAnswered(address, Map.of("Host", host))).isTrue();
        assertThat(isAnswered(address, Map.of("Host", host, "Origin", "http://" + host)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "192.168.1.7",
                "8.8.8.8",
                "::ffff:10.0.0.1",
                "2001:db8::1",
                "",
                "localhost",
                "1",
                "127.1"
            })
    void a_caller_elsewhere_is_not_answered(String address) {
        assertThat(isAnswered(address, Map.of("Host", "localhost"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void a_caller_behind_a_proxy_on_the_machine_is_not_answered(String header) {
        assertThat(isAnswered("127.0.0.1", Map.of("Host", "localhost", header, "127.0.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "10.0.0.1",
                "",
                "a b",
                "x@evil.example"
            })
    void a_page_of_another_host_in_a_browser_on_the_machine_is_not_answered(String host) {
        assertThat(isAnswered("127.0.0.1", Map.of("Host", host))).isFalse();
        assertThat(isAnswered("127.0.0.1", Map.of("Host", "localhost", "Origin", "http://" + host)))
                .isFalse();
    }

    @Test
    void a_caller_that_does_not_say_whom_it_asks_is_not_answered() {
        assertThat(isAnswered("127.0.0.1", Map.of())).isFalse();
        assertThat(isAnswered("127.0.0.1", Map.of("Host", "localhost", "Origin", "null")))
                .isFalse();
    }

    @Test
    void a_caller_of_http_2_says_it_without_the_header() {
        assertThat(isAnswered("127.0.0.1", Map.of(), "HTTP/2.0", "localhost")).isTrue();
        assertThat(isAnswered("127.0.0.1", Map.of(), "HTTP/2.0", "evil.example"))
                .isFalse();
    }

    private static boolean isAnswered(String address, Map<String, String> headers) {
        return isAnswered(address, headers, "HTTP/1.1", "localhost");
    }

    private static boolean isAnswered(String address, Map<String, String> headers, String protocol, String name) {
        Map<String, String> sent = new HashMap<>(headers);
        return Loopback.isCallerOf((HttpServletRequest) Proxy.newProxyInstance(
                LoopbackTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "getProtocol" -> protocol;
                    case "getServerName" -> name;
                    case "getHeader" -> sent.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }
}
