package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkExchangeTest extends AgainstOddServer {

    @ParameterizedTest
    @CsvSource({
        "413,TooLarge",
        "404,Unsupported",
        "405,Unsupported",
        "501,Unsupported",
        "401,Denied",
        "403,Denied",
        "302,Denied",
        "429,Busy",
        "503,Busy",
        "400,Unknown",
        "409,Unknown",
        "412,Unknown",
        "500,Unknown",
        "502,Unknown",
        "200,Unknown",
        "202,Unknown"
    })
    void a_bulk_request_that_fails_as_a_whole_tells_what_holds_for_all(int status, String meaning) {
        server.then(status, "{\"detail\":\"why\"}");

        BulkOutcome outcome = client.bulk(BulkRequest.of(List.of(alice, patch))).await();

        Object told = outcome instanceof BulkOutcome.Whole whole ? whole.outcome() : outcome;
        assertThat(told.getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exceeds maxOperations (100)", "Too many operations in bulk", "payload too large"})
    void a_bulk_request_that_is_too_large_may_be_a_bad_request(String detail) {
        server.then(400, "{\"detail\":\"" + detail + "\"}");

        assertThat(client.bulk(BulkRequest.of(List.of(alice))).await()).isInstanceOf(BulkOutcome.TooLarge.class);
    }

    @Test
    void a_bulk_answer_with_gaps_leaves_only_the_gaps_open() {
        server.then(
                200,
                "{\"operations\":[{\"method\":\"DELETE\",\"location\":\"/Users/a%2Fb%20%C3%BC\",\"status\":204}]}");

        BulkOutcome outcome =
                client.bulk(BulkRequest.of(List.of(alice, patch, delete))).await();

        assertThat(((BulkOutcome.Answered) outcome).outcomes())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Unknown.class),
                        second -> assertThat(second).isInstanceOf(Unknown.class),
                        third -> assertThat(third).isEqualTo(new Applied(204)));
    }

    @Test
    void a_bulk_patch_whose_removal_has_no_target_is_done_in_parts() {
        server.then(
                        200,
                        "{\"Operations\":[{\"method\":\"PATCH\",\"status\":\"400\",\"response\":{\"scimType\":\"noTarget\"}}]}")
                .then(204, "")
                .then(204, "");

        BulkOutcome outcome = client.bulk(BulkRequest.of(List.of(patch))).await();

        assertThat(outcome).isEqualTo(new BulkOutcome.Answered(List.of(new Applied(204))));
        assertThat(server.seen()).extracting(OddServer.Seen::method).containsExactly("POST", "PATCH", "PATCH");
    }

    @Test
    void a_provider_that_says_nothing_about_itself_has_no_bulk() {
        server.then(404, "{}");

        assertThat(client.discover().await()).isEqualTo(new ProviderFeatures(false, 0, 0, true, false));
    }
}
