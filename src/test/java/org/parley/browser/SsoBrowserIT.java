package org.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.parley.it.Sso;
import org.parley.run.Keycloak;

/** The pages, as people use them who sign in at a real identity provider. */
@EnabledIfSystemProperty(named = "keycloak.home", matches = ".+", disabledReason = "only with the profile sso")
class SsoBrowserIT {
    private static final double LIMIT_MS = 20_000;
    private static Browser browser;

    private final Sso sso = Sso.running();

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
    void a_visitor_signs_in_asks_reloads_and_signs_out_and_the_back_button_shows_nothing() {
        sso.parley()
                .provider()
                .script("sso-chat", call -> call.text("Good day.").end("stop", 3, 3, "0.01"));
        Page page = signIn("vera", "/#/acme/alpha");

        assertThat(page.getByTestId("who")).hasText("Vera Visitor", text());
        send(page, "sso-chat");
        assertThat(page.getByTestId("message-assistant")).containsText("Good day.", contains());
        page.reload();
        assertThat(page.getByTestId("message-assistant")).containsText("Good day.", contains());
        assertThat(Axe.violations(page)).isEmpty();
        Browser.screenshot(page, "chat-signed-in");
        assertThat(browser.errors()).isEmpty();

        page.getByTestId("sign-out").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("You are signed out", text());
        assertThat(page.url()).isEqualTo(sso.address() + "/auth/signed-out.html");
        assertThat(Axe.violations(page)).isEmpty();
        goBack(page);
        assertThat(page.locator("body")).not().containsText("Good day.");
        goBack(page);
        assertThat(page.locator("body")).not().containsText("Good day.");
        page.navigate(sso.address().toString());
        assertThat(page.locator("#password")).isVisible(visible());
    }

    @Test
    void what_was_typed_when_the_session_ended_waits_for_the_same_visitor() {
        Page page = signIn("max", "/#/acme/alpha");
        assertThat(page.getByTestId("who")).hasText("Max Member", text());
        assertThat(page.getByTestId("message-input"))
                .isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(LIMIT_MS));
        sso.end("Max");
        send(page, "A long and well considered question");

        assertThat(page.getByTestId("who")).hasText("Max Member", text());
        assertThat(page.getByTestId("message-input"))
                .hasValue(
                        "A long and well considered question",
                        new LocatorAssertions.HasValueOptions().setTimeout(LIMIT_MS));
        assertThat(page.url()).isEqualTo(sso.address() + "/#/acme/alpha");
    }

    @Test
    void a_session_goes_on_without_the_visitor_noticing_when_its_token_is_over() {
        sso.parley()
                .provider()
                .script("sso-on", call -> call.text("Still here.").end("stop", 3, 3, "0.01"));
        Page page = signIn("edda", "/#/acme/alpha");
        assertThat(page.getByTestId("who")).hasText("Edda Editor", text());
        sso.outdate("Edda");
        send(page, "sso-on");

        assertThat(page.getByTestId("message-assistant")).containsText("Still here.", contains());
    }

    @Test
    void an_operator_uses_the_console_and_comes_back_to_it_when_the_session_ends() {
        Page page = signIn("otto", "/console/");

        assertThat(page.getByTestId("who")).hasText("Otto Operator", text());
        assertThat(page.locator("[data-testid=nodes] table")).isVisible(visible());
        assertThat(page.locator("#pool-chart canvas")).isVisible(visible());
        assertThat(page.locator("[data-testid=explained] table")).isVisible(visible());
        assertThat(Axe.violations(page)).isEmpty();
        Browser.screenshot(page, "console-signed-in");
        assertThat(browser.errors()).isEmpty();
        page.evaluate("window.before = true");
        sso.end("Otto");
        page.waitForFunction("() => window.before === undefined");
        assertThat(page.getByTestId("who")).hasText("Otto Operator", text());
        assertThat(page.url()).isEqualTo(sso.address() + "/console/");
    }

    @Test
    void a_visitor_is_refused_the_console_and_can_go_on_from_there() {
        Page page = signIn("gwen", "/console/");

        assertThat(page.locator("h1")).hasText("Not allowed", text());
        assertThat(Axe.violations(page)).isEmpty();
        page.getByText("Go to the chat").click();
        assertThat(page.getByTestId("account-select"))
                .hasText(Pattern.compile("globex.*", Pattern.CASE_INSENSITIVE), text());
    }

    private Page signIn(String user, String path) {
        String start = path.contains("#") ? "/auth/sign-in?to=" + path.replace("#", "%23") : path;
        Page page = browser.open(sso.address() + start, 1280, 900);
        page.locator("#username").fill(user);
        page.locator("#password").fill(Keycloak.USERS_PASSWORD);
        page.locator("#kc-login").click();
        assertThat(page)
                .hasURL(
                        Pattern.compile("^" + sso.address() + "/"),
                        new PageAssertions.HasURLOptions().setTimeout(LIMIT_MS));
        return page;
    }

    /** What was left by a form the browser does not ask for again by itself. */
    private static void goBack(Page page) {
        try {
            page.goBack();
        } catch (PlaywrightException e) {
            assertThat(e.getMessage()).contains("ERR_CACHE_MISS");
        }
    }

    private static void send(Page page, String message) {
        page.getByTestId("message-input").fill(message);
        page.getByTestId("send-button").click();
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MS);
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MS);
    }
}
