package adsync.desk;

import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.desk.LiveDirectory.Followed;
import adsync.directory.Directory;
import adsync.directory.SidHolder;
import adsync.journal.Journal;
import adsync.listener.Rules;
import adsync.observe.LogKeys;
import adsync.shipper.SidHolders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the directories themselves whom SIDs belong to. */
public final class LiveSidHolders implements SidHolders {

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveSidHolders.class);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Followed> followed;
    private final OwnConnections connections;
    private final Duration patience;

    /** Those that a configuration names; nothing is connected yet. */
    public LiveSidHolders(Vertx vertx, List<Followed> followed, Journal journal) {
        this(vertx, followed, journal, PATIENCE);
    }

    LiveSidHolders(Vertx vertx, List<Followed> followed, Journal journal, Duration patience) {
        this.followed = List.copyOf(followed);
        this.connections = new OwnConnections(vertx, "sid-holders", journal);
        this.patience = patience;
    }

    @Override
    public Future<Map<String, Account>> of(Collection<String> sids) {
        List<String> asked = List.copyOf(sids);
        List<Future<Map<String, Account>>> answers = followed.stream()
                .map(one -> connections
                        .ask(one, (directory, context, rules) -> read(directory, rules, asked))
                        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwise(failure -> nothing(one, failure)))
                .toList();
        return Future.all(answers).map(all -> {
            Map<String, Account> told = new TreeMap<>();
            answers.forEach(answer -> told.putAll(answer.result()));
            return told;
        });
    }

    /** What cannot be asked now is asked again later: nothing ends for that. */
    private static Map<String, Account> nothing(Followed one, Throwable failure) {
        LOGGER.atInfo()
                .addKeyValue("domain", one.listening().domain())
                .addKeyValue(LogKeys.REASON, String.valueOf(failure.getMessage()))
                .log("the directory cannot be asked whom passwords belong to");
        return Map.of();
    }

    /** Blocks. Whoever cannot be read as a user is not judged. */
    private static Map<String, Account> read(Directory directory, Rules rules, List<String> sids) {
        Map<String, SidHolder> holders = directory.holders(sids);
        List<ObjectGuid> people = holders.values().stream()
                .filter(SidHolder::person)
                .map(SidHolder::objectGuid)
                .toList();
        Map<ObjectGuid, Holder> judged = new HashMap<>();
        for (DirectoryObject object : directory.read(people)) {
            if (object instanceof Image image) {
                judged.put(image.objectGuid(), rules.scope().includes(image) ? Holder.SELECTED : Holder.NOT_SELECTED);
            }
        }
        Map<String, Account> told = new TreeMap<>();
        holders.forEach((sid, holder) -> {
            Holder what = holder.person() ? judged.get(holder.objectGuid()) : Holder.NO_PERSON;
            if (what != null) {
                told.put(sid, new Account(what, holder.created()));
            }
        });
        return told;
    }
}
