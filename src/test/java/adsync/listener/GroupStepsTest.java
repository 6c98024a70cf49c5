package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.GroupChange;
import adsync.journal.JournalException;
import adsync.journal.JournalException.Reason;
import adsync.journal.PageCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Groups are read page by page: changes of users pass between, a stop waits for one page, and a kill loses one. */
class GroupStepsTest extends ListenerFixture {

    private static final int MANY = 30;
    private static final String MAIL = "CN=Mail," + MemoryDomain.HEAD;

    private List<ObjectGuid> manyGroups(ObjectGuid member) {
        List<ObjectGuid> groups = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            groups.add(domain().groups().group("Group " + i, domain().root(), member));
        }
        return groups;
    }

    private List<ObjectGuid> users(int count) {
        List<ObjectGuid> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(domain().user("user" + i, domain().root()));
        }
        return users;
    }

    private Set<ObjectGuid> shipped() {
        return journal().groups().shipped(domain().namingContext().guid()).await();
    }

    private boolean allRead() {
        long epoch = checkpoint().orElseThrow().epoch();
        return journal()
                        .groups()
                        .unread(domain().namingContext().guid())
                        .await()
                        .isEmpty()
                && journal()
                        .groups()
                        .stale(domain().namingContext().guid(), epoch)
                        .await()
                        .isEmpty();
    }

    private Set<ObjectGuid> membersOf(ObjectGuid group) {
        return Set.copyOf(journal().groups().unreadMembers(group, -1, 1000).await());
    }

    private List<String> services(ObjectGuid user) {
        return shadow(user).orElseThrow().image().values(Image.SERVICES);
    }

    /** A journal whose process dies at a page: neither that one nor any later one is durable. */
    private void startAndDieAt(Predicate<PageCommit> page) {
        AtomicBoolean dead = new AtomicBoolean();
        start(PickyJournal.of(journal(), commit -> {
            if (page.test(commit)) {
                dead.set(true);
            }
            return dead.get() ? Optional.of(new JournalException(Reason.DISK_FULL, "dead")) : Optional.empty();
        }));
        eventually(dead::get);
        stop();
        reopen();
    }

    private static boolean completes(PageCommit page) {
        return page.groups().stream().anyMatch(GroupChange.Complete.class::isInstance);
    }

    /** A page, and a reading, for nothing of each user: a preview of a first load with groups took an eighth longer by that. */
    @Test
    void where_there_are_no_services_nobody_is_looked_at_again_for_a_group() {
        ObjectGuid bob = users(1).getFirst();
        shipGroups();
        List<ObjectGuid> groups = manyGroups(bob);
        AtomicInteger again = new AtomicInteger();

        start(PickyJournal.of(journal(), page -> {
            again.addAndGet(page.regrouped().size());
            return Optional.empty();
        }));
        eventually(() -> shipped().size() == groups.size() && allRead());
        domain().set(bob, "title", "Director");
        domain().ring();
        eventually(() -> kinds(bob).contains("updated"));

        assertThat(again).hasValue(0);
    }

    @Test
    void a_user_who_changes_while_many_groups_are_read_does_not_wait_for_the_last_one() {
        ObjectGuid bob = users(1).getFirst();
        shipGroups();
        List<ObjectGuid> groups = manyGroups(bob);
        AtomicInteger read = new AtomicInteger();
        AtomicInteger readUntilBob = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("members")) {
                if (read.incrementAndGet() == 3) {
                    domain().set(bob, "title", "Director");
                    domain().ring();
                }
                if (kinds(bob).contains("updated")) {
                    readUntilBob.compareAndSet(0, read.get());
                }
            }
        });

        startAndFollow();

        eventually(() -> shipped().size() == groups.size() && allRead());
        assertThat(readUntilBob.get()).isBetween(4, MANY - 1);
    }

    @Test
    void a_user_who_changes_while_a_large_group_is_read_does_not_wait_for_its_last_member() {
        List<ObjectGuid> users = users(60);
        shipGroups();
        ObjectGuid group = domain().groups().group("Staff", domain().root(), users.toArray(ObjectGuid[]::new));
        ObjectGuid bob = users.getFirst();
        AtomicInteger read = new AtomicInteger();
        AtomicInteger readUntilBob = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("members")) {
                if (read.incrementAndGet() == 3) {
                    domain().set(bob, "title", "Director");
                    domain().ring();
                }
                if (kinds(bob).contains("updated")) {
                    readUntilBob.compareAndSet(0, read.get());
                }
            }
        });

        startAndFollow();

        eventually(() -> allRead() && membersOf(group).size() == users.size());
        assertThat(readUntilBob.get()).isBetween(4, 19);
    }

    @Test
    void a_walk_that_was_killed_goes_on_where_it_was() {
        shipGroups();
        List<ObjectGuid> groups = manyGroups(users(1).getFirst());
        AtomicInteger complete = new AtomicInteger();
        startAndDieAt(page -> completes(page) && complete.incrementAndGet() > 20);
        long before = domain().count("members");

        startAndFollow();

        eventually(() -> shipped().equals(Set.copyOf(groups)) && allRead());
        assertThat(domain().count("members") - before).isEqualTo(MANY - 20);
    }

    @Test
    void groups_of_services_that_were_read_before_a_kill_are_passed_over_after_it() {
        ObjectGuid bob = users(1).getFirst();
        ObjectGuid mail = domain().groups().group("Mail", domain().head());
        List<ObjectGuid> nested = manyGroups(bob);
        nested.forEach(group -> domain().groups().join(mail, group));
        service(MAIL);
        AtomicInteger complete = new AtomicInteger();
        startAndDieAt(page -> completes(page) && complete.incrementAndGet() > 20);
        assertThat(present(bob)).isFalse();
        long before = domain().count("members");

        startAndFollow();

        assertThat(domain().count("members") - before).isEqualTo(MANY + 1 - 20);
        assertThat(services(bob)).containsExactly("mailbox");
    }

    @Test
    void the_groups_in_a_group_become_known_in_parts() {
        users(1);
        ObjectGuid mail = domain().groups().group("Mail", domain().head());
        for (int i = 0; i < 600; i++) {
            domain().groups().join(mail, domain().groups().group("Group " + i, domain().head()));
        }
        service(MAIL);
        AtomicInteger largest = new AtomicInteger();

        start(PickyJournal.of(journal(), page -> {
            largest.accumulateAndGet(page.groups().size(), Math::max);
            return Optional.empty();
        }));

        eventually(() -> following() && allRead());
        assertThat(journal()
                        .memberships(
                                List.copyOf(membersOf(mail)),
                                domain().namingContext().guid())
                        .await())
                .hasSize(600);
        assertThat(largest.get()).isBetween(1, 510);
    }

    @Test
    void a_stop_waits_for_one_page_of_groups() {
        shipGroups();
        manyGroups(users(1).getFirst());
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger read = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("members") && read.incrementAndGet() == 3) {
                reading.countDown();
                awaited(closing);
            } else if (call.equals("close")) {
                closing.countDown();
            }
        });
        start();
        awaited(reading);

        stop();

        assertThat(read.get()).isEqualTo(3);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_comes_and_goes_between_the_pages_of_a_group_is_not_undone_by_its_reading() {
        List<ObjectGuid> users = users(20);
        shipGroups();
        ObjectGuid group = domain().groups().group("Staff", domain().root(), users.toArray(ObjectGuid[]::new));
        startAndFollow();
        eventually(() -> allRead() && membersOf(group).size() == 20);
        stop();
        domain().groups().leave(group, users.get(19)); // and comes back between the pages
        fingerprint("another configuration");
        AtomicInteger read = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("members") && read.incrementAndGet() == 3) {
                domain().groups().leave(group, users.get(0));
                domain().groups().join(group, users.get(19));
                domain().ring();
            }
        });

        startAndFollow();

        eventually(() -> read.get() >= 7 && allRead());
        assertThat(membersOf(group)).isEqualTo(Set.copyOf(users.subList(1, 20)));
    }

    @Test
    void a_group_that_is_deleted_while_it_is_read_stays_deleted() {
        List<ObjectGuid> users = users(20);
        shipGroups();
        ObjectGuid group = domain().groups().group("Staff", domain().root(), users.toArray(ObjectGuid[]::new));
        AtomicInteger read = new AtomicInteger();
        domain().before(call -> {
            if (call.equals("members") && read.incrementAndGet() == 3) {
                domain().delete(group);
                domain().ring();
            }
        });

        startAndFollow();
        rounds(3);

        assertThat(shipped()).isEmpty();
        assertThat(journal().trackedGroups(List.of(group)).await()).isEmpty();
    }

    @Test
    void the_members_of_a_group_that_shrank_are_dropped_in_parts() {
        List<ObjectGuid> strangers = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            strangers.add(domain().user("stranger" + i, domain().head()));
        }
        ObjectGuid ada = users(1).getFirst();
        shipGroups();
        ObjectGuid group = domain().groups().group("Staff", domain().root(), ada);
        strangers.forEach(stranger -> domain().groups().join(group, stranger));
        startAndFollow();
        eventually(() -> allRead() && membersOf(group).size() == 1000);
        stop();
        strangers.forEach(stranger -> domain().groups().leave(group, stranger));
        fingerprint("another configuration");
        AtomicInteger largest = new AtomicInteger();

        start(PickyJournal.of(journal(), page -> {
            for (GroupChange change : page.groups()) {
                if (change instanceof GroupChange.Delta(var of, var added, var removed)) {
                    largest.accumulateAndGet(removed.size(), Math::max);
                } else if (change instanceof GroupChange.Complete(var of, var reading, var epoch)) {
                    int rest = journal()
                            .groups()
                            .unreadMembers(of, reading, 2000)
                            .await()
                            .size();
                    largest.accumulateAndGet(rest, Math::max);
                }
            }
            return Optional.empty();
        }));

        eventually(() -> enumerations("configuration") == 1 && membersOf(group).equals(Set.of(ada)) && allRead());
        assertThat(largest.get()).isBetween(1, 501);
    }

    @Test
    void a_group_that_comes_into_one_of_a_service_is_read_although_the_process_was_killed_before() {
        ObjectGuid bob = users(1).getFirst();
        ObjectGuid mail = domain().groups().group("Mail", domain().head());
        ObjectGuid inner = domain().groups().group("Inner", domain().head());
        ObjectGuid team = domain().groups().group("Team", domain().head(), bob);
        domain().groups().join(inner, team);
        service(MAIL);
        startAndFollow();
        stop();
        domain().groups().join(mail, inner);
        startAndDieAt(page -> page.groups().stream().anyMatch(GroupChange.Members.class::isInstance));
        assertThat(services(bob)).isEmpty();

        startAndFollow();

        eventually(() -> kinds(bob).contains("updated"));
        assertThat(services(bob)).containsExactly("mailbox");
    }

    @Test
    void groups_that_vanished_or_left_while_nobody_listened_and_those_that_leave_with_a_container_are_found() {
        users(1);
        shipGroups();
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid deleted = domain().groups().group("Deleted", domain().root());
        ObjectGuid moved = domain().groups().group("Moved", domain().root());
        ObjectGuid hidden = domain().groups().group("Hidden", domain().root());
        ObjectGuid inSales = domain().groups().group("In Sales", sales);
        startAndFollow();
        eventually(() -> shipped().equals(Set.of(deleted, moved, hidden, inSales)) && allRead());
        stop();
        domain().delete(deleted);
        domain().move(moved, domain().head());
        domain().hide(hidden, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> shipped().equals(Set.of(hidden, inSales)));
        domain().move(sales, domain().head());
        domain().ring();

        eventually(() -> shipped().equals(Set.of(hidden)));
        domain().move(sales, domain().root());
        domain().ring();
        eventually(() -> shipped().equals(Set.of(hidden, inSales)));
    }

    /** What is asked of the directory between two looks at its update sequence number. */
    @Test
    void one_more_member_of_a_large_group_costs_one_page_and_one_read() {
        ObjectGuid ada = domain().user("ada", domain().root());
        List<ObjectGuid> crowd = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            crowd.add(domain().user("contact" + i, domain().head()));
        }
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), crowd.toArray(ObjectGuid[]::new));
        service(MAIL);
        startAndFollow();
        eventually(() -> membersOf(mail).size() == 300 && allRead());
        rounds(2);
        int before = domain().calls().size();

        domain().groups().join(mail, ada);
        domain().ring();
        eventually(() -> services(ada).contains("mailbox"));
        rounds(2);

        assertThat(domain().calls().subList(before, domain().calls().size()))
                .filteredOn(call -> !call.equals("usn"))
                .containsExactly("page", "read");
    }
}
