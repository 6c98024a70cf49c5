package adsync.bench;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Many users are touched at once: the listener asks DirSync who, reads them, compares them with what it knows, and makes what
 * differs durable. Beside it: a bare DirSync loop over the same changes, which is told what changed and keeps nothing; and the
 * Active Directory connector of ConnId, which does not keep anything either.
 */
final class TouchedUsers {

    private static final int WARMING_UP = 300;

    private final Place place;
    private final Path folder;
    private final boolean bare;
    private final boolean connId;

    /**
     * Prepares.
     *
     * @param bare whether to measure the bare loop too
     * @param connId whether to measure ConnId too
     */
    TouchedUsers(Place place, Path folder, boolean bare, boolean connId) {
        this.place = place;
        this.folder = folder;
        this.bare = bare;
        this.connId = connId;
    }

    /** Users a second, of each; not a number for those that are not measured. */
    private record Rates(double service, double cpu, double bare, double connId) {}

    /** One round for each number of users. */
    List<Round> rounds(int users, List<Integer> sizes) throws IOException, LDAPException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "touched");
        Path file = Settings.write(state, place);
        List<String> attributes = Settings.attributes(file);
        var reader = new BareDirectory(place, attributes);
        List<String> names = reader.names();
        List<Round> rounds = new ArrayList<>();
        var listener = new Conversation(heard ->
                JavaProcess.ofClassLikeService(ListenerAlone.class.getName(), List.of(file.toString()), heard));
        var other = connId ? new ConnId(place, attributes) : null;
        try (listener;
                other) {
            listener.ask(Integer.toString(users));
            measure(listener, reader, other, names.subList(0, Math.min(WARMING_UP, names.size())));
            for (int size : sizes) {
                if (size <= names.size()) {
                    rounds(size, measure(listener, reader, other, names.subList(0, size)), rounds);
                }
            }
        }
        return rounds;
    }

    private void rounds(int size, Rates rates, List<Round> rounds) {
        String what = String.format(Locale.ROOT, "%,d touched users, %s", size, place.name());
        if (bare) {
            var besideBare = new Round(what + ", beside a DirSync loop", "users/s", rates.service());
            besideBare.baseline(rates.bare(), rates.service());
            besideBare.more("CPU s with start and stop of the listener", rates.cpu());
            rounds.add(besideBare);
        }
        if (connId) {
            var besideConnId = new Round(what + ", beside ConnId", "users/s", rates.service());
            besideConnId.baseline(rates.connId(), rates.service());
            rounds.add(besideConnId);
        }
    }

    private Rates measure(Conversation listener, BareDirectory reader, @Nullable ConnId other, List<String> names)
            throws LDAPException, InterruptedException {
        int users = names.size();
        reader.mark();
        if (other != null) {
            other.mark();
        }
        touch(names);
        Duration before = listener.processorTime();
        double seconds = Double.parseDouble(listener.ask(Integer.toString(users)));
        double cpu = listener.processorTime().minus(before).toMillis() / 1e3;
        double loop = bare ? reader.dirSyncSinceMark(users) : Double.NaN;
        return new Rates(users / seconds, cpu, loop, other == null ? Double.NaN : other.sync(users));
    }

    private void touch(List<String> names) throws LDAPException {
        try (LDAPConnection administrator = place.connect(place.administrator())) {
            for (String name : names) {
                administrator.modify(
                        name, new Modification(ModificationType.REPLACE, "title", "Title " + System.nanoTime()));
            }
        }
    }
}
