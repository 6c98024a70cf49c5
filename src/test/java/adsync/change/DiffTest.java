package adsync.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DiffTest {

    private static final ObjectGuid ADA = new ObjectGuid(new UUID(0, 1));
    private static final ObjectGuid SALES = new ObjectGuid(new UUID(0, 2));
    private static final ObjectGuid RESEARCH = new ObjectGuid(new UUID(0, 3));
    private static final Map<String, List<String>> ENABLED = Map.of("userAccountControl", List.of("512"));

    private static Image image(ObjectGuid parent, String rdn, Map<String, List<String>> attributes) {
        Map<String, List<String>> all = new HashMap<>(ENABLED);
        all.putAll(attributes);
        return Image.of(new Container(ADA, parent, rdn), rdn + ",OU=x,DC=lab,DC=test", 1, all);
    }

    private static Shadow present(Image image) {
        return new Shadow(image, Presence.PRESENT);
    }

    @Test
    void an_object_without_a_shadow_is_created_with_all_its_values() {
        Optional<Change> change = Diff.between(null, image(SALES, "CN=Ada", Map.of("title", List.of("Analyst"))));

        assertThat(change).get().isInstanceOf(Change.Created.class);
        assertThat(change.orElseThrow().deltas())
                .containsEntry("title", new Delta(List.of(), List.of("Analyst")))
                .containsKey("userAccountControl");
    }

    @Test
    void no_difference_is_no_change_whatever_the_order_of_values_and_the_update_sequence_number() {
        var before = image(SALES, "CN=Ada", Map.of("proxyAddresses", List.of("smtp:a@x", "SMTP:b@x")));
        var after = Image.of(
                before,
                before.dn(),
                99,
                Map.of(
                        "PROXYADDRESSES", List.of("SMTP:b@x", "smtp:a@x"),
                        "useraccountcontrol", List.of("512")));

        assertThat(Diff.between(present(before), after)).isEmpty();
    }

    @Test
    void the_letter_case_of_a_value_is_a_difference() {
        var before = image(SALES, "CN=Ada", Map.of("proxyAddresses", List.of("smtp:a@x")));
        var after = image(SALES, "CN=Ada", Map.of("proxyAddresses", List.of("SMTP:a@x")));

        assertThat(Diff.between(present(before), after)).get().isInstanceOf(Change.Updated.class);
    }

    @Test
    void a_cleared_attribute_has_a_delta_without_values_after() {
        var before = image(SALES, "CN=Ada", Map.of("title", List.of("Analyst")));

        Change change =
                Diff.between(present(before), image(SALES, "CN=Ada", Map.of())).orElseThrow();

        assertThat(change).isInstanceOf(Change.Updated.class);
        assertThat(change.deltas()).containsOnly(Map.entry("title", new Delta(List.of("Analyst"), List.of())));
    }

    @Test
    void a_rename_and_a_move_tell_where_it_was() {
        var before = image(SALES, "CN=Ada", Map.of());

        Change renamed = Diff.between(present(before), image(SALES, "CN=Ada Lovelace", Map.of()))
                .orElseThrow();
        Change moved = Diff.between(present(before), image(RESEARCH, "CN=Ada", Map.of()))
                .orElseThrow();

        assertThat(renamed)
                .isInstanceOfSatisfying(
                        Change.Moved.class,
                        change -> assertThat(change.previousDn()).isEqualTo(before.dn()));
        assertThat(moved.kind()).isEqualTo(ChangeKind.MOVED);
    }

    @Test
    void switching_off_outweighs_a_move_and_keeps_the_other_deltas() {
        var before = image(SALES, "CN=Ada", Map.of("title", List.of("Analyst")));
        var after = image(RESEARCH, "CN=Ada", Map.of("userAccountControl", List.of("514")));

        Change off = Diff.between(present(before), after).orElseThrow();
        Change on = Diff.between(present(after), before).orElseThrow();

        assertThat(off.kind()).isEqualTo(ChangeKind.DISABLED);
        assertThat(off.deltas()).containsOnlyKeys("title", "userAccountControl");
        assertThat(on.kind()).isEqualTo(ChangeKind.ENABLED);
    }

    @Test
    void coming_back_is_a_creation_even_if_nothing_else_differs() {
        var known = image(SALES, "CN=Ada", Map.of());

        assertThat(Diff.between(new Shadow(known, Presence.LEFT), known)).get().isInstanceOf(Change.Created.class);
        assertThat(Diff.between(new Shadow(known, Presence.DELETED), known))
                .get()
                .isInstanceOf(Change.Created.class);
    }

    @Test
    void what_we_never_knew_cannot_be_gone() {
        assertThat(Diff.gone(null, Presence.DELETED)).isEmpty();
    }

    @Test
    void what_is_gone_is_told_once_and_a_deletion_after_leaving_is_told_too() {
        var known = image(SALES, "CN=Ada", Map.of());

        assertThat(Diff.gone(present(known), Presence.LEFT)).get().isInstanceOf(Change.LeftScope.class);
        assertThat(Diff.gone(new Shadow(known, Presence.LEFT), Presence.LEFT)).isEmpty();
        assertThat(Diff.gone(new Shadow(known, Presence.LEFT), Presence.DELETED))
                .get()
                .isInstanceOf(Change.Deleted.class);
        assertThat(Diff.gone(new Shadow(known, Presence.DELETED), Presence.LEFT))
                .isEmpty();
    }
}
