package adsync.desk;

import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.DirectoryOptions;
import adsync.directory.Located;
import adsync.journal.Journal;
import adsync.listener.ListenerOptions;
import adsync.listener.Rules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the directories themselves, over a connection of its own for each question. Usable from any thread. */
public final class LiveDirectory implements DirectoryView {

    /** Somebody waits at a terminal for what the journal knows without the directory. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Followed> followed;
    private final Journal journal;
    private final Duration patience;
    private final OwnConnections connections;

    /**
     * A directory, and how it is followed.
     *
     * @param directory how to reach it
     * @param listening what is followed of it
     */
    public record Followed(DirectoryOptions directory, ListenerOptions listening) {}

    /** Those that a configuration names; nothing is connected yet. */
    public LiveDirectory(Vertx vertx, List<Followed> followed, Journal journal) {
        this(vertx, followed, journal, PATIENCE);
    }

    LiveDirectory(Vertx vertx, List<Followed> followed, Journal journal, Duration patience) {
        this.patience = patience;
        this.followed = List.copyOf(followed);
        this.journal = journal;
        this.connections = new OwnConnections(vertx, "desk-directory", journal);
    }

    @Override
    public Future<Sight> look(String who, Collection<ObjectGuid> known) {
        List<Future<Sight>> looks = followed.stream()
                .map(one -> look(one, who, known)
                        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .map(seen -> new Sight(seen, List.of()))
                        .otherwise(failure -> new Sight(List.of(), List.of(trouble(one, failure)))))
                .toList();
        return Future.all(looks)
                .map(all -> new Sight(
                        looks.stream()
                                .flatMap(one -> one.result().seen().stream())
                                .toList(),
                        looks.stream()
                                .flatMap(one -> one.result().troubles().stream())
                                .toList()));
    }

    private String trouble(Followed one, Throwable failure) {
        String cause = failure instanceof TimeoutException
                ? "the directory did not answer within " + patience.toSeconds() + " s"
                : String.valueOf(failure.getMessage());
        return followed.size() > 1 ? one.listening().domain() + ": " + cause : cause;
    }

    private Future<List<Seen>> look(Followed one, String who, Collection<ObjectGuid> known) {
        return connections
                .ask(one, (directory, context, rules) -> read(rules, directory, context, who, known))
                .compose(found -> journal.groupsOf(found.images().values()).map(found::seen));
    }

    /** Blocks. */
    private static Found read(
            Rules rules, Directory directory, NamingContext context, String who, Collection<ObjectGuid> known) {
        Map<ObjectGuid, Located> located = new LinkedHashMap<>();
        directory.find(context.dn(), who).forEach(one -> located.put(one.objectGuid(), one));
        Set<ObjectGuid> elsewhere = new HashSet<>(known);
        elsewhere.removeAll(located.keySet());
        elsewhere.forEach(guid -> directory.locate(guid).ifPresent(one -> located.put(guid, one)));
        Map<ObjectGuid, Image> images = new LinkedHashMap<>();
        directory
                .read(located.values().stream()
                        .filter(one -> !one.deleted())
                        .map(Located::objectGuid)
                        .toList())
                .forEach(object -> {
                    if (object instanceof Image image) {
                        images.put(image.objectGuid(), image);
                    }
                });
        return new Found(rules, located, images);
    }
}
