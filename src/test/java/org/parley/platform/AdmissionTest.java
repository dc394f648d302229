package org.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void end() {
        mayEnd.countDown();
        clients.shutdownNow();
    }

    @Test
    void so_many_are_at_work_and_the_others_come_in_in_order() throws Exception {
        Admission admission = admission(2, 30);
        List<Integer> inside = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int client = i;
            all.add(clients.submit(() -> admission.run(() -> {
                inside.add(client);
                return mayEnd.await(30, TimeUnit.SECONDS);
            })));
            int came = i + 1;
            await().until(() -> inside.size() + admission.waiting() == came);
        }

        assertThat(inside).containsExactly(0, 1);
        mayEnd.countDown();
        for (Future<?> one : all) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertThat(inside).hasSize(6);
    }

    @Test
    void who_waits_too_long_is_told_that_the_database_is_busy() {
        Admission admission = admission(1, 0);

        assertThatThrownBy(() -> admission.run(
                        () -> clients.submit(() -> admission.run(() -> "in")).get(30, TimeUnit.SECONDS)))
                .cause()
                .isInstanceOfSatisfying(ProblemException.class, busy -> {
                    assertThat(busy.problem().status()).isEqualTo(503);
                    assertThat(busy.problem().type()).isEqualTo("/problems/database-busy");
                    assertThat(busy.retryAfter()).isPresent();
                });
    }

    @Test
    void work_within_admitted_work_has_its_place_already_and_work_that_fails_gives_it_back() throws Exception {
        Admission admission = admission(1, 0);

        assertThat(admission.run(() -> admission.run(() -> "in"))).isEqualTo("in");
        IntStream.range(0, 3)
                .forEach(n -> assertThatThrownBy(() -> admission.run(() -> {
                            throw new IllegalStateException("failed");
                        }))
                        .hasMessage("failed"));
        assertThat(admission.run(() -> "in")).isEqualTo("in");
    }

    @Test
    void a_crowd_of_strangers_leaves_room_for_those_who_are_known() throws Exception {
        Admission admission = admission(4, 30);
        AtomicInteger inside = new AtomicInteger();
        List<Future<?>> strangers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            strangers.add(clients.submit(() -> admission.runForStranger(() -> {
                inside.incrementAndGet();
                return mayEnd.await(30, TimeUnit.SECONDS);
            })));
        }
        await().until(() -> inside.get() == 2);

        assertThat(admission.run(() -> admission.runForStranger(() -> "in"))).isEqualTo("in");
        assertThat(admission.waiting()).isZero();
        assertThat(inside).hasValue(2);
        mayEnd.countDown();
        for (Future<?> one : strangers) {
            one.get(30, TimeUnit.SECONDS);
        }
        assertThat(inside).hasValue(20);
    }

    private static Admission admission(int places, int seconds) {
        return new Admission(places, Duration.ofSeconds(seconds));
    }
}
