package adsync.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a set that the pinned root signed is used, and never an older one than before. */
class KeySetsTest {

    @TempDir
    private Path folder;

    private final ProviderKeys provider = new ProviderKeys();
    private final TestClock clock = new TestClock();

    private KeySets sets() {
        return new KeySets(folder.resolve("offered").toUri(), folder.resolve("kept"), provider.root(), clock);
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
    void a_newer_set_without_a_usable_key_does_not_replace_a_good_one() throws IOException {
        KeySets sets = sets();
        offer(provider.set(3, "seal"));
        sets.refresh();

        offer(provider.useless(4));

        assertThat(sets.refresh()).isFalse();
        assertThat(version(sets)).isEqualTo(3);
        assertThat(sets.problem()).contains("version 4 has no key that can be sealed to now");
        KeySets restarted = sets();
        restarted.refresh();
        assertThat(version(restarted)).isEqualTo(3);
        assertThat(restarted.problem()).contains("version 4");

        offer(provider.set(5, "seal"));
        assertThat(restarted.refresh()).isTrue();
        assertThat(restarted.problem()).isEmpty();
    }

    @Test
    void a_set_whose_only_key_is_for_later_is_taken_then() throws IOException {
        KeySets sets = sets();
        offer(provider.set(3, "seal"));
        sets.refresh();
        var content = provider.content(4, "seal");
        Map<String, Object> key = new HashMap<>();
        ((Map<?, ?>) ((List<?>) Objects.requireNonNull(content.get("keys"))).getFirst())
                .forEach((name, value) -> key.put(String.valueOf(name), value));
        key.put("nbf", clock.instant().plus(Duration.ofDays(1)).getEpochSecond());
        content.put("keys", List.of(key));
        offer(provider.sign(content, "pwkeyset+jws"));

        assertThat(sets.refresh()).isFalse();
        clock.advance(Duration.ofDays(1));

        assertThat(sets.refresh()).isTrue();
        assertThat(version(sets)).isEqualTo(4);
    }

    @Test
    void the_keys_of_earlier_sets_are_accepted_for_thirty_days_after_a_restart_too() throws IOException {
        KeySets sets = sets();
        offer(provider.set(1, "seal"));
        sets.refresh();
        offer(provider.rsa("k2").without("k1").set(2, "seal"));
        sets.refresh();
        clock.advance(Duration.ofDays(1));
        offer(provider.rsa("k3").without("k2").set(3, "seal"));
        sets.refresh();

        KeySets restarted = sets();
        restarted.refresh();

        assertThat(ids(sets)).containsExactlyInAnyOrder("k1", "k2", "k3");
        assertThat(ids(restarted)).containsExactlyInAnyOrder("k1", "k2", "k3");
        clock.advance(Duration.ofDays(29));
        assertThat(ids(restarted)).containsExactlyInAnyOrder("k2", "k3");
        clock.advance(Duration.ofDays(1));
        assertThat(ids(restarted)).containsExactly("k3");
        assertThat(ids(sets)).containsExactly("k3");
    }

    @Test
    void the_keys_of_another_root_are_not_accepted_and_a_damaged_file_is_told() throws IOException {
        KeySets sets = sets();
        offer(provider.set(1, "seal"));
        sets.refresh();
        offer(provider.rsa("k2").without("k1").set(2, "seal"));
        sets.refresh();

        ProviderKeys other = new ProviderKeys().rsa("k7").without("k1");
        offer(other.set(1, "seal"));
        KeySets moved = new KeySets(folder.resolve("offered").toUri(), folder.resolve("kept"), other.root(), clock);
        moved.refresh();
        assertThat(ids(moved)).containsExactly("k7");

        Files.writeString(folder.resolve("kept.earlier"), "rubbish");
        KeySets restarted = new KeySets(folder.resolve("offered").toUri(), folder.resolve("kept"), other.root(), clock);
        restarted.refresh();
        assertThat(restarted.problem()).contains("keys of earlier key sets cannot be read");
        assertThat(ids(restarted)).containsExactly("k7");
    }

    private static List<String> ids(KeySets sets) {
        return sets.accepted().stream().map(KeySet.SealingKey::id).toList();
    }

    /** What sources refuse must not get to them. */
    @Test
    void versions_and_key_ids_that_a_source_does_not_take_are_refused_here_too() {
        String largest = provider.set(0xFFFF_FFFFL, "seal");

        assertThat(KeySet.read(largest, provider.root()).version()).isEqualTo(0xFFFF_FFFFL);
        assertThatThrownBy(() -> KeySet.read(provider.set(0x1_0000_0000L, "seal"), provider.root()))
                .hasMessageContaining("version 4294967296")
                .hasMessageContaining("none above");
        provider.rsa("a/b").rsa("x".repeat(65)).rsa("y".repeat(64));
        assertThat(KeySet.read(provider.set(2, "seal"), provider.root()).keys())
                .extracting(KeySet.SealingKey::id)
                .contains("y".repeat(64))
                .doesNotContain("a/b", "x".repeat(65));
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
                .hasMessageContaining("\"mode\" that is phc or seal");
        assertThatThrownBy(() -> KeySet.read(provider.set(0, "seal"), provider.root()))
                .hasMessageContaining("version 0");
        assertThatThrownBy(() -> new RootKey("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Who has signed the wrong thing is told what is wrong with it, and not that it is none. */
    @Test
    void what_a_signed_set_lacks_is_named() {
        Map<String, String> told = Map.of(
                "ver", "no number \"ver\"",
                "exp", "no number \"exp\"",
                "mode", "no \"mode\"",
                "rounds", "no number \"rounds\"");
        told.forEach((claim, message) -> {
            Map<String, Object> content = provider.content(1, "phc");
            content.remove(claim);
            assertThatThrownBy(() -> KeySet.read(provider.sign(content, "pwkeyset+jws"), provider.root()))
                    .hasMessageContaining(message);
        });
        Map<String, Object> few = provider.content(1, "phc");
        few.put("rounds", 10);
        assertThatThrownBy(() -> KeySet.read(provider.sign(few, "pwkeyset+jws"), provider.root()))
                .hasMessageContaining("10 rounds");
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

    /** It is signed, but no version is known yet that it could be older than. */
    @Test
    void the_first_set_must_not_have_expired_and_a_later_one_may() throws IOException {
        KeySets sets = sets();
        offer(expired(3));

        assertThat(sets.refresh()).isFalse();
        assertThat(sets.current()).isEmpty();
        assertThat(sets.problem()).contains("version 3 expired on", "get a new one");

        offer(provider.set(2, "seal"));
        assertThat(sets.refresh()).isTrue();
        offer(expired(4));
        assertThat(sets.refresh()).as("its keys are newer nevertheless").isTrue();
        KeySets restarted = sets();
        restarted.refresh();
        assertThat(version(restarted)).isEqualTo(4);
    }

    private String expired(long version) {
        Map<String, Object> content = new HashMap<>(provider.content(version, "seal"));
        content.put("exp", clock.instant().minusSeconds(1).getEpochSecond());
        return provider.sign(content, "pwkeyset+jws");
    }
}
