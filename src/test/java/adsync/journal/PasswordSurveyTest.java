package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has the same login at the provider, who has not, and what waits. */
class PasswordSurveyTest extends PasswordFixture {

    private static final String MOVED = "S-1-5-21-4-5-6-1104";

    @Test
    void a_changed_password_without_an_event_is_a_gap_after_a_while() {
        Instant changed = NOON.plusSeconds(60);
        ada(Long.toString(Filetime.of(changed)));
        acknowledge(claimOne());

        assertThat(passwords().statistics(changed.minusSeconds(1)).await().gaps())
                .isZero();
        PasswordStatistics counted = passwords().statistics(changed).await();
        assertThat(counted.gaps()).isEqualTo(1);
        assertThat(counted.users()).isEqualTo(1);
        assertThat(counted.synced()).isZero();
        assertThat(passwords().unsynced(changed, true, 10).await())
                .singleElement()
                .satisfies(user -> assertThat(user.passwordSet()).contains(changed));

        receive(event("a", changed.plusSeconds(1)));
        assertThat(passwords().statistics(changed).await().gaps()).isZero();
        assertThat(passwords().statistics(changed).await().open()).isEqualTo(1);
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        assertThat(passwords().statistics(changed).await().synced()).isEqualTo(1);
        assertThat(passwords().unsynced(changed, false, 10).await()).isEmpty();
    }

    /** Ada has an account, and the provider has a password of her. */
    private void synced() {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        receive(event("a", NOON));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        assertThat(passwords().statistics(NOON).await().synced()).isEqualTo(1);
    }

    private void assertNotSynced() {
        assertThat(passwords().statistics(NOON).await().synced()).isZero();
        assertThat(passwords().unsynced(NOON, true, 10).await()).hasSize(1);
        assertThat(receive(event("again", NOON))).isEqualTo(Receipt.ACCEPTED);
    }

    @Test
    void an_account_that_is_created_anew_has_no_password() {
        synced();
        commit(Pages.page().left("l", Pages.guid(10)));
        settle(new Settlement.Acknowledged(claimOne(), Pages.SHIPPED, Optional.empty()));

        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());

        assertNotSynced();
    }

    @Test
    void another_account_of_the_same_user_has_no_password() {
        synced();
        commit(Pages.page().updated("u", Pages.person(10, "objectSid", ADA, "pwdLastSet", "" + Filetime.of(NOON))));
        settle(new Settlement.Acknowledged(claimOne(), Pages.SHIPPED, Optional.of(new Link("another", Map.of()))));

        assertNotSynced();
    }

    /** To another domain: the objectGUID stays, the SID does not. */
    private void moved() {
        commit(Pages.page().updated("m", Pages.person(10, "objectSid", MOVED, "pwdLastSet", "" + Filetime.of(NOON))));
        acknowledge(claimOne());
    }

    @Test
    void of_somebody_who_moved_to_another_domain_the_provider_keeps_the_password() {
        synced();

        moved();

        assertThat(passwords().statistics(NOON).await().synced()).isEqualTo(1);
        assertThat(passwords().unsynced(NOON, true, 10).await()).isEmpty();
        assertThat(receive(new ReceivedPassword("older", MOVED, Filetime.of(NOON), "sealed", null)))
                .isEqualTo(Receipt.STALE);
    }

    @Test
    void the_next_account_of_somebody_who_moved_to_another_domain_has_no_password() {
        synced();
        moved();
        commit(Pages.page().left("l", Pages.guid(10)));
        settle(new Settlement.Acknowledged(claimOne(), Pages.SHIPPED, Optional.empty()));

        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());

        assertNotSynced();
    }

    @Test
    void of_somebody_forgotten_the_password_is_forgotten_too() {
        synced();

        assertThat(journal().forget(Pages.guid(10)).await()).isTrue();

        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        assertNotSynced();
    }

    @Test
    void a_password_that_is_acknowledged_after_its_account_was_forgotten_counts_for_no_other() {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        receive(event("a", NOON));
        WaitingPassword shipped = due().getFirst();
        assertThat(journal().forget(Pages.guid(10)).await()).isTrue();

        end(shipped, PasswordEnd.ACKNOWLEDGED);

        ada(Long.toString(Filetime.of(NOON)));
        settle(new Settlement.Acknowledged(claimOne(), Pages.SHIPPED, Optional.of(new Link("another", Map.of()))));
        assertNotSynced();
    }

    @Test
    void a_password_that_was_dropped_before_its_user_was_selected_is_a_gap_and_says_so() {
        Instant changed = NOON.plusSeconds(60);
        receive(event("a", changed));
        String cause = "its user is not selected";
        passwords()
                .settle(List.of(new PasswordSettlement.Ended(due().getFirst(), PasswordEnd.OUT_OF_SCOPE, cause)), NOON)
                .await();

        ada(Long.toString(Filetime.of(changed))); // moved
        acknowledge(claimOne());

        assertThat(passwords().statistics(changed).await().gaps()).isEqualTo(1);
        assertThat(passwords().unsynced(changed, true, 10).await())
                .singleElement()
                .satisfies(user -> assertThat(user.missed()).contains(cause));
    }

    private void shippedByClockThatIsAhead() {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        Duration ahead = Duration.ofDays(365);
        clock().advance(ahead);
        receive(event("a", clock().instant()));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        clock().advance(ahead.negated());
    }

    /** And the provider refused what came since. */
    @Test
    void a_password_that_was_shipped_while_the_clock_was_ahead_is_a_gap_as_soon_as_the_directory_has_another() {
        shippedByClockThatIsAhead();

        assertThat(passwords().statistics(NOON).await().gaps()).isEqualTo(1);
    }

    /** Somebody else sent it, or the directory was restored from a backup. */
    @Test
    void a_password_that_the_directory_never_had_is_a_gap_however_old_the_one_is_that_it_has() {
        ada(Long.toString(Filetime.of(NOON.minus(Duration.ofDays(30)))));
        acknowledge(claimOne());
        receive(event("a", NOON));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        Instant later = NOON.plus(Duration.ofHours(5));

        PasswordStatistics counted = passwords().statistics(later).await();

        assertThat(List.of(counted.synced(), counted.gaps(), counted.older())).containsExactly(1L, 1L, 0L);
        for (boolean gapsOnly : new boolean[] {true, false}) {
            assertThat(passwords().unsynced(later, gapsOnly, 10).await())
                    .extracting(UnsyncedUser::kind)
                    .containsExactly(UnsyncedUser.Kind.GAP);
        }
    }

    /** The clocks of its domain controller and of ADSync were ahead together when the one before was shipped. */
    @Test
    void a_password_that_was_taken_for_older_than_what_was_shipped_by_a_clock_ahead_is_a_gap_and_says_why() {
        shippedByClockThatIsAhead();
        Instant changed = NOON.plusSeconds(60);

        ada(Long.toString(Filetime.of(changed)));
        assertThat(receive(event("b", changed))).isEqualTo(Receipt.STALE);

        assertThat(passwords().statistics(changed).await().gaps()).isEqualTo(1);
        assertThat(passwords().unsynced(changed, true, 10).await())
                .extracting(UnsyncedUser::missed)
                .containsExactly(Optional.of("the provider has a newer password"));
    }

    /** The directory has no time to compare with: it must be changed at the next logon. */
    @Test
    void a_reset_that_was_lost_is_a_gap_until_the_user_has_chosen_another() {
        synced();
        ada("0");
        acknowledge(claimOne());
        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
        assertThat(passwords()
                        .unsynced(NOON.plus(Duration.ofDays(1)), false, 10)
                        .await())
                .as("nothing says that the provider has another one")
                .isEmpty();

        receive(new ReceivedPassword("m", ADA, Filetime.of(NOON.plusSeconds(60)), null, "overflow"));

        assertThat(passwords().statistics(NOON).await().gaps()).isEqualTo(1);
        assertThat(passwords().unsynced(NOON, true, 10).await())
                .extracting(UnsyncedUser::missed)
                .containsExactly(Optional.of("overflow"));

        receive(event("b", NOON.plusSeconds(120)));
        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
    }

    @Test
    void a_password_older_than_the_installation_is_no_gap_but_not_synced() {
        ada(Long.toString(Filetime.of(NOON.minus(Duration.ofDays(30)))));
        acknowledge(claimOne());

        assertThat(passwords().statistics(NOON).await().gaps()).isZero();
        assertThat(passwords().unsynced(NOON, false, 10).await()).hasSize(1);
        assertThat(passwords().unsynced(NOON, true, 10).await()).isEmpty();
    }

    @Test
    void who_must_change_it_is_told_apart_from_who_has_not_changed_it_yet() {
        Instant later = NOON.plusSeconds(600);
        commit(Pages.containers()
                .created("a", Pages.person(10, "objectSid", ADA, "pwdLastSet", "0"))
                .created(
                        "b", Pages.person(11, "objectSid", MOVED, "pwdLastSet", "" + Filetime.of(NOON.minusSeconds(9))))
                .created("c", Pages.person(12, "objectSid", MOVED + "0", "pwdLastSet", "" + Filetime.of(later))));
        shipAll();

        PasswordStatistics counted = passwords().statistics(later).await();

        assertThat(List.of(counted.users(), counted.synced(), counted.gaps(), counted.mustChange(), counted.older()))
                .containsExactly(3L, 0L, 1L, 1L, 1L);
        assertThat(passwords().unsynced(later, false, 10).await())
                .extracting(UnsyncedUser::objectGuid, UnsyncedUser::kind)
                .containsExactlyInAnyOrder(
                        tuple(Pages.guid(10), UnsyncedUser.Kind.MUST_CHANGE),
                        tuple(Pages.guid(11), UnsyncedUser.Kind.OLDER),
                        tuple(Pages.guid(12), UnsyncedUser.Kind.GAP));
        receive(event("m", NOON));
        end(due().getFirst(), PasswordEnd.REJECTED);
        assertThat(passwords().unsynced(later, true, 10).await())
                .extracting(UnsyncedUser::kind)
                .as("the reset was lost")
                .containsExactly(UnsyncedUser.Kind.GAP, UnsyncedUser.Kind.GAP);
        PasswordStatistics lost = passwords().statistics(later).await();
        assertThat(List.of(lost.gaps(), lost.mustChange())).containsExactly(2L, 0L);
        receive(event("n", later));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        assertThat(passwords().statistics(later).await().mustChange()).isZero();
    }

    @Test
    void who_signs_in_by_smart_card_only_is_not_counted() {
        commit(Pages.containers()
                .created(
                        "c",
                        Pages.person(
                                10,
                                "objectSid",
                                ADA,
                                "pwdLastSet",
                                "" + Filetime.of(NOON),
                                "userAccountControl",
                                "262656")));
        acknowledge(claimOne());

        assertThat(passwords().statistics(NOON).await().users()).isZero();
    }

    @Test
    void what_a_source_lost_is_told_with_the_user() {
        Instant changed = NOON.plusSeconds(60);
        ada(Long.toString(Filetime.of(changed)));
        acknowledge(claimOne());
        var missed = new ReceivedPassword("m", ADA, Filetime.of(changed), null, "overflow");

        assertThat(receive(missed)).isEqualTo(Receipt.ACCEPTED);

        assertThat(passwords().unsynced(changed, true, 10).await())
                .extracting(UnsyncedUser::missed)
                .containsExactly(Optional.of("overflow"));
    }

    @Test
    void what_waits_for_another_password_is_counted_apart_and_makes_none_old() {
        ada("0");
        acknowledge(claimOne());
        receive(event("a", NOON));
        assertThat(passwords().statistics(NOON).await().oldest()).contains(NOON);

        passwords()
                .settle(List.of(new PasswordSettlement.Waits(due().getFirst(), NOON, "held", true, true)), NOON)
                .await();

        PasswordStatistics counted = passwords().statistics(NOON).await();
        assertThat(counted.open()).isEqualTo(1);
        assertThat(counted.held()).isEqualTo(1);
        assertThat(counted.parked()).isZero();
        assertThat(counted.oldest()).isEmpty();
        assertThat(passwords().open(10).await()).singleElement().satisfies(open -> {
            assertThat(open.held()).isTrue();
            assertThat(open.cause()).isEqualTo("held");
            assertThat(open.user().orElseThrow().dn()).startsWith("CN=");
        });
        passwords()
                .settle(List.of(new PasswordSettlement.Waits(due().getFirst(), NOON, "busy", false, false)), NOON)
                .await();
        assertThat(passwords().statistics(NOON).await().held()).isZero();
    }

    @Test
    void what_waits_for_an_account_makes_none_old() {
        receive(event("a", NOON));

        PasswordStatistics counted = passwords().statistics(NOON).await();

        assertThat(counted.parked()).isEqualTo(1);
        assertThat(counted.oldest()).isEmpty();
    }

    @Test
    void an_event_is_told_with_the_name_of_who_sent_it_also_after_that_one_was_revoked() {
        receive(event("a", NOON));
        assertThat(passwords().revoke("dc1.example.com").await()).isTrue();
        passwords().invite("dc2", new byte[] {9}, NOON.plusSeconds(60)).await(); // may get the number of the other

        assertThat(passwords().open(10).await())
                .extracting(OpenPassword::controller)
                .containsExactly("DC1.example.com");
        assertThat(due()).extracting(WaitingPassword::controller).containsExactly("DC1.example.com");
    }
}
