package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.ImageFilter;
import adsync.journal.Checkpoint;
import adsync.journal.PageCommit;
import adsync.services.Service;
import adsync.services.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of all those below a container of which alone the directory speaks. */
class SubtreeTest extends ListenerFixture {

    @Test
    void a_subtree_that_comes_in_waits_for_the_provider_and_lets_other_changes_pass() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        List<ObjectGuid> many = users(30, sales);
        outboxLimit(20);
        startAndFollow();
        ship();

        domain().move(sales, domain().root());
        domain().ring();
        eventually(() -> journal().outboxSize().await() >= 10);
        domain().set(ada, "title", "Director");
        domain().ring();
        eventually(() -> kinds(ada).contains("updated"));
        rounds(3);
        assertThat(journal().outboxSize().await()).isLessThan(20);

        eventually(() -> {
            ship();
            return many.stream().allMatch(this::present);
        });
        eventually(() -> {
            ship(); // the last page may have come after the last look
            return journal().rechecks(domain().namingContext().guid()).await().isEmpty();
        });
    }

    @Test
    void while_a_subtree_is_read_the_directory_is_looked_at_often_enough_for_the_guard_to_see_a_burst_whole() {
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        List<ObjectGuid> many = users(60, sales);
        startAndFollow();
        List<Instant> looks = new CopyOnWriteArrayList<>();
        domain().before(call -> {
            clock().advance(Duration.ofMillis(50));
            if (call.equals("usn")) {
                looks.add(clock().instant());
            }
        });

        domain().move(sales, domain().root());
        domain().ring();
        eventually(() -> many.stream().allMatch(this::present));

        assertThat(looks).hasSizeGreaterThan(2);
        for (int look = 1; look < looks.size(); look++) {
            assertThat(Duration.between(looks.get(look - 1), looks.get(look))).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void a_subtree_whose_reading_was_cut_short_is_read_on_and_nobody_comes_twice() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        List<ObjectGuid> many = users(12, sales);
        startAndFollow();
        AtomicInteger reads = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("read") && reads.incrementAndGet() == 4) {
                throw new DirectoryException(Reason.UNREACHABLE, "the connection was lost");
            }
        });

        domain().move(sales, domain().root());
        domain().ring();

        eventually(() -> many.stream().allMatch(this::present));
        eventually(this::following);
        eventually(() -> many.stream().noneMatch(user -> kinds(user).isEmpty())); // told once it is durable
        assertThat(many).allSatisfy(user -> assertThat(kinds(user)).containsExactly("created"));
        // one for the container, two pages, one that failed, and the two pages that were missing
        assertThat(reads.get()).isLessThan(8);
    }

    @Test
    void a_container_that_goes_while_its_users_are_read_takes_them_with_it() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        List<ObjectGuid> many = users(6, sales);
        startAndFollow();
        AtomicInteger pages = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("stamps") && pages.incrementAndGet() == 2) {
                domain().move(sales, domain().head());
                domain().ring();
            }
        });

        domain().move(sales, domain().root());
        domain().ring();

        eventually(() -> pages.get() >= 2);
        eventually(() ->
                journal().rechecks(domain().namingContext().guid()).await().isEmpty());
        eventually(() -> many.stream().noneMatch(this::present));
    }

    @Test
    void the_name_of_everybody_below_a_renamed_container_is_another_one_if_names_matter() {
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid inner = domain().container("OU=Inner", sales);
        ObjectGuid bob = domain().user("bob", inner);
        names();
        startAndFollow();
        assertThat(name(bob)).isEqualTo("CN=bob,OU=Inner,OU=Sales," + MemoryDomain.ROOT);

        domain().rename(sales, "OU=Selling");
        domain().ring();

        eventually(() -> kinds(bob).contains("updated"));
        assertThat(name(bob)).isEqualTo("CN=bob,OU=Inner,OU=Selling," + MemoryDomain.ROOT);
        domain().rename(domain().root(), "OU=People");
        domain().ring();
        eventually(() -> name(bob).equals("CN=bob,OU=Inner,OU=Selling,OU=People," + MemoryDomain.HEAD));
    }

    /** Sales with Inner in it, and users there; both containers were renamed while nobody listened. */
    private ObjectGuid nested(int users) {
        ObjectGuid inner = domain().container("OU=Inner", domain().root()); // comes first in the journal
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        domain().move(inner, sales);
        users(users, inner);
        startAndFollow();
        rounds(2);
        stop();
        domain().rename(inner, "OU=Inmost");
        domain().rename(sales, "OU=Selling");
        return inner;
    }

    private boolean allEvaluated() {
        return journal().rechecks(domain().namingContext().guid()).await().isEmpty();
    }

    @Test
    void a_container_in_another_one_is_read_with_that_one_and_not_by_itself() {
        nested(12);
        long before = domain().count("stamps");

        startAndFollow();

        rounds(2);
        eventually(this::allEvaluated);
        assertThat(domain().count("stamps") - before).isEqualTo(4);
    }

    @Test
    void a_container_that_leaves_the_one_it_is_read_with_takes_its_users_along() {
        ObjectGuid inner = nested(12);
        AtomicInteger pages = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("stamps") && pages.incrementAndGet() == 2) {
                domain().move(inner, domain().head());
            }
        });

        startAndFollow();

        eventually(() -> domain().below(MemoryDomain.HEAD, true).stream().noneMatch(this::present));
        eventually(this::allEvaluated);
    }

    /** Between looking where they are, beginning the outer one, and its reading. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void a_container_that_changes_places_with_the_one_it_was_in_keeps_its_users(int moment) {
        ObjectGuid inner = nested(12);
        ObjectGuid sales = domain().asContainer(inner).parent();
        AtomicBoolean drained = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("page")) {
                drained.set(true);
            } else if (drained.get() && call.equals("locate") && looks.incrementAndGet() == moment) {
                domain().move(inner, domain().root());
                domain().move(sales, domain().head());
            }
        });

        startAndFollow();

        eventually(() -> looks.get() >= moment);
        rounds(2);
        eventually(this::allEvaluated);
        assertThat(domain().below(MemoryDomain.ROOT, true)).hasSize(12).allMatch(this::present);
        assertThat(shadow(domain().below(MemoryDomain.ROOT, true).getFirst())
                        .orElseThrow()
                        .image()
                        .dn())
                .isEqualTo("CN=user0,OU=Inmost," + MemoryDomain.ROOT);
    }

    @Test
    void a_root_renamed_while_nobody_listened_is_another_name_for_everybody_too() {
        ObjectGuid bob = domain().user("bob", domain().root());
        names();
        startAndFollow();
        stop();

        domain().rename(domain().root(), "OU=People");
        start();

        eventually(() -> name(bob).equals("CN=bob,OU=People," + MemoryDomain.HEAD));
    }

    @Test
    void nobody_changes_below_a_renamed_container_if_names_do_not_matter() {
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();

        domain().rename(sales, "OU=Selling");
        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> kinds(ada).contains("updated"));
        rounds(2);
        assertThat(kinds(bob)).containsExactly("created");
        assertThat(shadow(bob).orElseThrow().image().dn()).isEqualTo("CN=bob,OU=Selling," + MemoryDomain.ROOT);
    }

    @Test
    void services_are_looked_at_again_even_where_the_container_cannot_be_seen() {
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        services(new Services(
                List.of(new Service("mailbox", List.of(), Optional.of(ImageFilter.parse("(sAMAccountName=*)"))))));
        startAndFollow();
        stop();
        domain().hide(sales, true);
        Checkpoint kept = checkpoint().orElseThrow();
        journal()
                .commit(new PageCommit(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(sales),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        kept))
                .await();
        journal().regroupAll().await();

        startAndFollow();

        eventually(() -> journal().regroups(10).await().isEmpty());
        assertThat(meter("adsync.listener.omitted")).isZero();
        assertThat(shadow(bob).orElseThrow().image().values(Image.SERVICES)).containsExactly("mailbox");
    }

    private String name(ObjectGuid user) {
        return shadow(user).orElseThrow().image().values("distinguishedName").getFirst();
    }

    private List<ObjectGuid> users(int count, ObjectGuid container) {
        List<ObjectGuid> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(domain().user("user" + i, container));
        }
        return users;
    }
}
