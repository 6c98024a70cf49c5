package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(DirSyncQuery.of(List.of("mail"), false).fingerprint())
                .isNotEqualTo(DirSyncQuery.of(List.of("mail", "title"), false).fingerprint());
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
