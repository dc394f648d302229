package org.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.it.Parley;

/** The chat page at {@code /}, as a visitor uses it. */
class ChatBrowserIT {
    private static final double LIMIT_MS = 20_000;
    private static Browser browser;

    private final Parley parley = Parley.running();

    /** Has the first stream break off soon after it began, as a network does. */
    private static final String BREAK_FIRST_STREAM = """
            () => {
              const whole = window.fetch;
              window.fetch = async (...request) => {
                const response = await whole(...request);
                if (window.broken !== undefined || !String(request[0]).endsWith("/stream")) {
                  return response;
                }
                window.broken = false;
                const reader = response.body.getReader();
                const body = new ReadableStream({
                  start(controller) {
                    setTimeout(() => {
                      window.broken = true;
                      document.documentElement.dataset.broken = "";
                      controller.error(new TypeError("network error"));
                      reader.cancel();
                    }, 1500);
                  },
                  async pull(controller) {
                    const { value } = await reader.read();
                    if (!window.broken) {
                      controller.enqueue(value);
                    }
                  },
                });
                return new Response(body, { headers: response.headers });
              };
            }""";

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void a_visitor_picks_an_agent_asks_and_sees_words_tools_cost_and_request_id() {
        Page page = open("wyckoff/wyckoff_info_chat1", 1100, 800);
        page.getByTestId("suggestion").first().click();

        Locator answer = page.getByTestId("message-assistant");
        assertThat(page.getByTestId("answer-cost")).containsText("$0.00", contains());
        assertThat(answer).containsText("Cardiologist");
        assertThat(answer).containsText("Pharmacy is open");
        assertThat(page.getByTestId("tool-chip")).hasCount(2);
        assertThat(page.locator("[data-testid=tool-chip][data-status=ok]")).hasCount(2);
        assertThat(page.getByTestId("answer-request-id")).isVisible();
        Browser.screenshot(page, "chat");
        assertThat(browser.errors()).isEmpty();

        page.reload();
        assertThat(page.getByTestId("message-assistant")).containsText("Pharmacy is open", contains());
        assertThat(page.getByTestId("answer-cost")).containsText("$0.00");
        page.getByTestId("new-chat").click();
        assertThat(page.getByTestId("suggestion").first()).isVisible();
    }

    @Test
    void words_are_seen_before_the_answer_is_whole_and_a_tool_while_it_runs() {
        CountDownLatch seen = new CountDownLatch(1);
        parley.provider().script("browser-live", call -> {
            call.text("First words");
            org.junit.jupiter.api.Assertions.assertTrue(seen.await(30, TimeUnit.SECONDS));
            call.text(" and last.").end("stop", 3, 3, "0.0123");
        });
        Page page = open("acme/alpha", 1100, 800);
        send(page, "browser-live");

        assertThat(page.getByTestId("message-assistant")).containsText("First words", contains());
        assertThat(page.getByTestId("stop-button")).isVisible();
        seen.countDown();
        assertThat(page.getByTestId("message-assistant")).containsText("First words and last.", contains());
        assertThat(page.getByTestId("answer-cost")).containsText("0.0123");
    }

    @Test
    void an_answer_whose_connection_breaks_goes_on_where_it_stopped_and_is_asked_for_once() {
        CountDownLatch broken = new CountDownLatch(1);
        parley.provider().script("browser-breaks", call -> {
            call.text("Half of it");
            org.junit.jupiter.api.Assertions.assertTrue(broken.await(30, TimeUnit.SECONDS));
            call.text(" and the rest.").end("stop", 3, 3, "0.0321");
        });
        Page page = open("acme/loyal", 1100, 800);
        page.evaluate(BREAK_FIRST_STREAM);
        send(page, "browser-breaks");

        assertThat(page.getByTestId("message-assistant")).containsText("Half of it", contains());
        assertThat(page.locator("html[data-broken]")).hasCount(1);
        broken.countDown();
        assertThat(page.getByTestId("answer-cost")).containsText("0.0321", contains());
        assertThat(page.getByTestId("message-assistant")).containsText("Half of it and the rest.");
        org.assertj.core.api.Assertions.assertThat(parley.provider().book("browser-breaks"))
                .hasSize(1);
    }

    @Test
    void a_visitor_who_stops_an_answer_sees_what_it_cost_or_that_nobody_knows() {
        parley.provider().script("browser-stop", call -> {
            call.text("On and on");
            while (!call.left().await(100, TimeUnit.MILLISECONDS)) {
                call.text(" and on");
            }
        });
        Page page = open("acme/alpha", 1100, 800);
        send(page, "browser-stop");

        assertThat(page.getByTestId("message-assistant")).containsText("On and on", contains());
        page.getByTestId("stop-button").click();
        assertThat(page.getByTestId("answer-note")).containsText("stopped", contains());
        assertThat(page.getByTestId("answer-cost")).containsText("unknown");
        assertThat(page.getByTestId("send-button")).isVisible();
    }

    @Test
    void markup_of_an_answer_and_of_a_message_does_not_run() {
        String attack = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script> "
                + "[click](javascript:window.hacked=1) <svg onload=window.hacked=1></svg>";
        parley.provider().script("browser-attack", call -> call.text(attack).end("stop", 1, 1, "0"));
        Page page = open("acme/alpha", 1100, 800);
        send(page, "browser-attack " + attack);

        assertThat(page.getByTestId("answer-cost")).isVisible(visible());
        page.reload();
        assertThat(page.getByTestId("message-assistant")).containsText("click", contains());
        assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
        assertThat(page.locator("[data-testid=transcript] img, [data-testid=transcript] script, [href^=javascript]"))
                .hasCount(0);
    }

    @Test
    void a_failure_is_told_with_its_request_id() {
        parley.provider().script("browser-fails", call -> call.status(500, "{}"));
        Page page = open("acme/alpha", 1100, 800);
        send(page, "browser-fails");

        assertThat(page.getByTestId("problem")).containsText("The model is not available", contains());
        assertThat(page.getByTestId("problem-request-id")).hasText(Pattern.compile(".*[0-9a-f]{8}-.*"));
    }

    @Test
    void it_fits_a_phone() {
        Page page = open("wyckoff/wyckoff_info_chat1", 360, 740);
        page.getByTestId("suggestion").first().click();

        assertThat(page.getByTestId("answer-cost")).containsText("$0.00", contains());
        Browser.screenshot(page, "chat-phone");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    private Page open(String agent, int width, int height) {
        return browser.open(parley.address() + "/#/" + agent, width, height);
    }

    private static void send(Page page, String message) {
        page.getByTestId("message-input").fill(message);
        page.getByTestId("send-button").click();
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MS);
    }
}
