package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.scim.ScimException;
import adsync.scim.ScimOutcome;
import adsync.shipper.RehearsedAccount.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal tells, and that the provider does not hear of it. The journal is the test's own, as a copy would be. */
class RehearsalTest extends ShipperFixture {

    @TempDir
    private Path folder;

    private final List<RehearsedAccount> told = new ArrayList<>();

    List<RehearsedAccount> told() {
        return told;
    }

    private void tell(Rehearsed one) {
        told.add((RehearsedAccount) one);
    }

    RehearsalSummary rehearse() throws IOException {
        Map<String, Map<String, Object>> before = Map.copyOf(accounts.accounts());
        int sent = accounts.requests().size();
        try (var rehearsal = new Rehearsal(
                client(), journal, mapping(), options(), folder.resolve("accounts"), clock, new Random(1), meters)) {
            rehearsal.copyAccounts().await();
            RehearsalSummary summary = rehearsal.run(this::tell);
            assertThat(accounts.accounts()).isEqualTo(before);
            assertThat(accounts.requests().subList(sent, accounts.requests().size()))
                    .noneMatch(request -> request.matches("(POST|PATCH|PUT|DELETE|BULK).*"));
            return summary;
        }
    }

    @Test
    void a_first_load_is_told_without_asking_for_anybody() throws IOException {
        for (int person = 1; person <= 50; person++) {
            hired(person(person, "p" + person));
        }

        RehearsalSummary summary = rehearse();

        assertThat(summary.count(Kind.CREATE)).isEqualTo(50);
        assertThat(summary.approval()).isFalse();
        assertThat(accounts.count("FIND") + accounts.count("READ")).isZero();
    }

    @Test
    void accounts_that_are_there_are_linked_taken_over_or_in_the_way() throws IOException {
        String own = accounts.stranger("old-login@example.com", guid(1).toString());
        accounts.stranger("bob@example.com", null);
        hired(person(1, "ada"), person(2, "bob"), person(3, "cleo"));

        RehearsalSummary summary = rehearse();

        assertThat(summary.approval()).isTrue();
        assertThat(summary.count(Kind.LINK)).isEqualTo(1);
        assertThat(summary.count(Kind.RENAME)).isEqualTo(1);
        assertThat(summary.count(Kind.PARK)).isEqualTo(1);
        assertThat(summary.count(Kind.CREATE)).isEqualTo(1);
        assertThat(told)
                .filteredOn(one -> one.accountId().filter(own::equals).isPresent())
                .singleElement()
                .satisfies(one -> assertThat(one.values().get("userName"))
                        .isEqualTo(new RehearsedAccount.Values("old-login@example.com", "ada@example.com")));
    }

    @Test
    void a_provider_that_does_not_page_is_asked_one_by_one() throws IOException {
        for (int person = 1; person <= 10; person++) {
            accounts.stranger("p" + person + "@example.com", guid(person).toString());
        }
        accounts.largestPage(3);
        accounts.ignorePaging();
        for (int person = 1; person <= 11; person++) {
            hired(person(person, "p" + person));
        }

        RehearsalSummary summary = rehearse();

        assertThat(summary.count(Kind.LINK)).isEqualTo(10);
        assertThat(summary.count(Kind.CREATE)).isEqualTo(1);
    }

    @Test
    void logins_that_change_hands_end_where_they_belong() throws IOException {
        hired(person(1, "one"), person(2, "two"));
        assertThat(shipUntilQuiet(provider(), 20)).isLessThan(20);
        changed(person(1, "third"));
        changed(person(2, "one"));
        List<String> sent = accounts.requests();

        Map<String, Map<String, Object>> before = Map.copyOf(accounts.accounts());
        try (var rehearsal = new Rehearsal(
                client(), journal, mapping(), options(), folder.resolve("accounts"), clock, new Random(1), meters)) {
            rehearsal.copyAccounts().await();
            assertThat(rehearsal.run(this::tell).count(Kind.RENAME)).isEqualTo(2);
        }

        assertThat(accounts.accounts()).isEqualTo(before);
        assertThat(accounts.requests().subList(sent.size(), accounts.requests().size()))
                .noneMatch(request -> request.matches("(PATCH|PUT).*"));
        assertThat(told)
                .extracting(RehearsedAccount::kinds)
                .allSatisfy(kinds -> assertThat(kinds).containsAnyElementsOf(Set.of(Kind.RENAME)));
    }

    @Test
    void a_provider_that_does_not_answer_ends_it() throws IOException {
        hired(person(1, "ada"));
        accounts.readingsAnswer(new ScimOutcome.Denied(401, "who are you"));

        assertThatThrownBy(this::rehearse).isInstanceOf(ScimException.class);
    }
}
