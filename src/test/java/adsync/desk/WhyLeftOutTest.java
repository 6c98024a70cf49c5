package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.Omission;
import adsync.journal.PageCommit;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is left out is explained although we have nothing else of that person. */
class WhyLeftOutTest {

    private static final ObjectGuid ADA = new ObjectGuid(new UUID(1, 1));

    private final Vertx vertx = Vertx.vertx();
    private Journal journal;

    @TempDir
    private Path state;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
    }

    @AfterEach
    void end() {
        journal.close().await();
        vertx.close().await();
    }

    private void say(Optional<String> cause) {
        var head = new ObjectGuid(new UUID(2, 2));
        var checkpoint = new Checkpoint(
                new NamingContext(head, "DC=contoso,DC=com"),
                head,
                Checkpoint.Phase.FOLLOWING,
                Optional.empty(),
                Optional.empty(),
                "dc1",
                new UUID(3, 3),
                1,
                "fingerprint",
                1,
                0,
                0,
                Clock.systemUTC().instant());
        journal.commit(new PageCommit(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Omission(ADA, cause)),
                        Set.of(),
                        checkpoint))
                .await();
    }

    private Answer why() {
        var asked = new JsonObject().put("who", ADA.toString());
        return new Why(journal, Optional.empty(), Mapping.standard(MappingOptions.standard()), Clock.systemUTC())
                .ask(asked)
                .await();
    }

    @Test
    void the_cause_is_told_as_long_as_it_holds() {
        say(Optional.of("the account may not read the container OU=Locked"));

        JsonObject ada = why().body().getJsonArray("people").getJsonObject(0);
        assertThat(ada.getString("leftOut")).isEqualTo("the account may not read the container OU=Locked");
        assertThat(ada.getString("state")).isEqualTo("unknown");

        say(Optional.empty());
        assertThat(why().found()).isFalse();
    }
}
