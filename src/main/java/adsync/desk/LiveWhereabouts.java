package adsync.desk;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.desk.LiveDirectory.Followed;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.Located;
import adsync.directory.ReadRight;
import adsync.journal.Journal;
import adsync.listener.Rules;
import adsync.shipper.Absences;
import adsync.shipper.Whereabouts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the directories themselves where objects are, all of them over a connection for each question. Usable from any thread. */
public final class LiveWhereabouts implements Whereabouts, Absences {

    /** Some hundreds are asked for at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Followed> followed;
    private final OwnConnections connections;

    /** Those that a configuration names; nothing is connected yet. */
    public LiveWhereabouts(Vertx vertx, List<Followed> followed, Journal journal) {
        this.followed = List.copyOf(followed);
        this.connections = new OwnConnections(vertx, "whereabouts", journal);
    }

    @Override
    public Future<Map<ObjectGuid, Seen>> of(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> asked = List.copyOf(objectGuids);
        List<Future<Map<ObjectGuid, Seen>>> answers = followed.stream()
                .map(one -> ask(one, (directory, context, rules) -> read(directory, rules, asked)))
                .toList();
        return Future.all(answers).map(all -> {
            Map<ObjectGuid, Seen> seen = new HashMap<>();
            answers.forEach(
                    answer -> answer.result().forEach((guid, one) -> seen.merge(guid, one, LiveWhereabouts::nearer)));
            return seen;
        });
    }

    @Override
    public Future<Map<ObjectGuid, Set<String>>> doubtful(Map<ObjectGuid, Set<String>> attributes) {
        List<Future<Map<ObjectGuid, Map<String, ReadRight>>>> answers = followed.stream()
                .map(one -> ask(one, (directory, context, rules) -> directory.mayRead(attributes)))
                .toList();
        return Future.all(answers).map(all -> {
            Map<ObjectGuid, Set<String>> doubtful = new HashMap<>();
            attributes.forEach((user, asked) -> doubtful.put(user, new TreeSet<>(asked)));
            answers.forEach(answer -> answer.result()
                    .forEach((user, rights) -> rights.forEach((attribute, right) -> {
                        if (right == ReadRight.GRANTED) { // by the domain where the user lives
                            doubtful.getOrDefault(user, new TreeSet<>()).remove(attribute);
                        }
                    })));
            doubtful.values().removeIf(Set::isEmpty);
            return doubtful;
        });
    }

    /** Whoever moved to another domain is there, and a tombstone or nothing in the first. */
    private static Seen nearer(Seen one, Seen other) {
        return one.standing().compareTo(other.standing()) <= 0 ? one : other;
    }

    private <T> Future<T> ask(Followed one, OwnConnections.Reading<T> reading) {
        return connections
                .ask(one, reading)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof DirectoryException known
                                ? known
                                : new DirectoryException(
                                        DirectoryException.Reason.UNREACHABLE,
                                        one.listening().domain() + ": " + failure.getMessage(),
                                        failure)));
    }

    /** Blocks. */
    private static Map<ObjectGuid, Seen> read(Directory directory, Rules rules, List<ObjectGuid> asked) {
        Map<ObjectGuid, Located> located = new HashMap<>();
        asked.forEach(guid -> directory.locate(guid).ifPresent(one -> located.put(guid, one)));
        Map<ObjectGuid, Image> images = new HashMap<>();
        List<ObjectGuid> alive = located.values().stream()
                .filter(one -> !one.deleted())
                .map(Located::objectGuid)
                .toList();
        if (!alive.isEmpty()) {
            for (DirectoryObject object : directory.read(alive)) {
                if (object instanceof Image image) {
                    images.put(image.objectGuid(), image);
                }
            }
        }
        Map<ObjectGuid, Seen> seen = new HashMap<>();
        located.forEach((guid, one) -> seen.put(
                guid,
                new Seen(
                        one.deleted()
                                ? standing(directory.lastParents(guid), rules)
                                : standing(images.get(guid), rules),
                        one.rdn(),
                        one.parent())));
        return seen;
    }

    /** Of somebody who was deleted, by where that was. */
    private static Standing standing(List<Located> lastParents, Rules rules) {
        Set<ObjectGuid> excluded = new HashSet<>();
        rules.scope().excluded().forEach(place -> excluded.add(place.objectGuid()));
        boolean ours = !lastParents.isEmpty()
                && rules.scope().contains(lastParents.getLast().dn())
                && lastParents.stream().map(Located::objectGuid).noneMatch(excluded::contains);
        return ours ? Standing.DELETED : Standing.DELETED_ELSEWHERE;
    }

    private static Standing standing(@Nullable Image image, Rules rules) {
        if (image == null) {
            return Standing.OTHER;
        }
        return rules.scope().includes(image) ? Standing.SELECTED : Standing.NOT_SELECTED;
    }
}
