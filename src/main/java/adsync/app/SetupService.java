package adsync.app;

import adsync.app.StartException.Reason;
import adsync.control.ControlFile;
import adsync.control.ControlHandler;
import adsync.desk.Question;
import adsync.setup.Setup;
import adsync.setup.SetupQuestions;
import adsync.web.Mount;
import adsync.web.SignIn;
import adsync.web.WebOptions;
import adsync.web.WebVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set-up page alone, on this machine's loopback address unless another is named, for as long as there is no configuration to
 * run by, or while one is changed. Start and stop block. Further links are drawn by way of {@code control.json} beside the configuration.
 */
public final class SetupService implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SetupService.class);

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final Vertx vertx = Vertx.vertx();
    private final String token = ControlFile.drawToken();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final HostAndPort place;
    private final WebVerticle page;

    private SetupService(Setup setup, HostAndPort place, Ending ending, Clock clock) {
        this.place = place;
        var questions = new SetupQuestions(
                setup,
                new SetupQuestions.End(
                        ending.starts(), ending.trouble(), RunningService.by(setup.file()), ended::countDown));
        Map<String, Question> links = new ConcurrentHashMap<>();
        List<Mount> mounts = new ArrayList<>();
        mounts.add(new Mount(ControlHandler.PATH + "*", new ControlHandler(token, links)));
        if (ending.starts()) {
            mounts.add(new Mount("/health/*", new SetupHealth(!ending.trouble().isEmpty())));
        }
        page = new WebVerticle(
                new WebOptions(place.host(), place.port(), true, Optional.empty(), !LOOPBACK.contains(place.host())),
                mounts,
                questions.all(),
                clock);
        links.put(SignIn.NAME, page.signIn());
        links.put(WaitingStart.NAME, new WaitingStart(ending));
        opened.push(() -> vertx.close().await());
        opened.push(questions);
        opened.push(() -> page.finish().await()); // whoever ends the set-up is told so
    }

    /**
     * What comes after the set-up.
     *
     * @param starts whether the service starts
     * @param trouble why it could not the last time; empty if it was not tried
     */
    public record Ending(boolean starts, String trouble) {}

    /** On this machine's loopback address; port 0 for any. */
    public static HostAndPort loopback(int port) {
        return HostAndPort.create("127.0.0.1", port);
    }

    /**
     * Serves the page.
     *
     * @param setup what it is about
     * @param place where; elsewhere than on loopback, it is let be read on the way. Port 0 for any
     * @throws StartException if something else listens there
     */
    public static SetupService start(
            Setup setup, HostAndPort place, Ending ending, Optional<WebVerticle> former, Clock clock) {
        var service = new SetupService(setup, place, ending, clock);
        former.ifPresent(service.page::comesAfter);
        try {
            service.listen();
            service.offerLinks(Setup.folder(setup.file()));
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void listen() {
        vertx.deployVerticle(page)
                .recover(failure -> Future.failedFuture(new StartException(
                        Reason.UNUSABLE,
                        "the set-up page cannot listen on " + place + ": " + failure.getMessage()
                                + "; to mend it: stop what listens there, or name another port",
                        failure)))
                .await();
    }

    /** Where they cannot be offered, those remain that this process prints. */
    private void offerLinks(Path folder) {
        try {
            Files.createDirectories(folder);
            ControlFile.of(place.host(), page.port(), token).write(folder);
            opened.push(() -> ControlFile.remove(folder));
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("control.json cannot be written: adsync web reaches this set-up not");
        }
    }

    /** A link that signs in once. */
    public String link() {
        return page.signIn().ask(new JsonObject()).await().body().getString("url");
    }

    /** The page, for the one that comes after it. */
    public WebVerticle page() {
        return page;
    }

    /** Blocks until the set-up is saved and ended. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("a part of the set-up did not close");
            }
        }
    }
}
