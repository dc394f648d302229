package org.parley.it;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.parley.fake.ProviderStub;
import org.parley.fake.StubCall;

/** A turn with two tools at once between two replies, which stops at its point until it may go on. */
final class FaultTurn {
    static final String AGENT = "acme/steady";
    private static final String SEARCH = "{\"list_name\":\"departments\",\"query\":\"%s\"}";
    private static final List<String> WORDS = List.of("It ", "opens ", "at ", "eight ", "every ", "day.");

    private final FaultPoint point;
    private final String message;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private volatile boolean isCut;
    private @Nullable FaultClient client;

    /** @param name unique among the turns of a test */
    FaultTurn(FaultPoint point, String name) {
        this.point = point;
        this.message = point.word() + " " + name + "."; // no message is the beginning of another
    }

    FaultPoint point() {
        return point;
    }

    String message() {
        return message;
    }

    /** What is said when nothing goes wrong. */
    String wholeAnswer() {
        return "Let me look." + "\n\n" + String.join("", WORDS);
    }

    void start(ProviderStub provider, URI server) {
        provider.script(message, this::first, this::second);
        client = new FaultClient(server, AGENT, message, point != FaultPoint.AFTER_COMMIT);
    }

    /** Waits until the provider has come to the point, when it is one of the provider's. */
    boolean awaitPoint() throws InterruptedException {
        boolean isTheProviders =
                point == FaultPoint.AFTER_CLAIM || point == FaultPoint.FIRST_BYTE || point == FaultPoint.MID_STREAM;
        return !isTheProviders || reached.await(60, TimeUnit.SECONDS);
    }

    void goOn() {
        mayGoOn.countDown();
    }

    /** Has the provider break its connection, now or at its next call. */
    void cut() {
        isCut = true;
        goOn();
    }

    void leave() {
        Optional.ofNullable(client).ifPresent(FaultClient::leave);
    }

    /** The data of the events that ended the client's stream. */
    List<String> ends() {
        return Optional.ofNullable(client).map(FaultClient::ends).orElse(List.of());
    }

    private void first(StubCall call) throws IOException, InterruptedException {
        pauseAt(FaultPoint.AFTER_CLAIM);
        call.text("Let me ");
        pauseAt(FaultPoint.FIRST_BYTE);
        call.text("look.")
                .tool(0, "a", "search_directory", SEARCH.formatted("pharmacy"))
                .tool(1, "b", "search_directory", SEARCH.formatted("cardiology"))
                .end("tool_calls", 100, 20, "0.0100");
    }

    private void second(StubCall call) throws IOException, InterruptedException {
        pauseAt(FaultPoint.ANYWHERE);
        for (String word : WORDS) {
            call.text(word);
            pauseAt(FaultPoint.ANYWHERE);
        }
        pauseAt(FaultPoint.MID_STREAM);
        call.end("stop", 200, 30, "0.0025");
    }

    /** One that may be struck anywhere only takes its time. */
    private void pauseAt(FaultPoint here) throws IOException, InterruptedException {
        if (point == here) {
            reached.countDown();
            mayGoOn.await(here == FaultPoint.ANYWHERE ? 20 : 120_000, TimeUnit.MILLISECONDS);
        }
        if (isCut) {
            throw new IOException("cut by the test");
        }
    }
}
