package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A group that does not show who is in it stays to be read, at a bounded pace, and nothing that it led to is lost. */
class HiddenMembersTest extends ListenerFixture {

    private static final String UNCONFIRMED = "adsync.listener.unconfirmed";

    private final ObjectGuid ada = domain().user("ada", domain().root());
    private final ObjectGuid bob = domain().user("bob", domain().root());

    private Set<ObjectGuid> membersOf(ObjectGuid group) {
        return Set.copyOf(journal().groups().unreadMembers(group, -1, 1000).await());
    }

    private List<ObjectGuid> unread() {
        return journal().groups().unread(domain().namingContext().guid()).await();
    }

    private List<String> services(ObjectGuid user) {
        return shadow(user).orElseThrow().image().values(Image.SERVICES);
    }

    /** A shipped group of ada's, which a new enumeration finds empty. */
    private ObjectGuid closedGroup() {
        shipGroups();
        ObjectGuid group = domain().groups().group("Staff", domain().root(), ada);
        startAndFollow();
        eventually(() -> membersOf(group).equals(Set.of(ada)) && unread().isEmpty());
        stop();
        domain().groups().close(group, true);
        fingerprint("another configuration");
        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(group)));
        return group;
    }

    @Test
    void a_shipped_group_keeps_its_members_over_a_restart_and_is_read_when_it_can_be_but_not_at_each_poll() {
        ObjectGuid group = closedGroup();
        restart();
        eventually(() -> meter(UNCONFIRMED) == 1);
        rounds(3);
        long before = domain().count("members");
        rounds(3);
        assertThat(domain().count("members")).isEqualTo(before);
        assertThat(membersOf(group)).containsExactly(ada);
        assertThat(status().cause()).contains("CN=Staff");

        domain().groups().close(group, false);
        clock().advance(Duration.ofHours(1));

        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(membersOf(group)).containsExactly(ada);
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void a_change_of_the_group_is_a_reason_to_read_it_at_once() {
        ObjectGuid group = closedGroup();
        rounds(3);

        domain().groups().close(group, false);
        domain().groups().join(group, bob);
        domain().ring();

        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(membersOf(group)).containsExactlyInAnyOrder(ada, bob);
    }

    @Test
    void a_group_that_is_deleted_is_told_no_more() {
        ObjectGuid group = closedGroup();

        domain().delete(group);
        domain().ring();

        eventually(() -> journal().trackedGroups(List.of(group)).await().isEmpty());
        eventually(() -> meter(UNCONFIRMED) == 0);
    }

    @Test
    void groups_in_one_of_a_service_that_does_not_show_them_are_kept() {
        ObjectGuid team = domain().groups().group("Team", domain().head(), bob);
        ObjectGuid inner = domain().groups().group("Inner", domain().head(), team);
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada, inner);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        assertThat(services(bob)).containsExactly("mailbox");
        stop();
        domain().groups().close(mail, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(mail)));
        rounds(2);

        assertThat(services(ada)).containsExactly("mailbox");
        assertThat(services(bob)).containsExactly("mailbox");
    }

    @Test
    void a_group_of_a_service_that_is_not_shown_at_all_keeps_its_members_and_is_named() {
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        assertThat(services(ada)).containsExactly("mailbox");
        stop();
        domain().hide(mail, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(mail)));
        rounds(2);
        assertThat(services(ada)).containsExactly("mailbox");

        domain().hide(mail, false);
        clock().advance(Duration.ofHours(1));
        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(services(ada)).containsExactly("mailbox");
    }

    @Test
    void a_group_of_a_service_of_which_only_the_name_may_be_read_keeps_its_members() {
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        stop();
        domain().nameOnly(mail, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(mail)));
        rounds(2);

        assertThat(services(ada)).containsExactly("mailbox");
    }

    @Test
    void a_group_that_gives_no_service_any_more_is_forgotten_although_it_cannot_be_read() {
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada);
        ObjectGuid other = domain().groups().group("Other", domain().head(), bob);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        stop();
        domain().groups().close(mail, true);
        fingerprint("another configuration");
        startAndFollow();
        eventually(() -> unread().equals(List.of(mail)));
        stop();
        service("CN=Other," + MemoryDomain.HEAD);
        fingerprint("one more configuration");

        startAndFollow();
        rounds(2);
        clock().advance(Duration.ofHours(1));

        eventually(() -> unread().isEmpty() && meter(UNCONFIRMED) == 0);
        assertThat(journal().trackedGroups(List.of(mail, other)).await()).containsExactly(other);
    }

    @Test
    void a_group_in_one_of_a_service_that_is_not_shown_at_all_keeps_its_members_and_is_named() {
        ObjectGuid inner = domain().groups().group("Inner", domain().head(), bob);
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada, inner);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        assertThat(services(bob)).containsExactly("mailbox");
        stop();
        domain().hide(inner, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(inner)));
        rounds(2);
        assertThat(services(bob)).containsExactly("mailbox");
        domain().groups().join(mail, domain().user("cyd", domain().root()));
        domain().ring();
        rounds(3);
        assertThat(services(bob)).containsExactly("mailbox");

        domain().hide(inner, false);
        clock().advance(Duration.ofHours(1));
        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(services(bob)).containsExactly("mailbox");
    }

    @Test
    void a_group_that_only_one_leads_to_which_is_not_shown_keeps_its_members() {
        ObjectGuid deep = domain().groups().group("Deep", domain().head(), bob);
        ObjectGuid inner = domain().groups().group("Inner", domain().head(), deep);
        domain().groups().group("Mail", domain().head(), ada, inner);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        assertThat(services(bob)).containsExactly("mailbox");
        stop();
        domain().hide(inner, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) >= 1 && unread().contains(inner));
        rounds(3);
        assertThat(services(bob)).containsExactly("mailbox");
        clock().advance(Duration.ofHours(1));
        rounds(3);
        assertThat(services(bob)).containsExactly("mailbox");

        domain().hide(inner, false);
        clock().advance(Duration.ofHours(1));
        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(services(bob)).containsExactly("mailbox");
    }

    @Test
    void one_of_a_service_keeps_its_members_also_where_groups_are_shipped() {
        shipGroups();
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        eventually(() -> unread().isEmpty() && services(ada).equals(List.of("mailbox")));
        stop();
        domain().hide(mail, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1);
        rounds(5);

        assertThat(unread()).containsExactly(mail);
        assertThat(services(ada)).containsExactly("mailbox");
    }

    @Test
    void one_of_a_service_that_is_not_shown_any_more_is_named_though_nothing_is_enumerated() {
        ObjectGuid mail = domain().groups().group("Mail", domain().head(), ada);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        stop();
        domain().hide(mail, true);

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(mail)));
        assertThat(services(ada)).containsExactly("mailbox");
        clock().advance(Duration.ofHours(1));
        rounds(3);
        assertThat(meter(UNCONFIRMED)).isEqualTo(1);

        domain().hide(mail, false);
        clock().advance(Duration.ofHours(1));
        eventually(() -> meter(UNCONFIRMED) == 0 && unread().isEmpty());
        assertThat(services(ada)).containsExactly("mailbox");
    }

    @Test
    void a_group_in_one_of_a_service_is_named_too_where_groups_are_shipped() {
        shipGroups();
        ObjectGuid inner = domain().groups().group("Inner", domain().head(), bob);
        domain().groups().group("Mail", domain().head(), ada, inner);
        service("CN=Mail," + MemoryDomain.HEAD);
        startAndFollow();
        eventually(() -> unread().isEmpty() && services(bob).equals(List.of("mailbox")));
        stop();
        domain().hide(inner, true);
        fingerprint("another configuration");

        startAndFollow();
        eventually(() -> meter(UNCONFIRMED) == 1 && unread().equals(List.of(inner)));
        rounds(5);
        assertThat(services(bob)).containsExactly("mailbox");
    }
}
