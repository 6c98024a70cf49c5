package adsync.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a set that the pinned root signed is used, and never an older one than before. */
class KeySetsTest {

    @TempDir
    private Path folder;

    private final ProviderKeys provider = new ProviderKeys();

    private KeySets sets() {
        return new KeySets(folder.resolve("offered"), folder.resolve("kept"), provider.root());
    }

    private void offer(String text) throws IOException {
        Files.writeString(folder.resolve("offered"), text);
    }

    private static long version(KeySets sets) {
        return sets.current().map(KeySet::version).orElse(0L);
    }

    @Test
    void a_newer_set_replaces_an_older_one_and_never_the_other_way_round() throws IOException {
        KeySets sets = sets();
        offer(provider.set(3, "seal") + "\n");
        assertThat(sets.refresh()).isTrue();

        offer(provider.set(2, "seal"));
        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("version 2, older than 3");
        assertThat(version(sets)).isEqualTo(3);

        offer(provider.set(4, "phc"));
        assertThat(sets.refresh()).isTrue();
        assertThat(sets.problem()).isEmpty();
        assertThat(sets.current().orElseThrow().mode()).isEqualTo(KeySet.Mode.PHC);
    }

    @Test
    void the_last_good_set_survives_a_restart_and_a_file_that_is_gone_or_damaged() throws IOException {
        offer(provider.set(3, "seal"));
        sets().refresh();

        for (String damaged : List.of("", "rubbish", new ProviderKeys().set(9, "seal"))) {
            offer(damaged);
            KeySets restarted = sets();
            restarted.refresh();
            assertThat(version(restarted)).isEqualTo(3);
            assertThat(restarted.problem()).isNotEmpty();
        }
        Files.delete(folder.resolve("offered"));
        KeySets restarted = sets();
        restarted.refresh();
        assertThat(version(restarted)).isEqualTo(3);

        offer(provider.set(1, "seal"));
        restarted.refresh();
        assertThat(version(restarted)).isEqualTo(3);
    }

    @Test
    void another_set_of_the_same_version_is_told_and_not_used() throws IOException {
        KeySets sets = sets();
        offer(provider.set(3, "seal"));
        sets.refresh();

        offer(provider.set(3, "phc"));

        assertThat(sets.refresh()).isFalse();
        assertThat(sets.problem()).contains("another one of version 3");
    }

    @Test
    void a_foreign_root_another_type_and_another_mode_are_refused() {
        assertThatThrownBy(() -> KeySet.read(new ProviderKeys().set(1, "seal"), provider.root()))
                .hasMessageContaining("not signed by the pinned root");
        assertThatThrownBy(() -> KeySet.read(provider.sign(provider.content(1, "seal"), "jwt"), provider.root()))
                .hasMessageContaining("type");
        assertThatThrownBy(() -> KeySet.read(provider.set(1, "clear"), provider.root()))
                .hasMessageContaining("unknown mode");
        assertThatThrownBy(() -> KeySet.read(provider.set(0, "seal"), provider.root()))
                .hasMessageContaining("version below 1");
        assertThatThrownBy(() -> new RootKey("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_of_unknown_kinds_are_left_out_and_the_newest_usable_one_is_taken() {
        provider.rsa("k2");
        Map<String, Object> content = provider.content(
                1,
                "seal",
                List.of(
                        Map.of(
                                "kty", "OKP", "crv", "X25519", "x", "AAAA", "use", "enc", "alg", "HPKE", "kid", "k3",
                                "nbf", 1),
                        Map.of("kty", "odd")));

        KeySet set = KeySet.read(provider.sign(content, "pwkeyset+jws"), provider.root());

        assertThat(set.ids()).containsExactlyInAnyOrder("k1", "k2");
        assertThat(set.current(Instant.parse("2026-01-01T00:00:00Z"))
                        .orElseThrow()
                        .id())
                .isEqualTo("k2");
        assertThat(set.current(Instant.ofEpochSecond(1_600_000_000L))
                        .orElseThrow()
                        .id())
                .isEqualTo("k1");
        assertThat(set.current(Instant.EPOCH)).isEmpty();
    }
}
