package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A DirSync page of more users than are read at once: while a part of them is made durable, the next one is read. */
class ReadingAheadTest extends ListenerFixture {

    private static final int TWO_PARTS = 502;

    private final List<ObjectGuid> users = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();

    @BeforeEach
    void users() {
        outboxLimit(10_000);
        poll(Duration.ofMinutes(10)); // so that one drain finds them all
        for (int number = 0; number < TWO_PARTS; number++) {
            users.add(domain().user("user" + number, domain().root()));
        }
    }

    @Test
    void a_part_is_being_read_when_the_one_before_it_becomes_durable() {
        start(PickyJournal.of(journal(), page -> {
            if (page.objects().size() == 500 && reads.get() > 0) {
                eventually(() -> reads.get() == 2);
            }
            return Optional.empty();
        }));
        eventually(this::following);
        onRead(number -> {});

        touchAll();

        eventually(() -> users.stream().allMatch(user -> value(user, "title").equals("Director")));
        assertThat(status().cause()).isEmpty();
    }

    @Test
    void a_part_that_cannot_be_read_leaves_the_one_before_it_durable_and_the_cookie_where_it_was() {
        startAndFollow();
        var cookie = checkpoint().orElseThrow().pageCookie();
        onRead(number -> {
            if (number == 2) {
                throw new DirectoryException(Reason.UNREACHABLE, "the connection broke");
            }
        });

        touchAll();

        eventually(() -> status().cause().contains("the connection broke"));
        assertThat(value(users.getFirst(), "title")).isEqualTo("Director");
        assertThat(value(users.getLast(), "title")).isEmpty();
        assertThat(checkpoint().orElseThrow().pageCookie()).isEqualTo(cookie);

        clock().advance(Duration.ofMinutes(1));
        eventually(() -> value(users.getLast(), "title").equals("Director"));
    }

    @Test
    void what_was_hidden_only_while_a_part_was_read_ahead_is_not_lost() {
        users.forEach(user -> domain().set(user, "mail", "somebody@contoso.com"));
        startAndFollow();
        domain().before(call -> {
            boolean ahead = call.equals("read") && reads.incrementAndGet() == 2;
            domain().rights().withhold("mail", ahead);
        });

        touchAll();

        eventually(() -> value(users.getLast(), "title").equals("Director"));
        assertThat(value(users.getLast(), "mail")).isEqualTo("somebody@contoso.com");
    }

    @Test
    void who_was_outside_only_while_a_part_was_read_ahead_has_not_left() {
        startAndFollow();
        ObjectGuid last = users.getLast();
        onRead(number -> {
            if (number == 2) {
                domain().move(last, domain().head());
            } else if (number == 3) {
                domain().move(last, domain().root());
            }
        });

        touchAll();

        eventually(() -> kinds(last).size() > 1);
        assertThat(kinds(last)).containsExactly("created", "updated");
        assertThat(present(last)).isTrue();
    }

    @Test
    void a_part_that_had_to_wait_for_room_is_read_anew() {
        startAndFollow();
        shipAll();
        stop();
        outboxLimit(500);
        startAndFollow();
        onRead(number -> {});

        touchAll();
        eventually(() -> journal().outboxSize().await() == 500 && reads.get() == 2);
        domain().set(users.getLast(), "title", "President");
        shipAll();

        eventually(() -> !value(users.getLast(), "title").isEmpty());
        assertThat(value(users.getLast(), "title")).isEqualTo("President");
    }

    private void touchAll() {
        reads.set(0);
        users.forEach(user -> domain().set(user, "title", "Director"));
        domain().ring();
    }

    /** Does something before each read of objects, which are counted from 1. */
    private void onRead(IntConsumer before) {
        domain().before(call -> {
            if (call.equals("read")) {
                before.accept(reads.incrementAndGet());
            }
        });
    }

    private void shipAll() {
        while (journal().outboxSize().await() > 0) {
            ship();
        }
    }

    private String value(ObjectGuid user, String attribute) {
        return String.join(",", shadow(user).orElseThrow().image().values(attribute));
    }
}
