package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BulkMatchTest {

    private final Create alice = new Create(correlation(), plain("alice"));
    private final Patch bob = new Patch(correlation(), "b 1", List.of(new Edit("title", "x", false)));
    private final Delete carol = new Delete(correlation(), "c1");
    private final List<ScimOperation> operations = List.of(alice, bob, carol);

    @Test
    void results_in_another_order_find_their_operations() {
        var ofAlice = result("POST").put("bulkId", BulkEncoder.bulkId(alice, 0)).put("mark", "alice");
        var ofBob = result("PATCH").put("location", "https://x/Users/b%201").put("mark", "bob");
        var ofCarol = result("DELETE")
                .put("id", "c1")
                .put("location", "https://x/Users")
                .put("mark", "carol");

        assertThat(marks(ofCarol, ofAlice, ofBob)).containsExactly("alice", "bob", "carol");
    }

    @Test
    void a_result_with_nothing_but_its_place_is_matched_if_all_the_others_agree() {
        var ofAlice = result("POST").put("bulkId", BulkEncoder.bulkId(alice, 0)).put("mark", "alice");
        var ofBob = result("patch").put("bulkId", "invented").put("mark", "bob");
        var ofCarol = new JsonObject().put("status", 404).put("mark", "carol");

        assertThat(marks(ofAlice, ofBob, ofCarol)).containsExactly("alice", "bob", "carol");
    }

    @Test
    void place_tells_nothing_if_a_result_is_missing() {
        var ofAlice = result("POST").put("bulkId", BulkEncoder.bulkId(alice, 0)).put("mark", "alice");
        var somebodys = new JsonObject().put("status", 404).put("mark", "somebody's");

        assertThat(marks(ofAlice, somebodys)).containsExactly("alice", null, null);
    }

    @Test
    void place_tells_nothing_if_there_are_too_many_results() {
        var nameless = new JsonObject().put("status", 204);

        assertThat(BulkMatch.match(List.of(carol), new JsonArray().add(nameless).add(nameless)))
                .containsExactly(Optional.empty());
    }

    @Test
    void results_that_nobody_asked_for_cost_nothing() {
        JsonArray nameless = new JsonArray(Collections.nCopies(5_000_000, new JsonObject()));
        List<ScimOperation> many = Collections.nCopies(100, alice);

        List<Optional<JsonObject>> matched =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> BulkMatch.match(many, nameless));

        assertThat(matched).hasSize(100).containsOnly(Optional.empty());
    }

    @Test
    void place_tells_nothing_if_one_result_was_moved() {
        var ofCarol = result("DELETE").put("id", "c1").put("mark", "carol");
        var nameless = new JsonObject().put("status", 200).put("mark", "?");

        assertThat(marks(ofCarol, nameless, nameless.copy())).containsExactly(null, null, "carol");
    }

    @Test
    void place_tells_nothing_if_a_method_is_another() {
        assertThat(marks(
                        result("POST").put("mark", "a"),
                        result("DELETE").put("mark", "b"),
                        result("PATCH").put("mark", "c")))
                .containsOnlyNulls();
    }

    @Test
    void a_result_named_twice_counts_once() {
        var first = result("DELETE").put("id", "c1").put("mark", "first");
        var second = result("DELETE").put("id", "c1").put("mark", "second");

        assertThat(marks(first, second)).containsExactly(null, null, "first");
    }

    @Test
    void a_method_must_not_contradict_a_name() {
        var result = result("PATCH").put("id", "c1").put("mark", "carol");

        assertThat(marks(result)).containsOnlyNulls();
    }

    @Test
    void what_is_no_object_is_nobodys() {
        assertThat(BulkMatch.match(
                        operations, new JsonArray().add("x").addNull().add(5).add(true)))
                .containsOnly(Optional.empty());
        assertThat(BulkMatch.match(operations, new JsonArray())).containsOnly(Optional.empty());
    }

    /** Whatever is shuffled, left out or stripped of its names, no operation gets the result of another. */
    @RepeatedTest(200)
    void nobody_gets_what_is_not_theirs(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        List<ScimOperation> many = new ArrayList<>();
        List<JsonObject> results = new ArrayList<>();
        for (int position = 0; position < 6; position++) {
            add(many, results, position, random);
        }
        boolean shuffled = random.nextBoolean();
        if (shuffled) {
            Collections.shuffle(results, random);
        }
        boolean strippable = !shuffled || random.nextBoolean();
        if (strippable && !shuffled) {
            results.forEach(result -> result.remove("id"));
        } else if (random.nextBoolean()) {
            results.remove(random.nextInt(results.size()));
        }

        var matched = BulkMatch.match(many, new JsonArray(results));

        for (int position = 0; position < many.size(); position++) {
            int owner = position;
            matched.get(position)
                    .ifPresent(result -> assertThat(result.getInteger("owner")).isEqualTo(owner));
        }
    }

    private static void add(List<ScimOperation> many, List<JsonObject> results, int position, Random random) {
        ScimOperation operation = switch (random.nextInt(3)) {
            case 0 -> new Create(correlation(), plain("user" + position));
            case 1 -> new Patch(correlation(), "id" + position, List.of(new Edit("title", "x", false)));
            default -> new Delete(correlation(), "id" + position);
        };
        var result =
                result(BulkEncoder.method(operation)).put("owner", position).put("id", "id" + position);
        if (operation instanceof Create) {
            result.put("bulkId", BulkEncoder.bulkId(operation, position));
        }
        many.add(operation);
        results.add(result);
    }

    private List<String> marks(JsonObject... results) {
        return BulkMatch.match(operations, new JsonArray(Arrays.asList(results))).stream()
                .map(result -> result.map(found -> found.getString("mark")).orElse(null))
                .toList();
    }

    private static JsonObject result(String method) {
        return new JsonObject().put("method", method).put("status", "200");
    }
}
