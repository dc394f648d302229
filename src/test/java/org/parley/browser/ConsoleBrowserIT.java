package org.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.it.Parley;

/** The console at {@code /console}, as an operator uses it. */
class ConsoleBrowserIT {
    private static final double LIMIT_MS = 20_000;
    private static Browser browser;

    private final Parley parley = Parley.running();

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @BeforeEach
    void forgetErrors() {
        browser.errors().clear();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void an_operator_sees_the_pool_with_its_limits() {
        Page page = open(1280, 900);

        assertThat(page.locator("[data-figure=checked_out]")).isVisible(visible());
        assertThat(page.getByTestId("pool-chart"))
                .hasAttribute("aria-label", java.util.regex.Pattern.compile(".*20 kept, 30 at most.*"));
        assertThat(page.locator("#pool-chart canvas")).isVisible(visible());
        assertThat(page.getByTestId("pool-chart")).containsText("20 kept");
        assertThat(page.getByTestId("pool-chart")).containsText("30 at most");
        assertThat(page.getByTestId("nodes")).containsText("(this one)");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void a_running_request_is_listed_and_then_its_cost_and_tools_are() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        parley.provider()
                .script(
                        "console-turn",
                        call -> call.tool(0, "t", "get_available_directories", "{}")
                                .end("tool_calls", 100, 20, "0.5"),
                        call -> {
                            call.text("Wait");
                            while (!seen.await(200, TimeUnit.MILLISECONDS)) {
                                call.comment("thinking");
                            }
                            call.text(".").end("stop", 100, 20, "0.5125");
                        });
        CompletableFuture<HttpResponse<String>> turn = ask("console-turn");
        Page page = open(1280, 900);
        Locator running = page.locator("[data-testid=running] tr[data-status=in_progress]");

        assertThat(running.filter(new Locator.FilterOptions().setHasText("acme/alpha")))
                .hasCount(1, count());
        assertThat(page.getByTestId("running-count")).not().hasText("0");
        Browser.screenshot(page, "console");
        seen.countDown();
        assertThat(turn.get().statusCode()).isEqualTo(200);
        Locator ended =
                page.locator("[data-testid=recent] tr").filter(new Locator.FilterOptions().setHasText("$1.0125"));
        assertThat(ended).hasCount(1, count());
        assertThat(ended).containsText("get_available_directories ok");
        assertThat(ended).containsText("complete");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void markup_of_a_model_does_not_run() throws Exception {
        String attack = "<img src=x onerror=window.hacked=1>";
        parley.provider()
                .script(
                        "console-attack",
                        call -> call.tool(0, "t", attack, "{}").end("tool_calls", 1, 1, "0.7654321"),
                        call -> call.text("ok").end("stop", 1, 1, "0"));
        ask("console-attack").get();
        Page page = open(1280, 900);

        assertThat(page.getByTestId("recent")).containsText(attack + " rejected", contains());
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
    }

    @Test
    void settings_are_explained_with_their_sources_and_secrets_are_not_shown() {
        Page page = open(1280, 900);
        assertThat(page.locator("[data-testid=explained] table")).isVisible(visible());
        page.getByTestId("account-select").selectOption("acme");
        page.getByTestId("agent-select").selectOption("beta");

        Locator rows = page.locator("[data-testid=explained] tbody tr");
        Locator name = rows.filter(new Locator.FilterOptions().setHasText("llm.provider.base_url"));
        assertThat(name).containsText("agent_configs/acme/config.yaml:", contains());
        assertThat(page.getByTestId("config-about")).containsText("hash", contains());
        Locator key = rows.filter(new Locator.FilterOptions().setHasText("llm.provider.api_key"));
        assertThat(key).containsText("set, and not shown");
        assertThat(page.locator("body")).not().containsText("canary-");
        Browser.screenshot(page, "console-config");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void it_stands_still_while_paused_and_tells_when_the_server_does_not_answer() {
        Page page = open(1280, 900);
        assertThat(page.locator("[data-figure=checked_in]")).isVisible(visible());
        page.getByTestId("pause").click();
        assertThat(page.getByTestId("pause")).hasAttribute("aria-pressed", "true");
        page.getByTestId("pause").click();
        page.route("**/api/admin/**", route -> route.abort());

        assertThat(page.getByTestId("problem")).hasText("The server does not answer.", text());
        page.unroute("**/api/admin/**");
        assertThat(page.getByTestId("problem")).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(LIMIT_MS));
    }

    @Test
    void nobody_is_kept_out_on_a_desk_or_a_phone_by_day_or_night() {
        for (int width : new int[] {1280, 360}) {
            Page page = open(width, 800);
            assertThat(page.locator("#pool-chart canvas")).isVisible(visible());
            assertThat(page.locator("[data-testid=nodes] table")).isVisible(visible());
            assertThat(page.locator("[data-testid=explained] table")).isVisible(visible());
            Browser.screenshot(page, "console-" + width);
            assertThat(Axe.violations(page)).as(width + " px").isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(width + " px")
                    .isEqualTo(true);
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
            assertThat(Axe.violations(page)).as(width + " px, dark").isEmpty();
        }
    }

    private Page open(int width, int height) {
        return browser.open(parley.address() + "/console/", width, height);
    }

    private CompletableFuture<HttpResponse<String>> ask(String message) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(parley.address() + "/api/accounts/acme/agents/alpha/chat"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + message + "\"}"))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.HasCountOptions count() {
        return new LocatorAssertions.HasCountOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MS);
    }
}
