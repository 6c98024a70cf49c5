package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirSyncQueryTest {

    @Test
    void deletion_and_renaming_are_always_asked_for() {
        assertThat(DirSyncQuery.of(List.of(), false).attributes()).contains("isdeleted", "name", "objectclass");
    }

    @Test
    void the_fingerprint_is_the_same_for_the_same_question() {
        assertThat(DirSyncQuery.of(List.of("mail", "Title"), false).fingerprint())
                .isEqualTo(
                        DirSyncQuery.of(List.of("title", "MAIL", "name"), false).fingerprint())
                .hasSize(16);
    }

    @Test
    void the_fingerprint_is_another_for_another_attribute() {
        assertThat(fingerprint("mail", "Title")).isEqualTo(fingerprint("title", "MAIL"));
        assertThat(fingerprint("mail")).isNotEqualTo(fingerprint("mail", "title"));
        assertThat(fingerprint("mail", "Title"))
                .matches("[0-9a-f]{16}\\[mail,samaccountname,title,useraccountcontrol,userprincipalname]");
    }

    /** It is always asked for, so that its changes are told, and is not in the images of users without that. */
    @Test
    void what_is_asked_for_and_not_kept_is_no_part_of_the_fingerprint_until_it_is() {
        assertThat(DirSyncQuery.of(List.of(), false).attributes()).contains("pwdlastset");
        assertThat(fingerprint("mail")).isNotEqualTo(fingerprint("mail", "pwdLastSet"));
    }

    private static String fingerprint(String... attributes) {
        return Directories.fingerprint(new DirectoryOptions(
                List.of(URI.create("ldaps://dc1.contoso.com")),
                Optional.empty(),
                new DirectoryOptions.SimpleLogin("svc", Secret.of("")),
                Optional.empty(),
                false,
                false,
                new TreeSet<>(List.of(attributes)),
                false));
    }

    @Test
    void the_fingerprint_is_another_for_a_question_about_groups() {
        assertThat(DirSyncQuery.of(List.of("mail"), true).fingerprint())
                .isNotEqualTo(DirSyncQuery.of(List.of("mail"), false).fingerprint());
        assertThat(DirSyncQuery.of(List.of("mail"), true).attributes()).contains("member");
    }

    /** The clock of a domain controller may be wrong. What is read of a user has a time, for the audit log only. */
    @Test
    void no_time_of_the_directory_is_asked_for() {
        assertThat(DirSyncQuery.of(List.of("mail"), true).attributes()).doesNotContain("whenchanged", "whencreated");
        assertThat(EntryDecoder.STAMP).doesNotContain("whenChanged", "whenCreated");
        assertThat(EntryDecoder.CONTAINER).doesNotContain("whenChanged", "whenCreated");
    }
}
