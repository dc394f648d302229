package org.parley.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.incontainer.BookedTurns.NOW;
import static org.parley.incontainer.BookedTurns.reply;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.account.CapPeriod;
import org.parley.account.SpendingCap;
import org.parley.incontainer.BookedTurns.Turn;
import org.parley.llm.ChatReply;
import org.parley.llm.ModelException;
import org.parley.llm.ModelFailure;
import org.parley.platform.EventLog;
import org.parley.platform.Ids;
import org.parley.run.Rows;
import org.parley.usage.CallOutcome;
import org.parley.usage.CapReachedException;
import org.parley.usage.LlmCall;
import org.parley.usage.LlmRequestTracker;
import org.parley.usage.Payer;
import org.parley.usage.Pricing;
import org.parley.usage.Reservation;

/** Many threads that claim, settle, fail and forget calls under the same caps. */
@ExtendWith(ArquillianExtension.class)
class CapsArquillianIT {
    private static final int THREADS = 16;
    private static final int CLAIMS_OF_EACH = 60;
    private static final BigDecimal MOST_OF_A_CALL = new BigDecimal("0.01");
    private static final BigDecimal CAP = new BigDecimal("2.005");

    @Inject
    LlmRequestTracker tracker;

    @Inject
    BookedTurns turns;

    @Resource(lookup = "java:comp/env/jdbc/owner")
    DataSource dataSource;

    private final Rows rows = new Rows(() -> dataSource.getConnection());
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Deployment
    static WebArchive application() {
        return Application.with(ProbeTool.class, BookedTurns.class, Rows.class);
    }

    @Test
    void the_counter_never_passes_the_cap_and_is_always_the_sum_of_its_calls() throws Exception {
        Turn turn = turns.open();
        List<SpendingCap> caps = new ArrayList<>();
        for (CapPeriod period : CapPeriod.values()) {
            caps.add(new SpendingCap("agent", turn.agent().id(), period, CAP, false));
            caps.add(new SpendingCap("account", turn.agent().accountId(), period, CAP.add(BigDecimal.ONE), false));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> races = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            races.add(threads.submit(() -> race(turn, caps, new Random(seed))));
        }
        for (Future<?> race : races) {
            race.get();
        }
        threads.shutdown();

        assertThat(refused.get()).isPositive();
        assertThat(rows.all(
                        "SELECT * FROM cap_audit WHERE account_id = ?",
                        turn.agent().accountId()))
                .isEmpty();
        BigDecimal counted = counted(turn);
        assertThat(counted).isLessThanOrEqualTo(CAP).isGreaterThan(CAP.subtract(MOST_OF_A_CALL));
        EventLog.info(
                "test.caps.race",
                Map.of(
                        "threads", THREADS,
                        "claimed", claimed.get(),
                        "refused", refused.get(),
                        "cap", CAP,
                        "counted", counted));
    }

    private void race(Turn turn, List<SpendingCap> caps, Random random) {
        Payer payer = new Payer(
                turn.agent().accountId(),
                "probes",
                turn.agent().id(),
                "parallel",
                turn.agent().type());
        for (int i = 0; i < CLAIMS_OF_EACH; i++) {
            LlmCall call = turn.request()
                    .call(
                            Ids.next(),
                            random.nextInt(1_000_000) + 2,
                            random.nextInt(1_000_000) + 1,
                            "probes/model",
                            10,
                            NOW);
            call.reserve(new Reservation(payer, caps, MOST_OF_A_CALL, NOW));
            try {
                tracker.claim(call);
                claimed.incrementAndGet();
                assertThat(counted(turn)).isLessThanOrEqualTo(CAP);
                settle(turn, call, random);
            } catch (CapReachedException e) {
                refused.incrementAndGet();
            }
        }
    }

    /** Ends a call in one of the ways that calls end, or not at all, as when the process dies. */
    private void settle(Turn turn, LlmCall call, Random random) {
        Pricing pricing = BookedTurns.pricing(turn);
        int chance = random.nextInt(10);
        if (chance == 0) {
            return;
        }
        CallOutcome outcome = chance == 1
                ? pricing.abandoned(call)
                : chance == 2
                        ? pricing.failed(call, refusal())
                        : pricing.settled(call, reply("0.00" + random.nextInt(10)));
        tracker.settle(outcome, List.of());
    }

    private static ModelException refusal() {
        return new ModelException(ModelFailure.RATE_LIMITED, ChatReply.NOTHING, Optional.empty(), null);
    }

    private BigDecimal counted(Turn turn) {
        Object counted = rows.one(
                        "SELECT counted FROM cap_counters WHERE scope_id = ? AND period = 'day'",
                        turn.agent().id())
                .get("counted");
        return (BigDecimal) Objects.requireNonNull(counted);
    }
}
