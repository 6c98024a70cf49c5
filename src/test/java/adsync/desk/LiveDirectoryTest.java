package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryOptions;
import adsync.directory.NamedObject;
import adsync.directory.Selection;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerOptions;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scope.ScopeOptions;
import adsync.secret.Secret;
import adsync.services.Services;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that does not answer holds up nobody who asks the journal. */
class LiveDirectoryTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path state;

    @AfterEach
    void end() {
        vertx.close().await();
    }

    private static LiveDirectory.Followed at(int port) {
        var directory = new DirectoryOptions(
                List.of(URI.create("ldap://127.0.0.1:" + port)),
                Optional.empty(),
                new DirectoryOptions.SimpleLogin("svc", Secret.of("secret")),
                Optional.empty(),
                false,
                true,
                new TreeSet<>(Set.of("title")),
                false);
        String root = "OU=Staff,DC=contoso,DC=com";
        var listening = new ListenerOptions(
                "contoso.com",
                new Selection(List.of(new NamedObject("directory.root", root, NamedObject.Use.ROOT))),
                new ScopeOptions(List.of(root), List.of(), Optional.empty()),
                Services.NONE,
                Optional.empty(),
                image -> Optional.empty(),
                false,
                Duration.ofMinutes(1),
                "fingerprint",
                1000,
                FailoverTiming.STANDARD);
        return new LiveDirectory.Followed(directory, listening);
    }

    @Test
    void the_wait_for_an_answer_ends() throws IOException {
        Journal journal = Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var view = new LiveDirectory(vertx, List.of(at(silent.getLocalPort())), journal, Duration.ofSeconds(1));

            assertThat(view.look("ada", List.of()).await().troubles())
                    .containsExactly("the directory did not answer within 1 s");

            var asked = new io.vertx.core.json.JsonObject().put("who", "ada");
            Answer answer = new Why(
                            journal, Optional.of(view), Mapping.standard(MappingOptions.standard()), Clock.systemUTC())
                    .ask(asked)
                    .await();
            assertThat(answer.found()).isFalse();
            assertThat(answer.body().getString("directoryNotAsked")).contains("did not answer");
        }
        journal.close().await();
    }
}
