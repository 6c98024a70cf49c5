package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.GroupChange.Complete;
import adsync.journal.GroupChange.Gone;
import adsync.journal.GroupChange.Members;
import adsync.journal.GroupSettlement;
import adsync.journal.GroupSettlement.Ending;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How groups reach a real server, counted in its requests. */
class GroupDeliveryTest extends GroupFixture {

    private static final int CROWD = 50_000;

    private Map<String, Long> requests() {
        return server.provider().requests();
    }

    @Test
    void one_more_member_of_fifty_thousand_is_one_request() {
        Provider provider = provider();
        hired(person(1, "ada"), person(2, "bob"));
        ship(provider);
        List<ObjectGuid> crowd = new ArrayList<>(LongStream.range(100_000, 100_000 + CROWD)
                .mapToObj(ShipperFixture::guid)
                .toList());
        crowd.add(guid(1));
        groups(staff(), new Members(STAFF, crowd, 1), new Complete(STAFF, 1, 1));
        assertThat(shipGroups(provider)).hasSize(1);
        assertThat(members()).hasSize(1);
        Map<String, Long> before = requests();

        groups(added(2));
        List<GroupSettlement> settled = shipGroups(provider);
        Map<String, Long> after = requests();

        assertThat(settled).singleElement().satisfies(one -> {
            assertThat(one.answer().outcome()).isEqualTo(Outcome.SHIPPED);
            assertThat(one.answer().request()).contains("1 members added");
        });
        Map<String, Long> expected = new TreeMap<>(before);
        expected.merge("PATCH", 1L, Long::sum);
        assertThat(after).isEqualTo(expected);
        assertThat(members()).hasSize(2);
    }

    @Test
    void a_crash_after_the_request_adds_nobody_twice() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        groups(staff());
        shipGroups(provider);
        groups(added(1));
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        journal.claimGroups(ALL, clock.instant(), 10).await().forEach(delivery::deliver); // and then it crashed
        assertThat(members()).hasSize(1);
        reopen();

        shipGroups(provider());

        assertThat(members()).hasSize(1);
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @Test
    void a_group_that_was_there_before_keeps_its_members_and_the_log_says_so() {
        String stranger = posted("/Users", new JsonObject().put("userName", "stranger@elsewhere.example"));
        posted(
                "/Groups",
                new JsonObject()
                        .put("displayName", "Staff")
                        .put("externalId", STAFF.toString())
                        .put("members", new JsonArray().add(new JsonObject().put("value", stranger))));
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        groups(staff(), added(1));
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(GroupDelivery.class);
        logger.addAppender(log);
        logger.setLevel(Level.INFO);

        shipGroups(provider);

        logger.setLevel(null);
        logger.detachAppender(log);
        assertThat(members()).hasSize(2).contains(stranger);
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains("members that we did not add stay"));
    }

    /** Returns the id. */
    private String posted(String path, JsonObject resource) {
        String schema = "urn:ietf:params:scim:schemas:core:2.0:" + path.substring(1, path.length() - 1);
        return server.probe()
                .post(path, resource.put("schemas", new JsonArray().add(schema)))
                .json()
                .getString("id");
    }

    @Test
    void a_crash_after_the_creation_creates_it_once() {
        Provider provider = provider();
        groups(staff());
        assertReady(provider);
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        journal.claimGroups(ALL, clock.instant(), 10).await().forEach(delivery::deliver);
        reopen();

        shipGroups(provider());

        assertThat(members()).isEmpty();
    }

    @Test
    void a_group_that_vanished_at_the_provider_is_made_again_with_all_its_members() {
        Provider provider = provider();
        hired(person(1, "ada"), person(2, "bob"));
        ship(provider);
        groups(staff(), added(1));
        shipGroups(provider);
        server.probe().delete("/Groups/" + server.groups().getFirst().getString("id"));

        groups(added(2));
        shipGroups(provider);

        assertThat(members()).hasSize(2);
    }

    @Test
    void a_group_that_is_wanted_again_after_a_deletion_of_unknown_fate_is_made_again() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        groups(staff(), added(1));
        shipGroups(provider);
        groups(new Gone(STAFF));
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        journal.claimGroups(ALL, clock.instant(), 10).await().forEach(delivery::deliver); // and then it crashed
        assertThat(server.groups()).isEmpty();
        reopen();

        groups(staff(), added(1));
        shipGroups(provider());

        assertThat(members()).hasSize(1);
    }

    @Test
    void a_name_of_unknown_fate_is_taken_back_if_the_one_before_is_wanted_again() {
        Provider provider = provider();
        groups(staff());
        shipGroups(provider);
        groups(staff("Crew"));
        var delivery = new GroupDelivery(provider, journal, options(), new Verdict(clock, new Random(1)), clock);
        journal.claimGroups(ALL, clock.instant(), 10).await().forEach(delivery::deliver); // and then it crashed
        assertThat(name()).isEqualTo("Crew");
        reopen();

        groups(staff());
        shipGroups(provider());

        assertThat(name()).isEqualTo("Staff");
        assertThat(journal.statistics().await().outbox()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void what_nobody_answered_gets_time_to_be_carried_out_before_it_is_looked_at(String method) {
        try (FaultProxy proxy = FaultProxy.before(server.url())) {
            client = client(proxy.url());
            Provider provider = provider();
            hired(person(1, "ada"));
            ship(provider);
            groups(staff(), added(1));
            proxy.once(request -> request.method().equals(method), Fault.resetAfter());

            List<GroupSettlement> settled = shipGroups(provider);

            assertThat(settled)
                    .singleElement()
                    .satisfies(one -> assertThat(one.ending())
                            .isInstanceOfSatisfying(
                                    Ending.Postponed.class,
                                    ending -> assertThat(Duration.between(clock.instant(), ending.notBefore()))
                                            .isGreaterThanOrEqualTo(Duration.ofSeconds(5))));
            clock.advance(Duration.ofMinutes(1));
            shipGroups(provider);
            assertThat(members()).hasSize(1);
        }
    }

    private String name() {
        return server.groups().getFirst().getString("displayName");
    }

    @Test
    void a_deleted_group_is_deleted() {
        Provider provider = provider();
        groups(staff());
        shipGroups(provider);

        groups(new Gone(STAFF));
        shipGroups(provider);

        assertThat(server.groups()).isEmpty();
        assertThat(journal.statistics().await().outbox()).isZero();
    }
}
