package adsync.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.e2e.SambaSuite;
import adsync.testing.SambaRights;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An attribute that the schema makes confidential is read only by who has a control access right on it. */
class ConfidentialAttributeIT extends SambaSuite {

    private static final String PAGER = "f0f8ffa6-1191-11d0-a060-00aa006c33ed";
    private static final String PARTLY_FOLLOWED = "adsync_listener_omitted_users";

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Override
    protected String poll() {
        return "1s";
    }

    @AfterEach
    void makeUsual() {
        mark("fCOPY");
    }

    private void mark(String searchFlags) {
        samba.tool(
                "schema",
                "attribute",
                "modify",
                "Phone-Pager-Primary",
                "--searchflags=" + searchFlags,
                "--option=dsdb:schema update allowed=yes");
    }

    /** Samba takes a changed schema over in its own time, and looks for it at a change. */
    private void awaitReading(String dn, boolean may) {
        var change = new AtomicInteger();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    replace(dn, "department", "Before " + change.incrementAndGet());
                    try (var reader =
                            new LDAPConnection(samba.address(), 389, samba.directoryUserUpn(), samba.password())) {
                        return requireNonNull(reader.getEntry(dn, "pager")).hasAttribute("pager") == may;
                    }
                });
    }

    private String check() {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        Main.run(out, out, "check", "--config", folder.resolve("adsync.yaml").toString());
        return text.toString();
    }

    private static Predicate<JsonObject> paged(String number) {
        return account -> account.encode().contains(number);
    }

    @Test
    void an_attribute_that_becomes_confidential_stays_at_the_provider_and_is_followed_with_the_right()
            throws LDAPException {
        String ada = hire(person().with("pager", "47110815"), root);
        ObjectGuid guid = guid(ada);
        awaitReading(ada, true);
        Service service = start();
        awaitAccount(guid, paged("47110815"));
        mark("fCONFIDENTIAL");

        var change = new AtomicInteger();
        // Each process of Samba takes a changed schema over in its own time.
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    replace(ada, "department", "Sales " + change.incrementAndGet());
                    return service.meter(PARTLY_FOLLOWED) == 1;
                });
        awaitAccount(guid, paged("Sales " + change.get()));
        awaitQuiet(service);
        assertThat(account(guid).filter(paged("47110815"))).isPresent();
        assertThat(service.ready().toString()).contains("users are left out or followed only in part");
        assertThat(check())
                .contains("may not read pager of users in " + root)
                .contains("the schema makes pager confidential");

        new SambaRights(samba, administrator).set(ada, "OA;;CR;" + PAGER + ";");
        replace(ada, "pager", "11223344");

        awaitAccount(guid, paged("11223344"));
        await().atMost(SOON).until(() -> service.meter(PARTLY_FOLLOWED) == 0);
        replace(ada, "pager");
        awaitAccount(guid, paged("11223344").negate());
    }

    @Test
    void one_that_was_so_before_is_told_at_the_start() throws LDAPException {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("adsync.directory");
        logger.addAppender(log);
        mark("fCONFIDENTIAL");
        String ada = hire(person().with("pager", "47110815"), root);

        awaitReading(ada, false);
        start();

        awaitAccount(guid(ada), paged("47110815").negate());
        logger.detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getMessage().equals("not all that is mapped can be read"))
                .singleElement()
                .satisfies(event -> assertThat(event.getKeyValuePairs().toString())
                        .contains("the schema makes pager confidential"));
    }
}
